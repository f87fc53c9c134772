"""Bounds worked out by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from analytics.model.messages import LANGS, say
from analytics.model.tables import ACCOUNTS, COUNTERS, PLACED_EVENTS, SCOPE, check
from analytics.scope.bounds import measure_scope

START = datetime(2025, 3, 1, tzinfo=UTC)


def events(
    reposts: int, comments: int = 0, root: str = "r", offset: int = 0, post: bool = True
) -> pl.DataFrame:
    rows: list[dict[str, Any]] = (
        [{"event_id": root, "kind": "post", "account_id": "a0", "at": START}] if post else []
    )
    rows += [
        {
            "event_id": f"{root}-{kind}{k}",
            "kind": kind,
            "account_id": f"a{1 + (k + offset) % 7}",
            "at": START + timedelta(hours=1, seconds=k),
        }
        for kind, n in (("repost", reposts), ("comment", comments))
        for k in range(n)
    ]
    return PLACED_EVENTS.fit(
        pl.DataFrame(rows).with_columns(
            root_id=pl.lit(root),
            platform=pl.lit("weibo"),
            source_sha256=pl.lit("s"),
            source_row=0,
            source_path=pl.lit(""),
        )
    )


def counter(
    value: int,
    hours: float | None = 2,
    name: str = "reposts",
    root: str = "r",
    floor: bool = False,
    rounded: bool = False,
) -> dict[str, Any]:
    return {
        "event_id": root,
        "counter": name,
        "value": value,
        "is_floor": floor,
        "is_rounded": rounded,
        "captured_at": None if hours is None else START + timedelta(hours=hours),
        "source_sha256": "s",
        "source_row": 0,
        "source_path": "",
    }


def counters(*rows: dict[str, Any]) -> pl.DataFrame:
    return COUNTERS.fit(pl.DataFrame(list(rows))) if rows else COUNTERS.empty()


def accounts(**followers: int | None) -> pl.DataFrame:
    return ACCOUNTS.fit(
        pl.DataFrame(
            [{"account_id": a, "followers_n": n} for a, n in followers.items()],
            schema={"account_id": pl.String, "followers_n": pl.Int64},
        )
    )


def measured(
    acts: pl.DataFrame, shown: pl.DataFrame, people: pl.DataFrame | None = None, subject: str = "r"
) -> dict[str, tuple[float | None, float | None, float | None, str]]:
    table = check(measure_scope(acts, shown, accounts() if people is None else people), SCOPE).filter(
        subject_id=subject
    )
    return {r["measure"]: (r["lower"], r["point"], r["upper"], r["note_code"]) for r in table.to_dicts()}


def test_the_counter_bounds_what_was_traced() -> None:
    found = measured(events(10), counters(counter(25)))
    assert found["reposts"] == (10, 10, 25, "traced_to_counter")
    assert found["reposts_displayed"] == (25, 25, 25, "displayed_exact")


def test_a_counter_below_what_was_traced_bounds_neither_itself_nor_what_was_traced() -> None:
    found = measured(events(30), counters(counter(25)))
    assert found["reposts"] == (25, 30, None, "traced_above_counter")
    assert found["reposts_displayed"] == (25, 25, None, "traced_above_counter")
    whole = measured(events(30), counters(counter(25)), subject="case")
    assert whole["reposts_displayed"] == (25, 25, None, "sum_some_roots")


@pytest.mark.parametrize(
    "row, code",
    [
        (counter(25, hours=0.5), "traced_counter_older"),
        (counter(25, hours=None), "traced_counter_older"),
        (counter(1_000_000, floor=True, rounded=True), "traced_counter_floor"),
        (counter(25, name="likes"), "traced_no_counter"),
    ],
)
def test_no_upper_bound_where_the_counter_cannot_give_one(row: dict[str, Any], code: str) -> None:
    assert measured(events(10), counters(row))["reposts"] == (10, 10, None, code)


def test_the_newest_counter_counts() -> None:
    found = measured(
        events(10), counters(counter(40, hours=3), counter(25, hours=2), counter(90, hours=None))
    )
    assert found["reposts_displayed"][:3] == (40, 40, 40)


def test_a_rounded_counter_is_an_interval() -> None:
    found = measured(events(10), counters(counter(12_000, rounded=True)))
    assert found["reposts_displayed"] == (11_500, 12_000, 12_999, "displayed_rounded")
    assert found["reposts"] == (10, 10, None, "traced_counter_rounded")
    assert measured(events(1), counters(counter(30_000, rounded=True)))["reposts_displayed"][:3] == (
        25_000,
        30_000,
        39_999,
    )


def test_nothing_traced_is_no_figure() -> None:
    assert measured(events(3), counters())["comments"] == (0, None, None, "traced_no_counter")


def test_a_floor_has_no_upper_bound() -> None:
    found = measured(events(3), counters(counter(1_000_000, floor=True, rounded=True)))
    assert found["reposts_displayed"] == (1_000_000, 1_000_000, None, "displayed_floor")


def test_views_are_null_where_the_export_has_none() -> None:
    assert measured(events(3), counters())["views"] == (None, None, None, "not_exported")
    assert measured(events(3), counters(counter(900, name="views")))["views"] == (
        900,
        900,
        900,
        "displayed_exact",
    )
    assert measured(events(3), counters(counter(900, 0.1, name="views")))["views"] == (
        900,
        900,
        None,
        "counter_older",
    )
    assert measured(events(3), counters(counter(70, name="plays")))["views"][3] == "plays_for_views"


def test_accounts_and_their_followers() -> None:
    found = measured(events(10), counters(), accounts(a0=5, a1=10, a2=None))
    assert found["accounts"] == (8, 8, None, "accounts_seen")
    assert found["followers_sum"] == (15, 15, None, "followers_some_unknown")


def test_a_case_adds_roots_and_counts_accounts_once() -> None:
    acts = pl.concat([events(10), events(4, comments=2, root="q", offset=3)])
    shown = counters(
        counter(25), counter(6, root="q"), counter(3, name="comments"), counter(99, root="r-repost1")
    )
    found = measured(acts, shown, subject="case")
    assert found["reposts"] == (14, 14, 31, "sum_all_roots")
    assert found["reposts_displayed"][:3] == (31, 31, 31)
    assert found["comments"][:3] == (2, 2, None)
    assert found["accounts"][:2] == (8, 8)


def test_an_absent_root_still_has_its_counts() -> None:
    assert measured(events(10, post=False), counters())["reposts"] == (10, 10, None, "traced_no_counter")


def test_every_code_and_measure_has_words() -> None:
    table = measure_scope(events(2), counters(), accounts())
    codes = {
        *table["note_code"],
        *table["measure"],
        "traced_to_counter",
        "traced_above_counter",
        "traced_counter_floor",
        "traced_counter_older",
        "displayed_exact",
        "displayed_rounded",
        "displayed_floor",
        "counter_older",
        "plays_for_views",
        "sum_some_roots",
        "accounts_some_unknown",
        "followers_some_unknown",
        "followers_all_known",
    }
    assert all(say(f"scope.{code}", lang) for code in codes for lang in LANGS)
