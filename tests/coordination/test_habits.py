"""What is usual for an account: hours and delays counted by hand."""

from collections import Counter

import numpy as np
import pytest

from analytics.coordination.groups.activity_profile import activity_profiles
from analytics.coordination.groups.case_arrays import (
    DELAY_BINS,
    CaseArrays,
    bin_widths_s,
    case_arrays,
    delay_bin,
)
from tests.coordination.scene import act, code, crowd, post, table

HOUR = 3600.0


def test_hours_by_hand() -> None:
    # START is midnight UTC, 08:00 in Beijing. Two acts in the hour of 08, one in that of 07 (on the next day).
    acts = case_arrays(
        table(
            [
                post("p", "x"),
                post("q", "x"),
                post("r", "x"),
                act("a", "p", 100),
                act("a", "q", 200),
                act("a", "r", 23.5 * HOUR),
            ]
        )
    )
    hours = activity_profiles(acts).hour_of[code(acts, "a")[0]]
    # Each act gives half to its hour and a quarter to either neighbour.
    expected = Counter({8: 2 * 0.5 + 0.25, 7: 0.5 + 2 * 0.25, 9: 2 * 0.25, 6: 0.25})
    assert hours.tolist() == [expected[h] for h in range(24)]


def test_midnight_is_beside_eleven_at_night() -> None:
    acts = case_arrays(table([post("p", "x"), act("a", "p", 16 * HOUR)]))  # 00:00 in Beijing.
    assert activity_profiles(acts).hour_of[0].nonzero()[0].tolist() == [0, 1, 23]


def test_delays_by_hand() -> None:
    # Below 30 days to the power 1/25 (1.805 s) the first bin; its lower neighbour is itself.
    acts = case_arrays(table([post("p", "x", 0), act("a", "p", 1), post("q", "x", 0), act("a", "q", 3600)]))
    found = activity_profiles(acts).delay_of[0]
    middle = int(delay_bin(np.array([3600.0]))[0])
    assert (25 * np.log(3600) / np.log(30 * 86_400)) // 1 == middle
    expected = np.zeros(DELAY_BINS)
    expected[[0, 1, middle - 1, middle, middle + 1]] = [0.75, 0.25, 0.25, 0.5, 0.25]
    assert found.tolist() == expected.tolist()


def test_each_act_counts_once_and_shares_sum_to_one() -> None:
    acts = case_arrays(table(crowd(3)))
    found = activity_profiles(acts)
    n = np.bincount(acts.account)
    for of in (found.hour_of, found.delay_of):
        np.testing.assert_allclose(of.sum(1), n)
    assert found.hour_all.sum() == pytest.approx(1)
    assert found.delay_all.sum() == pytest.approx(1)
    assert (found.hour_all > 0).all()
    assert (found.delay_all > 0).all()
    for a in range(acts.accounts_n):
        mine = found.moments[found.begin[a] : found.begin[a + 1]]
        assert sorted(mine) == sorted(acts.at_s[acts.account == a])


def test_bins_span_thirty_days() -> None:
    widths = bin_widths_s()
    assert widths.sum() == pytest.approx(30 * 86_400)
    assert (np.diff(widths[1:]) > 0).all()
    assert delay_bin(np.array([1.0, 1.8, 1.81, 29 * 86_400, 1e12])).tolist() == [0, 0, 1, 24, 24]


def test_no_acts_have_no_habits() -> None:
    acts: CaseArrays = case_arrays(table([]))
    assert len(activity_profiles(acts).moments) == 0
