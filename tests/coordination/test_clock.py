"""Accounts on a tick: the Rayleigh statistic by hand."""

import cmath

import numpy as np
import pytest

from analytics.coordination.groups.activity_profile import posts_on_schedule
from analytics.coordination.groups.case_arrays import case_arrays
from tests.coordination.scene import Row, act, post, table


def ticks(moments: list[float]) -> bool:
    rows: list[Row] = []
    for k, moment in enumerate(moments):
        rows += [post(f"p{k:03}", "x", 0), act("a", f"p{k:03}", moment)]
    return bool(posts_on_schedule(case_arrays(table(rows)))[0])


@pytest.mark.parametrize("period_s", [300, 600, 900, 1800, 3600])
def test_twenty_acts_on_one_minute_of_a_period(period_s: int) -> None:
    rng = np.random.default_rng(period_s)
    assert ticks([float(period_s * k + 77) for k in rng.choice(1000, 20, replace=False)])
    assert ticks(
        [
            float(period_s * k + 77 + rng.uniform(0, 0.05 * period_s))
            for k in rng.choice(1000, 20, replace=False)
        ]
    )


@pytest.mark.parametrize("seed", range(10))
def test_people_do_not(seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert not ticks(np.round(rng.uniform(0, 30 * 86_400, 60)).tolist())


@pytest.mark.parametrize("seed", range(30))
def test_the_statistic_is_rayleighs(seed: int) -> None:
    # Between person and poller: a part of the acts on the tick, moments from few to many.
    rng = np.random.default_rng(seed)
    n, period_s = int(rng.integers(5, 60)), int(rng.choice([300, 600, 900, 1800, 3600]))
    moments = np.where(
        rng.random(n) < 0.7,
        period_s * rng.permutation(2_000)[:n] + rng.uniform(0, 0.3 * period_s, n),
        rng.uniform(0, 9e5, n),
    ).round()
    r2 = [
        abs(sum(cmath.exp(2j * cmath.pi * t / s) for t in moments)) ** 2 for s in (300, 600, 900, 1800, 3600)
    ]
    assert ticks(moments.tolist()) == (n >= 8 and max(r2) / n > 16)


def test_few_acts_prove_no_clock() -> None:
    assert not ticks([3600.0 * k for k in range(7)])


@pytest.mark.parametrize(("acts_n", "is_clock"), [(16, False), (17, True)])
def test_the_sixteenth_act_on_the_full_hour_is_not_yet_a_clock(acts_n: int, is_clock: bool) -> None:
    """All angles are 0, so R = n and R^2 / n = n: sixteen acts have 16, which is not over 16; seventeen are."""
    assert ticks([3600.0 * k for k in range(acts_n)]) is is_clock


def test_each_account_for_itself() -> None:
    rng = np.random.default_rng(4)
    rows: list[Row] = []
    for k in range(30):
        rows += [
            post(f"p{k:02}", "x", 0),
            act("poller", f"p{k:02}", 3600.0 * k),
            act("person", f"p{k:02}", round(rng.uniform(0, 9e5))),
        ]
    acts = case_arrays(table(rows))
    assert dict(zip(acts.account_ids, posts_on_schedule(acts).tolist(), strict=True)) == {
        "person": False,
        "poller": True,
    }
    assert posts_on_schedule(case_arrays(table([]))).tolist() == []
