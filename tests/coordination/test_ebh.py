"""e-BH against trying every number of hypotheses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coordination.groups.scores import e_bh


@given(e=st.lists(st.floats(1e-3, 1e6), max_size=40), share=st.sampled_from([0.01, 0.05, 0.1]))
def test_the_largest_set_that_stands(e: list[float], share: float) -> None:
    n = len(e)
    # Wang & Ramdas 2022, equation 4, tried from the largest set down.
    kept = next((k for k in range(n, 0, -1) if sorted(e)[n - k] * k * share >= n * (1 + 1e-12)), 0)
    generous = next((k for k in range(n, 0, -1) if sorted(e)[n - k] * k * share >= n * (1 - 1e-12)), 0)
    stands = e_bh(np.log(np.array(e)), share)
    assert kept <= sum(np.log(x) >= stands - 1e-12 for x in e) <= max(generous, kept)
    if kept == generous:
        assert stands == (pytest.approx(np.log(n / (kept * share))) if kept else np.inf)


@given(e=st.lists(st.floats(0.1, 1e6), min_size=1, max_size=20))
def test_more_hypotheses_without_evidence_never_lower_the_bar(e: list[float]) -> None:
    assert e_bh(np.log(np.array([*e, 0.5, 0.5])), 0.01) >= e_bh(np.log(np.array(e)), 0.01) - 1e-12


def test_false_ones_stay_below_the_share_under_full_dependence() -> None:
    # All hypotheses share one e-value of mean 1: it is 1 / share at most once in 1 / share draws, then all stand at once.
    rng = np.random.default_rng(1)
    draws = np.where(rng.random(200_000) < 0.01, 100.0, 0.0)
    false = [np.isfinite(e_bh(np.log(np.full(5, x) + 1e-300), 0.01)) for x in draws[:20_000]]
    assert np.mean(false) <= 0.01 + 2 * np.sqrt(0.01 * 0.99 / 20_000)


def test_an_e_value_at_the_bar_stands() -> None:
    """Of n hypotheses k stand from n / (k * share) on, that value included.

    One with share 1: the bar is 1 / (1 x 1) = 1, ln 1 = 0. One with share 0.01: the bar is 100. Three equal ones
    with share 1: k = 3 has the bar 3 / 3 = 1 and all stand there, k = 1 and 2 would need 3 and 1.5.
    """
    assert e_bh(np.array([0.0]), 1.0) == 0.0
    assert e_bh(np.array([-1e-9]), 1.0) == np.inf
    assert e_bh(np.array([-np.log(0.01)]), 0.01) == -np.log(0.01)
    assert e_bh(np.zeros(3), 1.0) == 0.0
