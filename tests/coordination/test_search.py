"""The whole search on small cases: a planted group stands at A, none of its look-alikes does, all of it opens to events."""

import math
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, timezone
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from analytics.coordination.groups.overview import overview
from analytics.coordination.groups.result_tables import ResultTables, _members_expected, result_tables
from analytics.coordination.groups.search import Search, search
from analytics.model.tables import CLUSTER_ACTS, CLUSTER_TASKS, CLUSTERS, COORDINATION, check
from tests.benchmarks.scenarios.make import make
from tests.coordination.look_alikes import LOOK_ALIKES, people
from tests.coordination.scene import (
    DAYS,
    NO_PAIRS,
    START,
    TASKS,
    Row,
    act,
    born,
    campaign,
    case_of,
    crowd,
    grades,
    listed,
    post,
    table,
    words,
)

NAVY = people(20)
NUMBERS = ["ln_e", "ln_e_unled", "ln_e_before", "text_score", "ln_e_needed", "task_share"]


@pytest.fixture(scope="module")
def planted() -> tuple[pl.DataFrame, ResultTables]:
    events = table(crowd(1) + campaign(1))
    return events, listed(events)


@pytest.mark.parametrize("seed", range(3))
def test_a_planted_group_stands_at_a_and_nobody_else_is_listed(seed: int) -> None:
    found = listed(table(crowd(seed) + campaign(seed))).clusters
    assert dict(found.select("account_id", "grade").iter_rows()) == dict.fromkeys(NAVY, "A")
    assert set(found["cluster_id"]) == {"g1"}
    # Each writes words of its own: only the moments speak, and nothing is held against the grade.
    assert found["evidence_lines"].to_list() == [["moments"]] * 20
    assert found["reasons"].to_list() == [[]] * 20
    assert found["links_n"].to_list() == [19] * 20


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_a_look_alike_never_stands_at_a(name: str, seed: int) -> None:
    assert "A" not in grades(table(LOOK_ALIKES[name](seed))).values()


@pytest.mark.parametrize("name", ["a crowd", "a lunch habit", "a habit across midnight", "a push"])
def test_a_common_cause_that_an_explanation_names_lists_nobody(name: str) -> None:
    assert grades(table(LOOK_ALIKES[name](2))) == {}


def test_readers_stand_at_b_with_the_reason_and_their_leader_told() -> None:
    found = listed(table(LOOK_ALIKES["readers of one account"](1))).clusters
    read = found.filter(pl.col("account_id") != "leader")
    assert dict(read.select("account_id", "grade").iter_rows()) == dict.fromkeys(people(30), "B")
    assert all("may_follow" in reasons for reasons in read["reasons"])
    assert set(read["leader_id"]) == {"leader"}
    first = found.filter(account_id="leader").row(0, named=True)
    assert (first["grade"], first["evidence_lines"]) == ("C", ["source"])


def test_a_copied_account_is_named_with_nothing_but_that_others_came_after_it() -> None:
    found = listed(table(LOOK_ALIKES["a copied account"](1))).clusters
    writer = found.filter(account_id="writer").row(0, named=True)
    assert (writer["grade"], writer["reasons"]) == ("C", ["source_or_copied"])
    # She never came after any of them: no bet against earlier events can win.
    assert writer["ln_e_before"] <= 0


def test_a_tool_on_a_clock_is_told_as_such() -> None:
    found = listed(table(LOOK_ALIKES["a tool on a clock"](1))).clusters
    assert dict(found.select("account_id", "grade").iter_rows()) == dict.fromkeys(NAVY, "C")
    assert found["evidence_lines"].to_list() == [["own_clock"]] * 20


@pytest.mark.parametrize(
    "kind", ["nobody", "lunch_habit", "shift_midnight", "feeds", "readers_of_one", "copied_account"]
)
def test_nobody_who_acts_alone_stands_at_a_in_a_world_by_scenario(kind: str) -> None:
    made = make(kind, 21)
    alone = made.truth.filter(pl.col("acts_alone") | pl.col("is_protected"))["account_id"]
    found = grades(made.events)
    assert not {name for name, grade in found.items() if grade == "A"} & set(alone)


def test_a_group_of_two_is_no_group() -> None:
    # Company of three or more is asked for; two accounts that always meet are a pair.
    assert grades(table(crowd(1) + campaign(1, 2))) == {}


