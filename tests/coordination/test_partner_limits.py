"""Ends of the rules: who cannot be drawn together, whom common partners join, who leads, who is of the crowd."""

import math

import numpy as np
import pytest

from analytics.coordination.groups.account_evidence import account_evidence
from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.groups.leaders import leaders
from analytics.coordination.groups.partners import Partners, draw_partners, joined
from tests.coordination.scene import DAY, act, post
from tests.coordination.together_cases import Row, day_posts, tables
from tests.coordination.together_program import FIRST_DAY, Program, given_partners


def one_crowded_post(again: str) -> list[Row]:
    """u and v say the same in one second on a post of 30 events; `again` acts on a second post, alone.

    r = 1 / 31 for both, S = ln 31 = 3.43; T = 3: together 6.43 >= 6. k = 1: (3.43 - .736) / sqrt(1.3) = 2.37 >= 1.
    """
    rows = [post("p", "x", 0.0), post("q", "y", DAY)]
    rows += [act(name, "p", 5_000.0, "task") for name in "uv"]
    rows += [act(f"s{k:02}", "p", 10_000.0 + 900 * k) for k in range(28)]
    return rows + [act(name, "q", DAY + 900.0 * (k + 1)) for k, name in enumerate(again)]


def drawn(rows: list[Row]) -> set[tuple[str, str]]:
    arrays = case_arrays(*tables(rows))
    ids = arrays.account_ids.to_list()
    found = draw_partners(arrays)
    return {(ids[a], ids[b]) for a, b in zip(found.owner().tolist(), found.account.tolist(), strict=True)}


def test_an_account_with_one_event_has_no_partner() -> None:
    assert drawn(one_crowded_post("u")) == set()
    assert drawn(one_crowded_post("uv")) == {("u", "v"), ("v", "u")}


def test_partners_in_common_make_partners_from_the_day_of_the_last_that_is_needed() -> None:
    """0 and 4 share 1, 2 and 3: with 1 from day 5, with 2 from day 7, with 3 from day 6. Three in common: day 7."""
    days = {(0, 1): 2, (4, 1): 5, (0, 2): 7, (4, 2): 3, (0, 3): 6, (4, 3): 6}
    both = sorted([(a, d, b) for (a, b), d in days.items()] + [(b, d, a) for (a, b), d in days.items()])
    owner, since, account = (np.array(column) for column in zip(*both, strict=True))
    begin = np.searchsorted(owner, np.arange(6))
    found = joined(Partners(begin, account, since.astype(float)), common_min=3, through_max=80)
    of_zero = slice(found.begin[0], found.begin[1])
    assert dict(zip(found.account[of_zero].tolist(), found.since_day[of_zero].tolist(), strict=True)) == {
        1: 2.0,
        2: 7.0,
        3: 6.0,
        4: 7.0,
    }


def test_of_accounts_that_lead_on_as_many_posts_the_first_six_by_id_are_kept() -> None:
    # A to H each come before u on nine of ten posts (9 of 9, eight times: 8 / 512 = .016), in an order that changes.
    rows = [*day_posts(10), *(act("u", f"p{d:02}", d * DAY + 20_000.0) for d in range(10))]
    for d in range(9):
        rows += [act("DBHACGFE"[(k + d) % 8], f"p{d:02}", d * DAY + 19_000.0 + 60 * k) for k in range(8)]
    arrays = case_arrays(*tables(rows))
    ids = arrays.account_ids.to_list()
    who, moment = leaders(arrays, np.array([ids.index("u")]))
    assert [ids[code] for code in who[ids.index("u")]] == [*"ABCDEF"]
    # On the tenth post nobody came before u.
    assert [(moment[place] > 0).sum() for place in range(6)] == [9] * 6


def crowd_e(late_s: float, early_s: float) -> float:
    """ln e against the crowd of u at 1,000 s; v, its partner, comes 3 s later, five strangers hours later, two more."""
    at = {"u": 1_000.0, "v": 1_003.0, "early": early_s, "late": late_s}
    at |= {f"s{k}": 8_400.0 + 1_100 * k for k in range(5)}
    arrays = case_arrays(*tables([post("p", "x", 0.0), *(act(name, "p", s) for name, s in at.items())]))
    both = given_partners(arrays, {"u": [("v", FIRST_DAY - 9)], "v": [("u", FIRST_DAY - 9)]})
    return Program(arrays, both, account_evidence(arrays, both)).evidence_by_id()["u"]["ln_e_crowd"]


def test_a_class_of_lag_holds_both_of_its_ends() -> None:
    """From 1,000 / 16 = 62.5 s to 16,000 s. All beyond two hours share a rank, and nobody else is near early."""
    inside = crowd_e(15_999.0, 63.0)
    assert crowd_e(16_000.0, 63.0) == inside
    assert crowd_e(15_999.0, 62.5) == inside
    # One stranger less makes the meeting less rare.
    assert crowd_e(16_001.0, 63.0) < inside
    assert crowd_e(15_999.0, 62.0) < inside


def pace_e(same_n: int) -> float:
    """ln e against the pace of u, which takes an hour below posts of "x" and ten seconds below others.

    On the last day u comes an hour after a post of "x", and v, its partner, 3 s later.
    """
    rows = [post(f"x{d}", "x", d * DAY) for d in range(same_n)] + [
        post(f"y{d}", "y", d * DAY) for d in range(5)
    ]
    rows += [act("u", f"x{d}", d * DAY + 3_600.0) for d in range(same_n)]
    rows += [act("u", f"y{d}", d * DAY + 10.0) for d in range(5)]
    rows += [
        post("last", "x", 9 * DAY),
        act("u", "last", 9 * DAY + 3_600.0),
        act("v", "last", 9 * DAY + 3_603.0),
    ]
    arrays = case_arrays(*tables(rows))
    both = given_partners(arrays, {"u": [("v", FIRST_DAY - 9)], "v": [("u", FIRST_DAY - 9)]})
    return Program(arrays, both, account_evidence(arrays, both)).evidence_by_id()["u"]["ln_e_own_pace"]


def test_five_posts_of_one_author_have_a_pace_of_their_own() -> None:
    # Below five posts of "x" every earlier lag is the one of now: the bet is 1, and e = (1 + 1 / 2) / 2 = 3 / 4.
    assert pace_e(5) == pytest.approx(math.log(0.75))
    # Four are too few: the lags of ten seconds count too, and at those u would have missed v.
    assert pace_e(4) > pace_e(5)
