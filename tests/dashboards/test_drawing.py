"""Where acts stand on paper: hand-made trees with a known answer, and what must hold for any tree."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dashboards.figures.sampled import collapsed, sampled
from dashboards.figures.tree_layout import SIDEWAYS, across, outward, tree_layout


def table(parents: list[int | None]) -> pl.DataFrame:
    """A tree from the parent of each act (None: the root, first); acts in order of time."""
    depth, below, children = [0] * len(parents), [0] * len(parents), [0] * len(parents)
    for i, parent in enumerate(parents):
        if parent is not None:
            depth[i] = depth[parent] + 1
            children[parent] += 1
            step: int | None = parent
            while step is not None:
                below[step] += 1
                step = parents[step]
    return pl.DataFrame(
        {
            "event_id": [f"e{i:04d}" for i in range(len(parents))],
            "parent_used_id": [None if p is None else f"e{p:04d}" for p in parents],
            "depth": depth,
            "children_n": children,
            "subtree_n": below,
            "at": pl.Series(range(len(parents))).cast(pl.Datetime("us", "UTC")),
            "account_name": [f"n{i}" for i in range(len(parents))],
        },
        schema_overrides={
            "parent_used_id": pl.String,
            "depth": pl.Int64,
            "children_n": pl.Int64,
            "subtree_n": pl.Int64,
        },
    )


@st.composite
def trees(draw: st.DrawFn) -> pl.DataFrame:
    n = draw(st.integers(1, 60))
    return table([None, *[draw(st.integers(0, i - 1)) for i in range(1, n)]])


def test_children_in_time_stand_side_by_side_over_their_own() -> None:
    frame = tree_layout(table([None, 0, 0, 1, 1]), "time")  # leaves from left to right: e3 e4 (below e1), e2
    slots = dict(frame.select("event_id", "slot").iter_rows())
    assert np.allclose([slots[f"e000{i}"] for i in (3, 4, 2)], [1 / 6, 3 / 6, 5 / 6])
    assert np.isclose(slots["e0001"], 2 / 6) and np.isclose(slots["e0000"], 1 / 2)


def test_a_fan_opens_from_the_middle_outwards() -> None:
    frame = tree_layout(table([None, 0, 0, 0, 0, 0]), "fan").sort("slot")
    assert frame.filter(pl.col("depth") == 1)["event_id"].to_list() == [
        "e0004",
        "e0002",
        "e0001",
        "e0003",
        "e0005",
    ]


@given(trees(), st.sampled_from(SIDEWAYS))
def test_every_act_has_a_place_of_its_own_and_lies_within_its_parents(
    frame: pl.DataFrame, sideways: str
) -> None:
    drawn = tree_layout(frame, sideways)
    assert drawn.height == frame.height and drawn["slot"].is_between(0, 1).all()
    for level in drawn.partition_by("depth"):
        assert level["slot"].n_unique() == level.height
    ids, parent = drawn["event_id"].to_list(), drawn["parent"].to_list()
    assert [None if p < 0 else ids[p] for p in parent] == drawn["parent_used_id"].to_list()
    assert parent[0] == -1 and all(p < i for i, p in enumerate(parent))


@given(trees(), st.integers(1, 70))
def test_thinning_keeps_whole_paths_to_the_root(frame: pl.DataFrame, most: int) -> None:
    kept = sampled(frame, most)
    assert kept.height == min(most, frame.height)
    ids = set(kept["event_id"])
    assert all(parent in ids for parent in kept["parent_used_id"].drop_nulls())


@given(trees(), st.integers(1, 70))
def test_bundles_stand_for_every_act_that_hangs_below_what_is_drawn(frame: pl.DataFrame, most: int) -> None:
    folded = collapsed(frame, most)
    assert folded["bundled_n"].sum() == frame.height
    assert folded["event_id"].n_unique() == folded.height


def test_lines_run_from_parent_to_child_and_are_kept_apart() -> None:
    x, y = across(np.array([0.0, 1.0]), np.array([0.0, 5.0]), np.array([2.0, 3.0]), np.array([1.0, 7.0]))
    assert np.isnan(x).sum() == np.isnan(y).sum() == 2
    first = ~np.isnan(x[: len(x) // 2])
    assert (x[0], y[0]) == (0, 0) and (x[: len(x) // 2][first][-1], y[: len(y) // 2][first][-1]) == (2, 1)
    x, y = outward(np.array([0.0]), np.array([0.0]), np.array([np.pi / 2]), np.array([2.0]))
    assert np.allclose(x[~np.isnan(x)], 0, atol=1e-12)