def test_three_tasks_are_too_few() -> None:
    # Partners from the third day on; no fourth day is left to bet on.
    assert "A" not in grades(table(crowd(1) + campaign(1, tasks=TASKS[:3]))).values()


# What is told beside the grade


def reasons_with(events: pl.DataFrame, ln_e_timetable: Callable[[Search], float]) -> dict[str, list[str]]:
    """Account -> the reasons told, where the evidence beside a weekly timetable is this for everybody."""
    found = search(case_of(events), NO_PAIRS)
    changed = found.evidence.with_columns(ln_e_timetable=pl.lit(ln_e_timetable(found)))
    listed_ = result_tables(replace(found, evidence=changed), events).clusters
    return dict(listed_.select("account_id", "reasons").iter_rows())


def test_a_weekly_timetable_is_told_where_it_is_not_excluded() -> None:
    """Below the value that A needs it is told, at that value it is not."""
    events = table(crowd(1) + campaign(1))
    assert reasons_with(events, lambda f: f.graded.needed[0] - 1e-9) == {name: ["timetable"] for name in NAVY}
    assert reasons_with(events, lambda f: f.graded.needed[0]) == {name: [] for name in NAVY}


def test_a_weekly_timetable_is_told_of_followers_but_not_of_their_source() -> None:
    events = table(LOOK_ALIKES["readers of one account"](1))
    told = reasons_with(events, lambda f: f.graded.needed[1] - 1e-9)
    assert all("timetable" in told[name] for name in people(30))
    assert "timetable" not in told["leader"]
    assert not any("timetable" in of for of in reasons_with(events, lambda f: f.graded.needed[1]).values())


# What stands behind a finding


def test_events_behind_a_finding_are_events_of_the_case(planted: tuple[pl.DataFrame, ResultTables]) -> None:
    events, found = planted
    exported = events.select("event_id", who="account_id", root="root_id", moment="at")
    acts = found.acts.join(exported, on="event_id")
    assert len(acts) == len(found.acts) > 0
    assert (acts["account_id"] == acts["who"]).all()
    assert (acts["object_id"] == acts["root"]).all()
    assert (acts["at"] == acts["moment"]).all()
    assert set(acts["account_id"]) == set(NAVY)
    assert set(acts["object_id"]) == set(found.tasks["object_id"])
    # Each member was on each task once; of its listed events none is another account's.
    assert acts.select("account_id", "object_id").is_duplicated().sum() == 0
    of = dict(exported.select("event_id", "who").iter_rows())
    for row in found.clusters.iter_rows(named=True):
        assert {of[event] for event in row["event_ids"]} == {row["account_id"]}


def test_gaps_and_lags_by_hand(planted: tuple[pl.DataFrame, ResultTables]) -> None:
    _, found = planted
    start = {f"p{k:03}": born(k) for k in TASKS}
    for (name,), mine in found.acts.group_by("object_id"):
        moments = [(at - START).total_seconds() for at in mine["at"]]
        for k, row in enumerate(mine.iter_rows(named=True)):
            others = [abs(moments[k] - other) for j, other in enumerate(moments) if j != k]
            assert row["nearest_gap_s"] == pytest.approx(min(others))
            assert row["lag_s"] == pytest.approx(moments[k] - start[str(name)])


def poisson_tail(least: int, mean: float) -> float:
    """P(X >= least), written out."""
    return 1 - sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(least))


def test_tasks_are_the_posts_with_more_members_than_chance_puts_there(
    planted: tuple[pl.DataFrame, ResultTables],
) -> None:
    events, found = planted
    author = dict(events.filter(kind="post").select("event_id", "account_id").iter_rows())
    below = [
        (row["root_id"], row["account_id"])
        for row in events.filter(kind="repost").iter_rows(named=True)
        if author[row["root_id"]] != row["account_id"]
    ]
    once = set(below)
    share = sum(who in NAVY for _, who in once) / len(once)
    expected = {}
    for name in sorted({name for name, _ in once}):
        here = [who for root, who in once if root == name]
        members = sum(who in NAVY for who in here)
        if members >= 3 and poisson_tail(members, share * len(here)) < 0.001:
            expected[name] = (len(here), members, author[name])
    told = found.tasks.select("object_id", "accounts_n", "members_n", "author_id").rows()
    assert {row[0]: row[1:] for row in told} == expected
    chance = dict(found.tasks.select("object_id", "members_expected").iter_rows())
    done = [sum(who == one for _, who in once) for one in NAVY]  # Posts of each member: Chung & Lu 2002.
    by_hand = {n: sum(1 - math.exp(-k * n / len(once)) for k in done) for n, _, _ in expected.values()}
    assert chance == pytest.approx({name: by_hand[n] for name, (n, _, _) in expected.items()})


