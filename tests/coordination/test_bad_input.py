"""Too little, all alike, coarse, missing: right answers, or a plain verdict that there is not enough."""

from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from analytics.coordination.groups.attribute_enrichment import enriched_attributes
from analytics.coordination.groups.result_tables import overview, result_tables
from analytics.coordination.groups.search import search
from analytics.coordination.groups.selection import select_groups
from analytics.model.tables import ACCOUNTS, CLUSTER_ACTS, CLUSTER_TASKS, CLUSTERS, COORDINATION, check
from tests.coordination.scene import Row, act, campaign, case_of, crowd, post, table


def looked_at(rows: list[Row]) -> tuple[dict[str, Any], str, pl.DataFrame]:
    """(measures, verdict, CLUSTERS); every table keeps its contract."""
    events = table(rows)
    case = case_of(events)
    found = search(case)
    tables = result_tables(case, found, select_groups(case.material, found), events)
    for frame, what in (
        (tables.clusters, CLUSTERS),
        (tables.acts, CLUSTER_ACTS),
        (tables.tasks, CLUSTER_TASKS),
    ):
        check(frame, what)
    told = check(overview(case, found, tables.clusters, events), COORDINATION)
    enriched_attributes(tables.clusters, events, ACCOUNTS.empty())
    return (
        dict(told.select("measure", "value").iter_rows()),
        told.filter(measure="verdict")["note_code"].item(),
        tables.clusters,
    )


def many(accounts: int, posts: int, *, authors: int | None = None) -> list[Row]:
    """Everybody reposts everything at odd moments."""
    rows = [post(f"p{k:02}", f"x{k % (authors or posts)}", 100_000.0 * k) for k in range(posts)]
    rng = np.random.default_rng(accounts)
    return rows + [
        act(f"a{a:02}", f"p{k:02}", 100_000.0 * k + float(rng.integers(1, 90_000)))
        for k in range(posts)
        for a in range(accounts)
    ]


CASES: dict[str, tuple[list[Row], str]] = {
    "no events": ([], "insufficient_accounts"),
    "posts only": ([post(f"p{k}", f"x{k}", k) for k in range(50)], "insufficient_accounts"),
    "one act": ([post("p", "x"), act("a", "p", 5)], "insufficient_accounts"),
    "one act an account": (
        [post("p", "x"), *(act(f"a{k:03}", "p", 9 + k) for k in range(200))],
        "insufficient_accounts",
    ),
    "one account a post": (
        [
            row
            for k in range(60)
            for row in (post(f"p{k}", f"x{k}", 100 * k), act(f"a{k % 4}", f"p{k}", 100 * k + 9))
        ],
        "found_none",
    ),
    "three accounts": (many(3, 30), "insufficient_accounts"),
    "two sources": (many(20, 30, authors=2), "insufficient_sources"),
    "all at one instant": (
        [post(f"p{k}", f"x{k}", 0) for k in range(9)]
        + [act(f"a{a}", f"p{k}", 0) for k in range(9) for a in range(9)],
        "insufficient_times",
    ),
    "known to the day": ([row | {"at_precision": "day"} for row in many(20, 20)], "insufficient_accounts"),
    "no accounts": (
        [row if row["kind"] == "post" else row | {"account_id": None} for row in many(20, 20)],
        "insufficient_accounts",
    ),
    "no roots": (
        [row if row["kind"] == "post" else row | {"root_id": None} for row in many(20, 20)],
        "insufficient_accounts",
    ),
    "no moments": ([row | {"at": None} for row in many(20, 20)], "insufficient_accounts"),
    "all by the authors": (
        [post(f"p{k}", "x", k) for k in range(9)] + [act("x", f"p{k}", 50 + k) for k in range(9)],
        "insufficient_accounts",
    ),
    "everybody reposts everything": (many(20, 20), "found_none"),
    "nothing but text": (
        [row | {"own_text": "同一句话说了一遍又一遍没有别的"} for row in many(12, 12)],
        "found_none",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_plain_verdict_and_nobody_accused(name: str) -> None:
    rows, verdict = CASES[name]
    measures, found, clusters = looked_at(rows)
    assert found == verdict
    assert clusters.filter(pl.col("grade").is_in(["A", "B"])).is_empty()
    assert (measures["accounts_a"], measures["accounts_b"]) == (0, 0)


def test_an_account_that_reposts_everything_is_in_no_group() -> None:
    rows = crowd(0)
    born = {row["event_id"]: row["at"] for row in rows if row["kind"] == "post"}
    rng = np.random.default_rng(1)
    everything = [
        act("hub", name, 0, at=at + timedelta(seconds=int(rng.integers(30, 90_000))))
        for name, at in born.items()
    ]
    _, verdict, clusters = looked_at(rows + campaign(0) + everything)
    assert verdict == "found_a"
    assert sorted(clusters.filter(grade="A")["account_id"]) == [f"n{i}" for i in range(8)]
    assert "hub" not in clusters.filter(pl.col("grade") != "C")["account_id"]


def test_times_to_the_minute_still_find_and_accuse_nobody_else() -> None:
    coarse = [
        row | {"at": row["at"].replace(second=0, microsecond=0), "at_precision": "min"}
        for row in crowd(0) + campaign(0)
    ]
    _, verdict, clusters = looked_at(coarse)
    assert verdict == "found_a"
    assert set(clusters["account_id"]) == {f"n{i}" for i in range(8)}
    assert (
        looked_at([row for row in coarse if not str(row["account_id"]).startswith("n")])[2]
        .filter(pl.col("grade") != "C")
        .is_empty()
    )


def test_a_campaign_known_to_the_day_is_not_found() -> None:
    coarse = [
        row if row["kind"] == "post" else row | {"at_precision": "day"} for row in crowd(0) + campaign(0)
    ]
    assert looked_at(coarse)[1:2] == ("insufficient_accounts",)


def test_every_act_is_used_or_counted_as_left_out() -> None:
    rows = [
        post("p", "x", 0),
        post("q", "y", 0),
        act("a", "p", 5),
        act("a", "p", 9),
        act("b", "p", 6),
        act("x", "p", 7),
        act(None, "p", 8),
        act("a", None, 8),
        act("a", "q", None),
        act("b", "q", 8, at_precision="day"),
        act("c", "q", 8, kind="comment"),
        act("c", "unseen", 8),
    ]
    measures, _, _ = looked_at(rows)
    # Used: a and b on p, c on q, c on the post that is not exported. Left out: a second act, the author's own, and four with holes.
    assert (measures["acts_n"], measures["acts_left_out_n"]) == (4, 6)
    assert (measures["posts_n"], measures["accounts_n"], measures["posts_author_unknown_n"]) == (3, 3, 1)


def test_strange_ids_and_texts_do_no_harm() -> None:
    odd = {
        "a000": "=cmd()",
        "a001": "<b>x</b>",
        "a002": "\u202eabc",
        "a003": "a\u0000b",
        "a004": "名字 with space",
        "a005": "",
    }
    rows = [
        row | {"account_id": odd.get(row["account_id"], row["account_id"])} for row in crowd(0) + campaign(0)
    ]
    rows = [
        row
        | (
            {"own_text": "\u0000\u202e<script>" * 5}
            if row["kind"] == "repost" and k % 7 == 0 and row["own_text"] is None
            else {}
        )
        for k, row in enumerate(rows)
    ]
    _, verdict, clusters = looked_at(rows)
    assert verdict == "found_a"
    assert sorted(clusters.filter(grade="A")["account_id"]) == [f"n{i}" for i in range(8)]
