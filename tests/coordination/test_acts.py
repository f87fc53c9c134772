"""First acts as integers: who is left out, since when delays count."""

from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coordination.groups.case_arrays import CaseArrays, case_arrays
from tests.coordination.scene import act, crowd, post, table

HOLES: dict[str, dict[str, Any]] = {
    "no account": {"account_id": None},
    "no post": {"root_id": None},
    "no moment": {"at": None},
    "to the hour": {"at_precision": "h"},
    "to the day": {"at_precision": "day"},
    "no precision": {"at_precision": None},
    "a post": {"kind": "post"},
}


def rows_of(acts: CaseArrays) -> list[tuple[str, str, float, float]]:
    return [
        (acts.account_ids[a], acts.object_ids[o], t, d)
        for a, o, t, d in zip(
            acts.account.tolist(),
            acts.object.tolist(),
            (acts.at_s - 1_740_960_000).tolist(),
            acts.delay_s.tolist(),
            strict=True,
        )
    ]


def test_the_first_act_of_each_account_on_each_post_by_hand() -> None:
    acts = case_arrays(
        table(
            [
                post("p", "x", 100),
                act("b", "p", 150),
                act("a", "p", 160),
                act("a", "p", 130, kind="comment"),
                act("x", "p", 120),
                act("x", "q", 130),
                act("a", "q", 140, kind="quote"),
            ]
        )
    )
    # q is not exported: its delays count from its first act, and its author is unknown.
    assert rows_of(acts) == [
        ("a", "p", 130, 30),
        ("b", "p", 150, 50),
        ("x", "q", 130, 1),
        ("a", "q", 140, 10),
    ]
    assert acts.author_ids.gather(acts.author).to_list() == ["x", ""]
    assert acts.known_author().tolist() == [True, False]
    assert acts.author_account[acts.author].tolist() == [acts.account_ids.to_list().index("x"), -1]
    assert acts.event.tolist() == [3, 1, 5, 6]
    assert acts.sizes().tolist() == [2, 2]


@pytest.mark.parametrize("hole", HOLES)
def test_what_cannot_be_placed_is_left_out(hole: str) -> None:
    rows = [post("p", "x"), act("a", "p", 50), act("b", "p", 60)]
    assert rows_of(case_arrays(table([*rows, act("c", "p", 55) | HOLES[hole]]))) == rows_of(
        case_arrays(table(rows))
    )


@pytest.mark.parametrize("hole", [{"at": None}, {"at_precision": "h"}, {"at_precision": "day"}])
def test_a_post_whose_moment_is_not_known_finely_dates_no_delay(hole: dict[str, Any]) -> None:
    # The day begins at midnight: delays since then would be hours too long, and a late common arrival looks like an order.
    acts = case_arrays(table([post("p", "x", 0) | hole, act("a", "p", 40_000), act("b", "p", 40_060)]))
    assert acts.delay_s.tolist() == [1, 60]
    assert acts.known_author().all()


def test_a_post_dated_after_its_first_act_counts_from_that_act() -> None:
    assert case_arrays(
        table([post("p", "x", 500), act("a", "p", 100), act("b", "p", 700)])
    ).delay_s.tolist() == [1, 600]


def test_a_second_capture_of_a_post_changes_nothing() -> None:
    rows = [post("p", "x", 0), act("a", "p", 40), act("b", "p", 60)]
    assert rows_of(case_arrays(table([*rows, post("p", "x", 0)]))) == rows_of(case_arrays(table(rows)))


def test_unknown_author_of_an_exported_post_is_unknown() -> None:
    acts = case_arrays(table([post("p", None, 0), act("a", "p", 40)]))
    assert (acts.known_author().tolist(), acts.delay_s.tolist()) == ([False], [40])


@pytest.mark.parametrize(
    ("precisions", "coarsest"), [(["us"], 1e-6), (["s", "us"], 1), (["s", "min"], 60), (["min", "day"], 60)]
)
def test_the_coarsest_precision_of_what_is_kept(precisions: list[str], coarsest: float) -> None:
    rows = [act(f"a{k}", "p", k, at_precision=name) for k, name in enumerate(precisions)]
    assert case_arrays(table(rows)).precision_s == coarsest


@pytest.mark.parametrize(
    "rows", [[], [post("p", "x")], [act("x", "p", 1), post("p", "x")], [act(None, None, None)]]
)
def test_nothing_to_look_at(rows: list[dict[str, Any]]) -> None:
    acts = case_arrays(table(rows))
    assert (acts.accounts_n, acts.objects_n, len(acts.account), acts.start.tolist(), acts.precision_s) == (
        0,
        0,
        0,
        [0],
        0.0,
    )


row = st.tuples(st.sampled_from("abcxy"), st.sampled_from("pqr"), st.integers(0, 30))


@settings(deadline=None, max_examples=80)
@given(rows=st.lists(row, max_size=30), order=st.randoms())
def test_order_of_rows_changes_nothing_and_all_is_sorted(
    rows: list[tuple[str, str, int]], order: Any
) -> None:
    whole = [post("p", "x"), post("q", "y"), *(act(*r) for r in rows)]
    mixed = list(whole)
    order.shuffle(mixed)
    acts, moved = case_arrays(table(whole)), case_arrays(table(mixed))
    assert rows_of(acts) == rows_of(moved)
    assert rows_of(acts) == sorted(rows_of(acts), key=lambda r: (r[1], r[2], r[0]))
    expected = {
        (a, o): min(t for x, y, t in rows if (x, y) == (a, o))
        for a, o, _ in rows
        if (a, o) not in {("x", "p"), ("y", "q")}
    }
    assert {(a, o): t for a, o, t, _ in rows_of(acts)} == expected
    np.testing.assert_array_equal(
        acts.start, np.append(0, np.cumsum(np.bincount(acts.object, minlength=acts.objects_n)))
    )


def test_later_zone_moves_no_delay() -> None:
    events = table(crowd(1))
    later = events.with_columns(pl.col("at") + timedelta(hours=5))
    np.testing.assert_allclose(case_arrays(events).delay_s, case_arrays(later).delay_s)
