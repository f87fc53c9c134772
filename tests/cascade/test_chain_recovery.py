"""Parents hidden, texts rendered with the faults of real ones: how many parents come back, and how many wrong.

Random trees by default; WAKELINE_CED=<folder of the unpacked set> takes real ones.
"""

import polars as pl
import pytest

from analytics.cascade.parents import resolve_parents
from tests.cascade.rendered import render, trees_of


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_recoverable_parents_come_back(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    events, names, truth, recoverable = render(trees_of(seed), seed)
    reposts = events.filter(kind="repost").select("event_id")
    found = resolve_parents(events, names)
    table = (
        found.join(reposts, on="event_id", how="semi")
        .select("event_id", "parent_id", "parent_basis")
        .with_columns(
            true_id=pl.col("event_id").replace_strict(truth, default=None, return_dtype=pl.String),
            recoverable=pl.col("event_id").replace_strict(recoverable, default=None, return_dtype=pl.Boolean),
        )
    )
    right = pl.col("parent_id") == pl.col("true_id")
    inside = table.filter(pl.col("recoverable").fill_null(False))
    outside = table.filter(~pl.col("recoverable").fill_null(False))
    wrong = outside.filter(~right)
    by_chain = outside.filter(parent_basis="chain")
    with capsys.disabled():
        print(
            f"\nseed {seed}: {inside.height} recoverable, {inside.filter(right).height} right; outside them "
            f"{outside.height}: {wrong.height} wrong ({wrong.height / max(1, outside.height):.4f}), by basis chain "
            f"{by_chain.filter(~right).height} of {by_chain.height}; missing {outside['parent_id'].null_count()}"
        )
    assert inside.height > 1_000
    assert inside.filter(right).height >= 0.99 * inside.height
    assert table.filter(parent_basis="stated").is_empty()


def test_a_stated_parent_is_never_touched() -> None:
    events, names, truth, _ = render(trees_of(3), 3)
    stated = events.with_columns(
        stated_parent_id=pl.when(pl.col("kind") == "repost").then(
            pl.col("event_id").replace_strict(truth, default=None, return_dtype=pl.String)
        )
    )
    found = resolve_parents(stated, names).sort("event_id")
    assert found["parent_id"].equals(stated.sort("event_id")["stated_parent_id"])
    assert set(found.drop_nulls("parent_id")["parent_basis"]) == {"stated"}


def test_the_order_of_rows_changes_nothing() -> None:
    events, names, _, _ = render(trees_of(5)[:10], 5)
    one = resolve_parents(events, names).sort("event_id")
    two = resolve_parents(events.reverse(), names.reverse()).sort("event_id")
    assert one.equals(two)
