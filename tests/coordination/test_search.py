"""The whole search on small cases: a planted campaign stands at A, and none of its look-alikes does."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from tests.coordination.scene import (
    START,
    Row,
    act,
    campaign,
    crowd,
    grades,
    listed,
    post,
    profiles,
    table,
    words,
)

NAVY = [f"n{i}" for i in range(8)]


@pytest.mark.parametrize("seed", range(3))
def test_a_planted_campaign_stands_at_a_and_nobody_else_is_listed(seed: int) -> None:
    found = listed(table(crowd(seed) + campaign(seed))).clusters
    assert dict(found.select("account_id", "grade").iter_rows()) == dict.fromkeys(NAVY, "A")
    assert found["cluster_id"].to_list() == ["g1"] * 8
    assert {tuple(lines) for lines in found["evidence_lines"]} == {("moments", "text", "arrival")}
    assert found["reasons"].to_list() == [[]] * 8
    assert found["text_sources_n"].to_list() == [10] * 8
    assert (found["stable_share"] >= 0.5).all()


@pytest.mark.parametrize("seed", range(3))
def test_a_crowd_alone_accuses_nobody(seed: int) -> None:
    assert "A" not in grades(table(crowd(seed))).values()


def one_author(seed: int) -> list[Row]:
    """Every task is a post by one author, the others' posts have no member."""
    rows = [
        row | {"account_id": "victim"} if row["kind"] == "post" and int(row["event_id"][1:]) < 20 else row
        for row in crowd(seed)
    ]
    return rows + campaign(seed)