def test_chance_puts_no_more_members_on_a_post_than_the_group_has() -> None:
    """Thirteen accounts with all the events of one large post: events by chance were 38 of 13, members are below 13."""
    account = np.repeat(np.arange(13, dtype=np.int64), 3)
    arrays = SimpleNamespace(account=account, accounts_n=13, sizes=lambda: np.array([39]))
    found = SimpleNamespace(arrays=arrays)
    (chance,) = _members_expected(found, np.arange(13), np.array([0]))  # type: ignore[arg-type]
    assert chance == pytest.approx(13 * (1 - math.exp(-3))) and chance < 13


def test_how_members_arrived_by_hand(planted: tuple[pl.DataFrame, ResultTables]) -> None:
    _, found = planted
    for row in found.tasks.iter_rows(named=True):
        mine = found.acts.filter(object_id=row["object_id"]).sort("at")
        at = [x.timestamp() for x in mine["at"]]
        near = [abs(a - b) <= 60 for i, a in enumerate(at) for b in at[:i]]
        assert row["pairs_60_share"] == pytest.approx(sum(near) / len(near))
        # 60 % of twenty are twelve: the shortest span of twelve in a row.
        assert row["densest_width_s"] == min(at[k + 11] - at[k] for k in range(len(at) - 11))
        assert (row["first_at"], row["last_at"]) == (mine["at"][0], mine["at"][-1])


def test_a_member_acted_in_so_much_of_its_events_on_tasks(planted: tuple[pl.DataFrame, ResultTables]) -> None:
    _, found = planted
    n = len(found.tasks)
    # Twenty-four events each, all on tasks or on posts that are none; six authors take turns on the tasks.
    assert found.clusters["posts_n"].to_list() == [n] * 20
    assert found.clusters["task_share"].to_list() == pytest.approx([n / DAYS] * 20)
    assert found.clusters["sources_n"].to_list() == [found.tasks["author_id"].n_unique()] * 20


# What changes nothing


def same(one: pl.DataFrame, other: pl.DataFrame) -> None:
    for name in ("account_id", "grade", "cluster_id", "sources_n", "posts_n", "evidence_lines", "reasons"):
        assert one[name].to_list() == other[name].to_list(), name
    for name in NUMBERS:
        np.testing.assert_allclose(one[name].to_numpy(), other[name].to_numpy(), rtol=1e-9)


def test_order_of_rows_longer_names_and_another_year_change_nothing() -> None:
    rows = crowd(2) + campaign(2)
    whole = listed(table(rows)).clusters
    mixed = [rows[k] for k in np.random.default_rng(1).permutation(len(rows))]
    same(whole, listed(table(mixed)).clusters)
    longer = [
        row
        | {"account_id": "weibo:" + row["account_id"], "root_id": "w" + row["root_id"]}
        | ({"event_id": "w" + row["event_id"]} if "event_id" in row else {})
        for row in rows
    ]
    named = listed(table(longer)).clusters.with_columns(pl.col("account_id").str.strip_prefix("weibo:"))
    same(whole, named)
    # Whole weeks, so that days fall alike.
    same(whole, listed(table(rows).with_columns(pl.col("at") + timedelta(days=364))).clusters)


def test_any_names_give_the_same_grades() -> None:
    rows = crowd(2) + campaign(2)
    rng = np.random.default_rng(3)
    names = sorted({row["account_id"] for row in rows})
    called = dict(zip(names, [f"u{k}" for k in rng.permutation(len(names))], strict=True))
    found = grades(table([row | {"account_id": called[row["account_id"]]} for row in rows]))
    assert found == {called[name]: "A" for name in NAVY}


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of the machine cannot be set here")
def test_the_zone_of_the_machine_and_of_the_moments_changes_nothing(
    planted: tuple[pl.DataFrame, ResultTables], monkeypatch: pytest.MonkeyPatch
) -> None:
    events, found = planted
    beijing = timezone(timedelta(hours=8))
    moved = [row | {"at": row["at"].astimezone(beijing)} for row in crowd(1) + campaign(1)]
    assert table(moved).equals(events)
    monkeypatch.setenv("TZ", "America/Caracas")
    time.tzset()
    try:
        again = listed(table(moved))
    finally:
        monkeypatch.undo()
        time.tzset()
    for name in ("clusters", "acts", "tasks"):
        assert getattr(again, name).equals(getattr(found, name))


