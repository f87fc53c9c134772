"""The search for acting together gives what is written out with loops, whatever the order of the rows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from analytics.coordination.groups.account_evidence import account_evidence
from tests.coordination.scene import act, post
from tests.coordination.slow_evidence import slow_evidence
from tests.coordination.slow_grades import listed_bursts, slow_grades
from tests.coordination.slow_together import day, slow_case, slow_partners
from tests.coordination.together_cases import Row, random_case, tables
from tests.coordination.together_program import NUMBERS, Program, program, same_grades, same_leaders

SEEDS = range(10)


@pytest.fixture(scope="module", params=SEEDS)
def both(request: pytest.FixtureRequest):
    events, families = tables(random_case(request.param))
    return slow_case(events, families), program(events, families)


@pytest.mark.slow
def test_events_objects_and_partners_are_those_written_out(both) -> None:
    case, found = both
    assert found.acts() == {(a.account, a.object, a.at) for a in case.acts}
    drawn, written = found.partners_by_id(), slow_partners(case)
    assert {name: set(of) for name, of in drawn.items()} == {name: set(of) for name, of in written.items()}
    assert all([since for _, since in of] == sorted(since for _, since in of) for of in drawn.values())
    assert len(drawn) >= 6  # Half the accounts often come together.


@pytest.mark.slow
def test_every_number_is_the_one_written_out(both) -> None:
    case, found = both
    partners = found.partners_by_id()
    same_leaders(case, found.leaders_by_id())
    expected, computed = slow_evidence(case, partners), found.evidence_by_id()
    assert sorted(expected) == sorted(computed)
    for name, numbers in expected.items():
        assert [computed[name][k] for k in NUMBERS] == pytest.approx(
            [numbers[k] for k in NUMBERS], abs=1e-9
        ), name
    assert sum(e["bets_n"] for e in expected.values()) > 50
    same_grades(found.graded(), found.ids, slow_grades(case, partners, expected))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 5])
def test_the_order_of_rows_and_the_number_of_threads_change_nothing(seed: int) -> None:
    events, families = tables(random_case(seed))
    found = program(events, families)
    rng = np.random.default_rng(seed)
    mixed = program(events[rng.permutation(len(events))], families[rng.permutation(len(families))])
    assert mixed.partners_by_id() == found.partners_by_id()
    assert mixed.evidence.equals(found.evidence)
    assert mixed.grades_by_id() == found.grades_by_id()
    assert account_evidence(found.arrays, found.partners, threads=1).equals(found.evidence)


@pytest.mark.xfail(
    strict=True, reason="of two events of one account, object and moment the row that comes first counts"
)
def test_the_order_of_two_events_of_one_moment_changes_nothing() -> None:
    """A repost and a comment of one minute, with other words: an export in another order must give the same."""
    rows = random_case(1)
    twice = [
        r | {"own_text": "other", "text": "other"} for r in rows if r["kind"] != "post" and r["own_text"]
    ]
    events, families = tables(rows + twice)
    assert program(events.reverse(), families).partners_by_id() == program(events, families).partners_by_id()


def test_another_name_for_each_account_changes_no_number() -> None:
    """Ids that sort as before: pseudonyms. Partners of one day stand in the order of ids, which is kept."""
    rows = random_case(4)
    named = [r | {"account_id": r["account_id"] and "weibo:0f3c" + r["account_id"]} for r in rows]
    one, other = program(*tables(rows)), program(*tables(named))
    assert other.evidence.equals(one.evidence)
    assert [name[len("weibo:0f3c") :] for name in other.ids] == one.ids


def test_a_year_later_is_the_same() -> None:
    # 364 days: whole weeks, whole days, no other precision of floats.
    events, families = tables(random_case(3))
    one, other = (
        program(events, families),
        program(events.with_columns(pl.col("at") + pl.duration(days=364)), families),
    )
    assert other.evidence.select("account", *NUMBERS).to_numpy() == pytest.approx(
        one.evidence.select("account", *NUMBERS).to_numpy(), abs=1e-9
    )


def test_an_event_of_a_later_day_changes_no_partner_of_an_earlier_one() -> None:
    """Partners of a day rest on the days before it: what is cut off later takes no earlier partner away.

    Without words, and with each post's events on its own day: whether a text is a common phrase, and how crowded a
    post is, are counted over the whole export.
    """
    rows = [r | {"own_text": None, "text": None} for r in random_case(7, 24, 40)]
    born = {r["event_id"]: day(r["at"].timestamp()) for r in rows if r["kind"] == "post" and r["at"]}
    rows = [r for r in rows if r["kind"] == "post" or born.get(r["root_id"]) == day(r["at"].timestamp())]
    whole = program(*tables(rows))
    days = sorted({since for of in whole.partners_by_id().values() for _, since in of})
    assert len(days) >= 3
    last = days[len(days) // 2]
    until = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=last + 1, hours=-8)
    cut = program(*tables([r for r in rows if r["at"] is None or r["kind"] == "post" or r["at"] < until]))

    def early(found: Program) -> set[tuple[str, str, int]]:
        return {(a, b, d) for a, of in found.partners_by_id().items() for b, d in of if d <= last}

    assert early(cut) == early(whole) != set()


def burst_rows() -> list[Row]:
    rows = [post("p", "x", 0.0), post("q", "y", 0.0)]
    rows += [act(f"n{k}", "p", 50_000.0 + 2 * k, "task") for k in range(12)]
    rows += [act(f"z{k}", "p", 50_001.0 + 2 * k) for k in range(3)]  # Seen once as well, without the words.
    rows += [act(f"s{k}", "p", 700.0 * k) for k in range(60)] + [
        act(f"s{k}", "q", 900.0 * k) for k in range(60)
    ]
    return rows


def test_a_burst_of_accounts_seen_once_is_found() -> None:
    events, families = tables(burst_rows())
    found, expected = program(events, families), listed_bursts(slow_case(events, families))
    assert list(expected) == [("p", "task")]
    row = found.bursts().row(0, named=True)
    assert {found.ids[k] for k in row["accounts"]} == {f"n{k}" for k in range(12)}
    assert (row["users_n"], row["once_n"]) == (12, 12)
    # One text asked: Bonferroni times 1.
    assert (row["p_window"], row["p_once"]) == pytest.approx(expected["p", "task"], rel=1e-9)


def test_arrays_are_not_changed_by_the_search() -> None:
    events, families = tables(random_case(2))
    found = program(events, families)
    again = replace(found.arrays)
    account_evidence(again, found.partners)
    assert again.at_s.tobytes() == program(events, families).arrays.at_s.tobytes()
