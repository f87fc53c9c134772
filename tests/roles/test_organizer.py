"""Organizer by hand: six posts of six authors, five members who use the texts that one account wrote first.

Tests made for the group: six accounts with three readings or more of timing, each by three windows and two
beginnings, and six accounts of which each may have written first: 6 * 6 + 6 = 42. Writing first on h of h posts
where five use the text has the chance 1 / 5^h.
"""

import json
from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from analytics.model.tables import ACCOUNT_NAMES, CLUSTER_TASKS, CLUSTERS
from tests.roles.invented import START, act, events, found

DAY = 86_400
MEMBERS = tuple(f"m{k}" for k in range(5))
TEXTS = tuple(
    f"这家店的{thing}不能买，大家都来看一看"
    for thing in ("面包", "蛋糕", "饼干", "馒头", "包子", "豆浆", "油条", "米饭")
)


def world(
    posts_n: int = 6,
    ahead_s: float | None = 7_200,
    boss: dict[str, Any] | None = None,
    has_text: bool = True,
    crowd_n: int = 0,
    parent_basis: str | None = None,
) -> list[dict[str, Any]]:
    """Posts a day apart; four members with the text of the post ten seconds apart, five hours after it, the boss
    `ahead_s` before them (None: not at all). Two hours is no reading of timing: the widest window is one."""
    rows = []
    for k in range(posts_n):
        at, p = k * DAY, f"p{k}"
        burst = at + 18_000
        rows.append(act(p, f"author{k}", at, f"第{k}天的早报，一切如常，没有新闻"))
        if ahead_s is not None:
            words = TEXTS[k] if has_text else None
            rows.append(act(f"{p}-boss", "boss", burst - ahead_s, words, root=p, **(boss or {})))
        from_boss = {"parent": f"{p}-boss", "parent_basis": parent_basis} if parent_basis else {}
        rows += [
            act(f"{p}-{m}", m, burst + 10 * i, TEXTS[k], root=p, **from_boss)
            for i, m in enumerate(MEMBERS[(k % 5) :] + MEMBERS[: (k % 5)])
            if i < 4
        ]
        rows += [act(f"{p}-x{i}", f"x{k}-{i}", at + 60 + 60 * i, root=p) for i in range(crowd_n)]
    return rows


def rows_of(
    acts: list[dict[str, Any]],
    grades: str = "AAAAB",
    author: str | None = None,
    members: tuple[str, ...] = MEMBERS,
    **tables: pl.DataFrame,
) -> dict[str, dict[str, Any]]:
    """Account -> its row as organizer of the group. author: who posted every task (None: author0, author1, ...)."""
    posts = sorted({a["root_id"] for a in acts if a["kind"] != "post"})
    lists = {name: [[]] * len(members) for name in ("evidence_lines", "reasons", "event_ids")}
    clusters = pl.DataFrame({"account_id": members, "cluster_id": "g1", "grade": list(grades), **lists})
    tasks = pl.DataFrame(
        {"cluster_id": "g1", "object_id": posts, "author_id": [author or f"author{p[1:]}" for p in posts]}
    )
    fitted = {"clusters": CLUSTERS.fit(clusters), "cluster_tasks": CLUSTER_TASKS.fit(tasks)} | tables
    rows = found(events(*acts), **fitted)
    return {account: row for (role, account, _), row in rows.items() if role == "organizer"}