def on_a_tick(seed: int) -> list[Row]:
    """Members act at the full hour only, as programs do, also on other posts."""
    rows = crowd(seed)
    rng = np.random.default_rng(seed)
    born = [(row["at"] - START).total_seconds() for row in rows if row["kind"] == "post"]
    for i in range(8):
        for k in [*range(0, 20, 2), *rng.choice(np.arange(20, 40), 12, replace=False)]:
            said = words(np.random.default_rng(7_000 + int(k))) if k < 20 else None
            rows.append(
                act(f"n{i}", f"p{k:03}", 3_600.0 * (born[k] // 3_600 + 8 + (i % 2 if k >= 20 else 0)), said)
            )
    return rows


def two_authors(seed: int) -> list[Row]:
    rows = [
        row | {"account_id": f"victim{int(row['event_id'][1:]) % 4}"}
        if row["kind"] == "post" and int(row["event_id"][1:]) < 20
        else row
        for row in crowd(seed)
    ]
    return rows + campaign(seed)


def slogan(seed: int) -> list[Row]:
    """The same words under every post: a petition."""
    said = words(np.random.default_rng(99))
    return crowd(seed) + [row | {"own_text": said, "text": said} for row in campaign(seed)]


def quoting(seed: int) -> list[Row]:
    """Each repeats the post itself."""
    rows = crowd(seed)
    text = {row["event_id"]: row["own_text"] for row in rows if row["kind"] == "post"}
    return rows + [
        row | {"own_text": text[row["root_id"]], "text": text[row["root_id"]]} for row in campaign(seed)
    ]


LOOK_ALIKES: dict[str, Callable[[int], list[Row]]] = {
    "without text": lambda seed: crowd(seed) + campaign(seed, with_text=False),
    "under one author's posts": one_author,
    "under two authors' posts": two_authors,
    "on a tick": on_a_tick,
    "a petition": slogan,
    "quoting the post": quoting,
    "three accounts": lambda seed: crowd(seed) + campaign(seed, 3),
    "on two posts": lambda seed: crowd(seed) + campaign(seed, tasks=(0, 2)),
    "spread over days": lambda seed: crowd(seed) + campaign(seed, lag_s=600, spread_s=200_000),
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_a_look_alike_never_stands_at_a(name: str) -> None:
    assert "A" not in grades(table(LOOK_ALIKES[name](1))).values()


@pytest.mark.parametrize(
    ("name", "reason"), [("on a tick", "own_clock"), ("without text", "no_supplied_text")]
)
def test_a_look_alike_is_listed_with_its_reason(name: str, reason: str) -> None:
    found = listed(table(LOOK_ALIKES[name](1))).clusters.filter(pl.col("account_id").is_in(NAVY))
    assert set(found["grade"]) == {"B"}
    assert all(reason in reasons for reasons in found["reasons"])


@pytest.mark.parametrize(
    ("said", "reason"), [("云桥科技员工", "same_organisation"), ("知名美食博主", "verified")]
)
def test_members_who_say_who_they_are_stay_at_b(said: str, reason: str) -> None:
    known = profiles(
        **{name: {"verified": True, "verified_reason": said, "name": f"晨{i}"} for i, name in enumerate(NAVY)}
    )
    found = listed(table(crowd(1) + campaign(1)), known).clusters
    assert dict(found.select("account_id", "grade").iter_rows()) == dict.fromkeys(NAVY, "B")
    assert all(reason in reasons for reasons in found["reasons"])


def test_sister_accounts_as_authors_are_one_source() -> None:
    known = profiles(
        **{
            f"author{k:02}": {"verified": True, "verified_reason": "云桥科技官方微博", "name": f"云桥{k}"}
            for k in range(20)
        }
    )
    assert "A" not in grades(table(crowd(1) + campaign(1)), known).values()


def test_every_finding_opens_to_the_acts_behind_it() -> None:
    events = table(crowd(1) + campaign(1))
    found = listed(events)
    acts = found.acts.join(
        events.select("event_id", event_account="account_id", root="root_id", moment="at"), on="event_id"
    )
    assert len(acts) == len(found.acts) == 80  # Eight accounts on ten posts.
    assert (acts["account_id"] == acts["event_account"]).all()
    assert (acts["object_id"] == acts["root"]).all()
    assert (acts["at"] == acts["moment"]).all()
    for row in acts.group_by("object_id").agg("at", "nearest_gap_s").to_dicts():
        moments = sorted((at - START).total_seconds() for at in row["at"])
        nearest = [min(abs(x - y) for j, y in enumerate(moments) if j != i) for i, x in enumerate(moments)]
        assert sorted(row["nearest_gap_s"]) == pytest.approx(sorted(nearest))
    assert found.acts["cell"].null_count() == 0
    assert set(found.tasks["object_id"]) == {f"p{k:03}" for k in range(0, 20, 2)}
    sizes = events.filter(kind="repost").group_by("root_id").agg(n=pl.col("account_id").n_unique())
    met = found.tasks.join(sizes, left_on="object_id", right_on="root_id")
    assert (met["accounts_n"] == met["n"]).all()
    assert set(met["members_n"]) == {8}
    per_account = events.filter(pl.col("account_id").is_in(NAVY)).group_by("account_id").len()
    shares = found.clusters.join(per_account, on="account_id")
    assert (shares["task_share"] * shares["len"]).to_list() == pytest.approx([10.0] * 8)


def same(one: pl.DataFrame, other: pl.DataFrame) -> None:
    for name in (
        "account_id",
        "grade",
        "cluster_id",
        "sources_n",
        "text_sources_n",
        "evidence_lines",
        "reasons",
    ):
        assert one[name].to_list() == other[name].to_list(), name
    for name in ("ln_e", "dispatch_ratio", "stable_share", "task_share"):
        np.testing.assert_allclose(one[name].to_numpy(), other[name].to_numpy(), rtol=1e-9)


def test_order_of_rows_names_and_zone_change_nothing() -> None:
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
    years = listed(table(rows).with_columns(pl.col("at") + timedelta(days=365))).clusters
    same(whole, years)


def test_any_names_give_the_same_answer() -> None:
    rows = crowd(2) + campaign(2)
    rng = np.random.default_rng(3)
    names = sorted({row["account_id"] for row in rows})
    called = dict(zip(names, [f"u{k}" for k in rng.permutation(len(names))], strict=True))
    found = grades(table([row | {"account_id": called[row["account_id"]]} for row in rows]))
    assert found == {called[name]: "A" for name in NAVY}


def test_the_same_case_gives_the_same_tables() -> None:
    events = table(crowd(0) + campaign(0) + [post("late", "z", 5.0)])
    one, other = listed(events), listed(events)
    assert one.clusters.equals(other.clusters)
    assert one.acts.equals(other.acts)
    assert one.tasks.equals(other.tasks)
