"""Who leads a group: the chance by enumeration, a leader found, a quick reader and a member of no rank not."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from analytics.roles.grading import poisson_binomial_sf
from analytics.roles.lead_lag import Posts, leaders


@pytest.mark.parametrize("chances", [[0.1, 0.5, 0.9], [0.3, 0.3, 0.3, 0.3], [0.0, 1.0, 0.5], [0.02]])
def test_the_tail_is_that_of_every_outcome_enumerated(chances: list[float]) -> None:
    for hits in range(len(chances) + 2):
        enumerated = sum(
            np.prod([q if x else 1 - q for q, x in zip(chances, outcome, strict=True)])
            for outcome in product((0, 1), repeat=len(chances))
            if sum(outcome) >= hits
        )
        assert poisson_binomial_sf(np.array(chances), hits) == pytest.approx(enumerated, abs=1e-12)


def case(rng: np.random.Generator, posts_n: int = 14) -> tuple[Posts, np.ndarray]:
    """Accounts 0 to 9: members, within 40 s of an order hours after each post; 10: acts 60 s before each order; 11: acts 5 to 30 s after
    each post; the others: the public, spread over two days."""
    rows = []
    for post in range(posts_n):
        order = 20_000 + float(rng.integers(0, 40_000))
        rows += [(post, a, order + float(rng.uniform(0, 40))) for a in range(10)]
        rows += [(post, 10, order - 60.0), (post, 11, float(rng.uniform(5, 30)))]
        rows += [
            (post, 12 + int(a), float(t))
            for a, t in zip(rng.choice(200, 60, replace=False), rng.exponential(40_000, 60), strict=True)
        ]
    rows.sort(key=lambda r: (r[0], r[2]))
    post, account, at = (np.array(x) for x in zip(*rows, strict=True))
    start = np.searchsorted(post, np.arange(posts_n + 1))
    members = np.zeros(212, bool)
    members[:10] = True
    return Posts(post, account, at, np.ones(len(at)), start, np.zeros(posts_n)), members


def test_a_leader_is_found_and_nobody_else() -> None:
    posts, members = case(np.random.default_rng(2))
    usual = np.sort(posts.at_s[~members[posts.account]])
    led, tested = leaders(posts, members, {11: np.sort(np.random.default_rng(1).uniform(5, 30, 40))}, usual)
    stands = [x.account for x in led if x.p * tested * 6 <= 0.01]
    assert stands == [10]
    leader = next(x for x in led if x.account == 10)
    assert (
        len(leader.posts) == leader.of == 14 and 55 < leader.ahead_s < 75 and leader.p < leader.p_left < 1e-6
    )


def test_a_member_who_is_always_first_is_told_from_one_who_is_first_by_turns() -> None:
    posts, members = case(np.random.default_rng(4))
    inside = members.copy()
    inside[10] = True  # The leader is listed as a member.
    usual = np.sort(posts.at_s[~inside[posts.account]])
    led, tested = leaders(posts, inside, {}, usual)
    assert [x.account for x in led if x.p * tested * 6 <= 0.01] == [10]


def test_a_tail_far_below_the_smallest_float_step_keeps_its_digits() -> None:
    """40 of 60 fair-weather chances: exact in whole numbers; an upper tail taken as 1 - cdf would say 1e-16."""
    chances = [Fraction(k % 7 + 1, 400) for k in range(60)]
    mass = [Fraction(1)] + [Fraction(0)] * 60
    for q in chances:
        mass = [m * (1 - q) + (mass[k - 1] * q if k else 0) for k, m in enumerate(mass)]
    exact = float(sum(mass[40:]))
    assert exact < 1e-60
    assert poisson_binomial_sf(np.array([float(q) for q in chances]), 40) == pytest.approx(
        exact, rel=1e-9, abs=0
    )
    assert poisson_binomial_sf(np.array([0.5]), 2) == 0.0 and poisson_binomial_sf(np.array([]), 0) == 1.0


def test_the_chance_without_the_best_hit_is_that_of_the_others_by_hand() -> None:
    """Account 0 acts 60 s before four members on three posts, beside 3, 9 and 19 of the public who come much later: the
    chances are 1 / 5, 1 / 11 and 1 / 21, so 1 / 1155 in all and 1 / 55 without the post that speaks loudest."""
    rows = [(k, a, 1_000.0 + 10 * a) for k in range(3) for a in range(1, 5)]
    rows += [(k, 0, 950.0) for k in range(3)]
    rows += [(k, 5 + i, 90_000.0 + i) for k, n in enumerate((3, 9, 19)) for i in range(n)]
    rows.sort(key=lambda row: (row[0], row[2]))
    post, account, at = (np.array(column) for column in zip(*rows, strict=True))
    members = np.isin(np.arange(24), range(1, 5))
    posts = Posts(post, account, at, np.ones(len(at)), np.searchsorted(post, np.arange(4)), np.zeros(3))
    usual = np.full(998, 1e6)  # The public usually comes much later: 1 / 1000 in any window here.
    (led,) = [found for found in leaders(posts, members, {}, usual)[0] if found.account == 0]
    assert (led.p, led.p_left) == pytest.approx((1 / 1_155, 1 / 55))
