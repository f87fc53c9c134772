"""How a group arrives: the shortest window with 60 % of its acts, by hand and by trying all windows."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coordination.groups.arrival import width_to_lag_ratios
from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.groups.evidence import _by_source
from analytics.model.thresholds import DEFAULT
from tests.coordination.scene import act, code, post, table


def ratio(moments: list[float], others: list[float] | None = None) -> float:
    """Of one post at 0, members at `moments`, others elsewhere."""
    rows = [
        post("p", "x", 0),
        *(act(f"n{k}", "p", t) for k, t in enumerate(moments)),
        *(act(f"a{k}", "p", t) for k, t in enumerate(others or [])),
    ]
    acts = case_arrays(table(rows))
    return float(
        width_to_lag_ratios(acts, code(acts, *(f"n{k}" for k in range(len(moments)))), np.array([0]))[0]
    )


def test_by_hand() -> None:
    # Three of five within 60 s around 3,630 s: 30 / 3,630.
    assert ratio([100, 3_600, 3_640, 3_660, 9_000]) == pytest.approx(30 / 3_630)
    # Spread out as people react: 10, 100, 1,000, 10,000: the first three, half of 990 / their middle 505.
    assert ratio([10, 100, 1_000, 10_000]) == pytest.approx(495 / 505)
    assert ratio([50, 50, 50]) == 0
    assert np.isnan(ratio([50, 50]))


def test_texts_handed_out_in_waves_are_waves() -> None:
    # Two waves of three within 20 s, hours apart: as one, 60 % (4 of 6) span the gap; each for itself, 10 / its middle.
    moments = [3_600, 3_610, 3_620, 36_000, 36_010, 36_020]
    acts = case_arrays(table([post("p", "x", 0), *(act(f"n{k}", "p", t) for k, t in enumerate(moments))]))
    members = code(acts, *(f"n{k}" for k in range(6)))
    as_one = width_to_lag_ratios(acts, members, np.array([0]))[0]
    assert as_one == pytest.approx((36_000 - 3_600) / 2 / ((36_000 + 3_600) / 2), rel=0.01)
    waves = width_to_lag_ratios(acts, members, np.array([0]), np.array([0, 0, 0, 1, 1, 1]))[0]
    assert waves == pytest.approx((5 / 3_605 + 5 / 36_005) / 2)  # 60 % of three are two.


def test_what_others_do_does_not_count() -> None:
    assert ratio([100, 3_600, 3_640, 3_660, 9_000], [10, 20, 3_610, 3_620]) == pytest.approx(30 / 3_630)


def test_how_many_make_sixty_percent() -> None:
    assert [
        n for n in range(3, 20_000) if int(np.ceil(DEFAULT.moments.arrival_share * n)) != -(-6 * n // 10)
    ] == []


@settings(deadline=None, max_examples=60)
@given(moments=st.lists(st.integers(1, 5_000), min_size=3, max_size=9, unique=True))
def test_the_shortest_window_of_all(moments: list[int]) -> None:
    k = -(-6 * len(moments) // 10)
    sets = [(max(c) - min(c), max(c) + min(c)) for c in combinations(sorted(moments), k)]
    widest = min(width for width, _ in sets)
    allowed = [width / middles for width, middles in sets if width == widest]  # (w / 2) / (sum of ends / 2).
    assert min(abs(ratio([float(m) for m in moments]) - a) for a in allowed) < 1e-9


def test_one_number_for_each_source() -> None:
    found = _by_source(np.array([0.1, np.nan, 0.5, 0.9, 0.2, np.nan]), np.array([7, 7, 3, 7, 3, 9]))
    assert found.tolist() == pytest.approx(
        [0.35, 0.5]
    )  # Source 3: median of .5 and .2; source 7: of .1 and .9; 9: unknown.
    assert _by_source(np.array([np.nan]), np.array([1])).tolist() == []
