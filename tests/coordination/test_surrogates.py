"""Copies of a case: what stays, what is exchanged, and that habits steer it; the count at A over them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from analytics.coordination.groups.activity_profile import activity_profiles, delay_bin
from analytics.coordination.groups.case_arrays import CaseArrays
from analytics.coordination.groups.null_models import Prepared, accounts_at_a, calibrate, seeds, surrogate
from analytics.coordination.groups.overview import surrogate_rows
from analytics.coordination.groups.search import search
from analytics.model.tables import CALIBRATION
from analytics.model.thresholds import DEFAULT
from tests.coordination.scene import NO_PAIRS, Row, act, campaign, case_of, crowd, post, table

pytestmark = pytest.mark.slow


def copies(acts: CaseArrays, n: int) -> Iterator[CaseArrays]:
    return (surrogate(acts, activity_profiles(acts), k) for k in range(1, n + 1))


@pytest.fixture(scope="module")
def case() -> Prepared:
    return case_of(table(crowd(0) + campaign(0))), DEFAULT


def test_accounts_posts_and_the_moments_of_each_post_stay(case: Prepared) -> None:
    acts = case[0]
    said = dict(zip(acts.event.tolist(), acts.family.tolist(), strict=True))
    for moved in copies(acts, 3):
        np.testing.assert_array_equal(moved.at_s, acts.at_s)
        np.testing.assert_array_equal(moved.delay_s(), acts.delay_s())
        np.testing.assert_array_equal(moved.object, acts.object)
        pairs = Counter(zip(moved.account.tolist(), moved.object.tolist(), strict=True))
        assert pairs == Counter(zip(acts.account.tolist(), acts.object.tolist(), strict=True))
        assert max(pairs.values()) == 1
        of = dict(zip(acts.event.tolist(), acts.account.tolist(), strict=True))
        assert [of[e] for e in moved.event.tolist()] == moved.account.tolist()
        # Words go with the event that said them.
        assert [said[e] for e in moved.event.tolist()] == moved.family.tolist()
        assert (moved.account != acts.account).mean() > 0.5


def test_one_number_is_one_copy(case: Prepared) -> None:
    acts = case[0]
    one, again, other = (
        surrogate(acts, activity_profiles(acts), 5),
        surrogate(acts, activity_profiles(acts), 5),
        surrogate(acts, activity_profiles(acts), 6),
    )
    np.testing.assert_array_equal(one.account, again.account)
    assert (one.account != other.account).any()
    assert seeds(3).tolist() == [1, 2, 3]


def night_and_day() -> list[Row]:
    """20 accounts that act at 02:00 UTC, 20 at 14:00, each on 12 of 24 posts, some of them on both kinds of hour."""
    rng = np.random.default_rng(8)
    rows = [post(f"p{k:02}", f"x{k}", k * 86_400.0) for k in range(24)]
    for a in range(40):
        for k in rng.choice(24, 12, replace=False):
            hour = 2 if a < 20 else 14
            rows.append(act(f"a{a:02}", f"p{k:02}", k * 86_400.0 + 3_600 * hour + float(rng.integers(3_600))))
    return rows


def test_accounts_keep_their_hours() -> None:
    acts = case_of(table(night_and_day()))
    is_night = np.array([int(name[1:]) < 20 for name in acts.account_ids])
    kept = []
    for moved in copies(acts, 10):
        at_night = moved.at_s % 86_400 < 8 * 3_600
        kept.append((is_night[moved.account] == at_night).mean())
    # Dealt blindly, half of the acts would change hours; with habits only few do.
    assert np.mean(kept) > 0.9
    assert min(kept) < 1


def quick_and_slow() -> list[Row]:
    """20 accounts that react within minutes, 20 that take 20 hours; hours of the day all the same (one post an hour)."""
    rng = np.random.default_rng(9)
    rows = [post(f"p{k:02}", f"x{k}", k * 90_000.0) for k in range(30)]
    for a in range(40):
        for k in rng.choice(30, 15, replace=False):
            delay = rng.uniform(60, 300) if a < 20 else rng.uniform(60_000, 86_000)
            rows.append(act(f"a{a:02}", f"p{k:02}", k * 90_000.0 + float(delay)))
    return rows


def test_accounts_keep_their_speed() -> None:
    acts = case_of(table(quick_and_slow()))
    is_quick = np.array([int(name[1:]) < 20 for name in acts.account_ids])
    kept = [
        (is_quick[moved.account] == (delay_bin(moved.delay_s()) < 15)).mean() for moved in copies(acts, 10)
    ]
    assert np.mean(kept) > 0.9


def test_accounts_without_habits_are_dealt_out_evenly() -> None:
    # Four accounts on one post, whose habits come from 60 others: each account takes each moment equally often.
    acts = case_of(table([post("p", "x"), *(act(a, "p", 1_000 + k) for k, a in enumerate("abcd"))]))
    even = replace(activity_profiles(acts), hour_of=np.zeros((4, 24)), delay_of=np.zeros((4, 25)))
    seen = np.zeros((4, 4))
    for k in range(2_000):
        seen[surrogate(acts, even, k).account, np.arange(4)] += 1
    assert (np.abs(seen / 2_000 - 0.25) < 4 * np.sqrt(0.25 * 0.75 / 2_000)).all()


def test_a_planted_group_is_gone_in_its_copies(case: Prepared) -> None:
    assert (search(case[0], NO_PAIRS).graded.grade == "A").sum() == 20
    assert [accounts_at_a(case, k) for k in (1, 2, 3)] == [0, 0, 0]


def test_copies_are_searched_like_the_case_itself(case: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    # With the moments left as they are, the count is that of the case: nothing it is accused of goes unasked in copies.
    monkeypatch.setattr("analytics.coordination.groups.null_models.surrogate", lambda acts, *_: acts)
    assert accounts_at_a(case, 1) == 20
    # And with the thresholds that were handed over: none stands where more days are asked than there are tasks.
    strict = replace(DEFAULT, grades=replace(DEFAULT.grades, days_min=25))
    assert accounts_at_a((case[0], strict), 1) == 0


def test_numbers_do_not_hang_on_workers_nor_on_where_one_began(case: Prepared) -> None:
    told: list[tuple[int, int]] = []
    alone = list(calibrate(case, [1, 2, 3, 4], 1, lambda done, of: told.append((done, of))))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [n for n, _ in alone] == [1, 2, 3, 4]
    assert list(calibrate(case, [1, 2, 3, 4], 2, lambda *_: None)) == alone
    assert list(calibrate(case, [3, 4], 1, lambda *_: None)) == alone[2:]
    assert list(calibrate(case, [], 2, lambda *_: None)) == []


def test_largest_and_mean_by_hand() -> None:
    table_ = CALIBRATION.fit(CALIBRATION.empty().vstack(CALIBRATION.empty()))
    assert surrogate_rows(table_).select("measure", "value").rows() == [
        ("surrogates_n", 0.0),
        ("surrogate_a_mean", None),
        ("surrogate_a_max", None),
    ]
    some = (
        CALIBRATION.empty()
        .clear(4)
        .with_columns(surrogate=np.arange(1, 5), accounts_a=np.array([0, 6, 0, 2]))
    )
    assert [row[1] for row in surrogate_rows(some).select("measure", "value").rows()] == [4.0, 2.0, 6.0]