def test_the_same_case_gives_the_same_tables() -> None:
    events = table(crowd(0) + campaign(0) + [post("late", "z", 5.0)])
    one, other = listed(events), listed(events)
    assert one.clusters.equals(other.clusters)
    assert one.acts.equals(other.acts)
    assert one.tasks.equals(other.tasks)


# Poor cases


def blurred(precision: str) -> Callable[[], list[Row]]:
    return lambda: [row | {"at_precision": precision} for row in crowd(1) + campaign(1)]


def one_burst() -> list[Row]:
    said = words(np.random.default_rng(7))
    return crowd(1) + [act(f"once{k:02}", "p000", 40_000.0 + k, said) for k in range(12)]


def copied_once() -> list[Row]:
    """The group copies one text on one post: a burst whose users are listed already."""
    said = words(np.random.default_rng(8))
    return crowd(1) + [r | {"own_text": said} if r["root_id"] == "p000" else r for r in campaign(1)]


POOR: dict[str, Callable[[], list[Row]]] = {
    "nothing": list,
    "a post": lambda: [post("p", "x")],
    "a group without a crowd": lambda: [row for row in crowd(1) if row["kind"] == "post"] + campaign(1),
    "no posts": lambda: [row for row in crowd(1) if row["kind"] != "post"] + campaign(1),
    "minutes": blurred("min"),
    "days": blurred("day"),
    "one task": lambda: crowd(1) + campaign(1, tasks=(0,)),
    "a burst on one post": one_burst,
    "a burst of a group": copied_once,
    "no moments": lambda: [row | {"at": None} for row in crowd(1) + campaign(1)],
    "two groups": lambda: crowd(1) + campaign(1) + campaign(2, 8, range(1, 72, 3), name="m"),
}


@pytest.mark.parametrize("name", POOR)
def test_every_table_is_there_and_every_member_is_in_one_group(name: str) -> None:
    events = table(POOR[name]())
    found = search(case_of(events), NO_PAIRS)
    tables = result_tables(found, events)
    told = overview(found, tables.clusters, events)
    for kind, frame in (
        (CLUSTERS, tables.clusters),
        (CLUSTER_ACTS, tables.acts),
        (CLUSTER_TASKS, tables.tasks),
        (COORDINATION, told),
    ):
        check(frame, kind)
    assert tables.clusters["account_id"].is_duplicated().sum() == 0
    assert set(tables.acts["cluster_id"]) | set(tables.tasks["cluster_id"]) <= set(
        tables.clusters["cluster_id"]
    )
    assert told["measure"].is_duplicated().sum() == 0


@pytest.mark.parametrize("name", ["days", "no moments"])
def test_a_moment_known_to_the_day_is_no_moment(name: str) -> None:
    events = table(POOR[name]())
    assert case_of(events).accounts_n == 0
    assert listed(events).clusters.is_empty()


def test_two_groups_on_other_posts_are_two_groups() -> None:
    found = listed(table(POOR["two groups"]())).clusters
    parts = {
        frozenset(name[0] for name in mine["account_id"])
        for _, mine in found.filter(grade="A").group_by("cluster_id")
    }
    assert parts == {frozenset("n"), frozenset("m")}


def test_a_burst_of_accounts_seen_once_is_a_group_of_its_own_at_b() -> None:
    found = listed(table(one_burst())).clusters
    assert dict(found.select("account_id", "grade").iter_rows()) == {f"once{k:02}": "B" for k in range(12)}
    assert found["reasons"].to_list() == [["one_post"]] * 12
    assert found["posts_n"].to_list() == [1] * 12


def test_a_burst_of_accounts_in_a_group_is_not_listed_again() -> None:
    events = table(copied_once())
    found = search(case_of(events), NO_PAIRS)
    assert [len(users) for users in found.bursts["accounts"]] == [20]
    assert set(result_tables(found, events).clusters["cluster_id"]) == {"g1"}


def test_a_group_without_a_crowd_cannot_be_told_from_whatever_brings_them_there() -> None:
    # Nobody else is on the posts: the crowd names no other moment, every bet against it is 1, and so is the least.
    assert "A" not in grades(table(POOR["a group without a crowd"]())).values()