def told(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(row["reason_params"])
    return found


def test_who_supplied_six_texts_first_is_found_with_the_chance_times_the_tests_made() -> None:
    rows = rows_of(world())
    assert set(rows) == {"boss"}
    row = rows["boss"]
    assert (row["grade"], row["value"], row["evidence_lines"]) == (
        "B",
        6,
        ["line_confirmed", "line_text_first"],
    )
    # Five use each text: 42 / 5^6 = 0.0027. Without its best post 42 / 5^5 = 0.0134, which is no longer 1 %.
    assert (told(row)["tests"], told(row)["p_text"], told(row)["first"]) == (42, 0.0027, 6)
    assert row["challenges"][:2] == ["without_line_insufficient", "without_post_insufficient"]


def test_a_chance_that_is_small_in_one_test_alone_names_nobody() -> None:
    """First on five of five posts: 1 / 3125 is far below 1 %, but one of 42 tests gives it in 1.3 % of such groups."""
    assert rows_of(world(posts_n=5)) == {}


def test_four_confirmed_members_are_needed_and_three_are_a_lead() -> None:
    assert [rows_of(world(), grades)["boss"]["grade"] for grades in ("AAAAB", "AAABB", "ABBBB", "BBBBB")] == [
        "B",
        "C",
        "C",
        "C",
    ]


def test_grade_a_needs_timing_and_supply() -> None:
    both = rows_of(world(7, ahead_s=60, crowd_n=20))["boss"]
    timing = rows_of(world(7, ahead_s=60, crowd_n=20, has_text=False))["boss"]
    assert (both["grade"], timing["grade"]) == ("A", "B")
    assert both["evidence_lines"] == ["line_confirmed", "line_lead", "line_text_first"]
    assert timing["evidence_lines"] == ["line_confirmed", "line_lead"]


def test_nobody_writes_first_within_the_clock() -> None:
    """The boss and the first member in one second: which of them was first cannot be told."""
    assert rows_of(world(ahead_s=0.5)) == {}
    minute = [a | {"at_precision": "min"} for a in world(ahead_s=50)]
    assert rows_of(minute) == {}
    assert rows_of(world(7, ahead_s=0.5, crowd_n=20, has_text=False)) == {}
    assert rows_of(world(7, ahead_s=1, crowd_n=20, has_text=False))["boss"]["grade"] == "B"


def test_an_author_does_not_organize_by_what_it_does_below_its_own_posts() -> None:
    acts = [
        a | ({"account_id": "boss"} if a["kind"] == "post" else {}) for a in world(7, ahead_s=60, crowd_n=20)
    ]
    assert rows_of(acts, author="boss") == {}


def announced(seconds: float, n: int = 2, account: str = "boss") -> list[dict[str, Any]]:
    """Posts of the boss with the text of the first n tasks, so long before (below 0: after) the burst."""
    return [
        act(f"told{k}", account, k * DAY + 18_000 - seconds, f"今晚大家一起发：{TEXTS[k]}。记得转")
        for k in range(n)
    ]


def test_two_texts_announced_elsewhere_are_a_line_and_one_is_none() -> None:
    row = rows_of([*world(ahead_s=None), *announced(7_200)])["boss"]
    assert (row["grade"], row["value"], row["evidence_lines"]) == (
        "B",
        2,
        ["line_confirmed", "line_announced"],
    )
    assert row["event_ids"] == ["told0", "told1"]
    assert row["challenges"][1] == "without_post_insufficient"
    three = rows_of([*world(ahead_s=None), *announced(7_200, 3)])["boss"]
    assert three["challenges"][1] == "without_post_B"
    assert rows_of([*world(ahead_s=None), *announced(7_200, 1)]) == {}


def test_what_is_posted_after_the_burst_or_in_its_second_announced_nothing() -> None:
    assert rows_of([*world(ahead_s=None), *announced(-600)]) == {}
    assert rows_of([*world(ahead_s=None), *announced(0.5)]) == {}


def test_a_post_does_not_announce_the_words_repeated_below_it() -> None:
    acts = world(ahead_s=None)
    own = {f"p{k}": TEXTS[k] for k in range(6)}
    same = [
        a
        | (
            {"text": own[a["event_id"]], "own_text": own[a["event_id"]], "account_id": "boss"}
            if a["kind"] == "post"
            else {}
        )
        for a in acts
    ]
    assert rows_of(same, author="boss") == {}


@pytest.mark.parametrize(
    ("basis", "is_line"), [("stated", True), ("chain", True), ("root", False), ("missing", False)]
)
def test_only_stated_and_chained_parents_show_that_members_pass_it_on(basis: str, is_line: bool) -> None:
    row = rows_of(world(parent_basis=basis))["boss"]
    assert ("line_tree" in row["evidence_lines"]) == is_line


@pytest.mark.parametrize(("others", "is_line"), [(594, True), (593, False)])
def test_a_client_of_one_in_a_hundred_accounts_is_rare(others: int, is_line: bool) -> None:
    """Boss and five members use it: six of 600 accounts are 1 %, six of 599 are more."""
    acts = [a | {"client": "自制客户端"} for a in world() if a["kind"] != "post"]
    posts = [a | {"client": None} for a in world() if a["kind"] == "post"]
    crowd = [act(f"z{k}", f"z{k}", 50 * DAY + 100 * k, client="iPhone") for k in range(others)]
    row = rows_of([*acts, *posts, *crowd])["boss"]
    assert ("line_client" in row["evidence_lines"]) == is_line


@pytest.mark.parametrize(("named", "is_line"), [(("乙", "丙", "丁"), True), (("老板", "乙", "丙"), False)])
def test_who_names_itself_and_two_members_does_not_name_three(named: tuple[str, ...], is_line: bool) -> None:
    names = ACCOUNT_NAMES.fit(
        pl.DataFrame(
            {
                "account_id": ["boss", "m0", "m1", "m2"],
                "name": ["老板", "乙", "丙", "丁"],
                "first_at": START,
                "last_at": START + timedelta(days=9),
            }
        )
    )
    call = act("call", "boss", 9 * DAY, " ".join(f"@{n}" for n in named) + " 都来")
    row = rows_of([*world(), call], "AAAAAB", members=("boss", *MEMBERS), account_names=names)["boss"]
    assert ("line_mentions" in row["evidence_lines"]) == is_line
