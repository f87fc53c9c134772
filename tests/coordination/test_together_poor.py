"""Acting together on poor data: every table is there, nobody is listed without ground, nothing breaks."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

import polars as pl
import pytest

from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.groups.overview import overview
from analytics.coordination.groups.result_tables import result_tables
from analytics.coordination.groups.search import search
from analytics.model.tables import CLUSTER_ACTS, CLUSTER_TASKS, CLUSTERS, COORDINATION, check
from tests.coordination.scene import DAY, NO_PAIRS, act, post
from tests.coordination.together_cases import Row, random_case, tables

DAY_ONLY = {"at_precision": "day"}


def one_account() -> list[Row]:
    return [post(f"p{k}", "x", k * DAY) for k in range(9)] + [
        act("u", f"p{k}", k * DAY + 60) for k in range(9)
    ]


def one_post() -> list[Row]:
    return [post("p", "x", 0.0)] + [act(f"u{k:02}", "p", 60.0 + k) for k in range(50)]


def one_shot() -> list[Row]:
    """5,000 accounts with one event each, on 50 posts."""
    rows = [post(f"p{k:02}", f"x{k}", 3_600.0 * k) for k in range(50)]
    return rows + [
        act(f"u{k:04}", f"p{k % 50:02}", 3_600.0 * (k % 50) + 7.0 * (k // 50)) for k in range(5_000)
    ]


def all_changed(**other: object) -> Callable[[], list[Row]]:
    return lambda: [r | other for r in random_case(1)]


def no_authors() -> list[Row]:
    return [r | {"account_id": None} if r["kind"] == "post" else r for r in random_case(1)]


def pseudonyms() -> list[Row]:
    return [
        r | {"account_id": r["account_id"] and sha256(r["account_id"].encode()).hexdigest()}
        for r in random_case(1)
    ]


MOMENT = datetime(2025, 3, 3, 4, tzinfo=UTC)
POOR: dict[str, Callable[[], list[Row]]] = {
    "no events": list,
    "posts only": lambda: [post(f"p{k}", f"x{k}", k * DAY) for k in range(5)],
    "one account": one_account,
    "one post": one_post,
    "one event": lambda: [act("u", "p", 5.0)],
    "times to the day": all_changed(at_precision="day"),
    "times to the hour": all_changed(at_precision="hour"),
    "no times": all_changed(at=None, at_precision=None),
    "no precision": all_changed(at_precision=None),
    "one moment": all_changed(at=MOMENT),
    "no texts": all_changed(own_text=None, text=None),
    "one text": all_changed(own_text="task", text="task"),
    "no accounts": all_changed(account_id=None),
    "no posts": lambda: [r for r in random_case(1) if r["kind"] != "post"],
    "no authors": no_authors,
    "no roots": all_changed(root_id=None),
    "pseudonyms": pseudonyms,
    "5,000 accounts seen once": one_shot,
}


def result(rows: list[Row]):
    events, families = tables(rows)
    found = search(case_arrays(events, families), NO_PAIRS)
    listed = result_tables(found, events)
    return found, listed, overview(found, listed.clusters, events)


@pytest.mark.parametrize("name", POOR)
def test_every_table_is_there_and_a_missing_number_has_its_reason(name: str) -> None:
    _, listed, told = result(POOR[name]())
    for table, frame in (
        (CLUSTERS, listed.clusters),
        (CLUSTER_ACTS, listed.acts),
        (CLUSTER_TASKS, listed.tasks),
        (COORDINATION, told),
    ):
        check(frame, table)
    assert len(told) > 0
    assert told.filter(pl.col("value").is_null() & pl.col("note_code").is_null()).is_empty()


@pytest.mark.parametrize(
    "name", [n for n in POOR if n not in {"no texts", "one text", "no posts", "no authors", "pseudonyms"}]
)
def test_nobody_is_listed_where_nothing_can_be_told(name: str) -> None:
    found, listed, _ = result(POOR[name]())
    assert listed.clusters.is_empty(), name
    assert set(found.graded.grade.tolist()) <= {""}
