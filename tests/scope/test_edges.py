"""Where a count begins and ends, by hand: the exact number, the last moment, what is left out."""

from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from analytics.alleged.information import alleged_subjects
from analytics.model.tables import COUNTERS, FAMILIES, ROLES
from analytics.scope.threshold_times import threshold_times
from analytics.text.families import families_of
from tests.law.made import role, rows
from tests.roles.invented import SHOP, START, act, events
from tests.scope.test_measure import counter, counters, measured
from tests.scope.test_measure import events as plain
from tests.scope.test_measures import TARGET, of, scope, seen

DAY = 86_400


def shown(*given: tuple[str, str, int, float, bool]) -> pl.DataFrame:
    """COUNTERS: act, counter, value, seconds after START, whether it is a floor ("100+") of exact digits."""
    return COUNTERS.fit(
        pl.DataFrame(
            [
                {
                    "event_id": event_id,
                    "counter": name,
                    "value": value,
                    "is_floor": floor,
                    "is_rounded": False,
                    "captured_at": START + timedelta(seconds=at),
                    "source_sha256": "s",
                    "source_row": 0,
                    "source_path": "",
                }
                for event_id, name, value, at, floor in given
            ]
        )
    )


def test_as_many_traced_as_displayed_is_no_contradiction() -> None:
    assert measured(plain(25), counters(counter(25)))["reposts"] == (25, 25, 25, "traced_to_counter")


def test_a_quote_passes_a_post_on() -> None:
    acts = events(
        act("p", "a", 0, "帖子"), act("q", "b", 5, "看", root="p", kind="quote"), act("r", "c", 6, root="p")
    )
    assert of(scope(acts), "reposts", "p") == {None: (2, None)}


def test_views_are_told_before_plays() -> None:
    both = counters(counter(900, name="views"), counter(70, name="plays"))
    assert measured(plain(3), both)["views"] == (900, 900, 900, "displayed_exact")


@pytest.mark.parametrize(
    ("given", "lower"),
    [
        ([counter(25)], 14),  # nothing displayed for the other root
        # Less displayed than the ten traced: a contradiction, the smaller counts and nothing bounds above.
        ([counter(8), counter(6, root="q")], 12),
    ],
)
def test_a_sum_has_an_upper_end_only_where_every_root_has_one(
    given: list[dict[str, Any]], lower: int
) -> None:
    acts = pl.concat([plain(10), plain(4, root="q", offset=3)])
    assert measured(acts, counters(*given), subject="case")["reposts"] == (lower, 14, None, "sum_some_roots")


def test_one_act_of_an_unknown_account_is_told() -> None:
    acts = events(act("p", "a", 0, "帖子"), act("r", None, 5, root="p"))
    codes = scope(acts).filter(measure="accounts", subject_id="p")["note_code"].to_list()
    assert codes == ["accounts_some_unknown"]


def crossing(number: float, table: pl.DataFrame) -> list[tuple[float | None, float]]:
    acts = events(act("p", "a", 0, "帖子"), *(act(f"r{k}", f"x{k}", 100 * k, root="p") for k in range(1, 6)))
    return [
        (begun and (begun - START).total_seconds(), (until - START).total_seconds())
        for _, begun, until in threshold_times(acts, table, "reposts", number).iter_rows()
    ]


def test_a_counter_that_shows_exactly_the_number_shows_that_it_was_reached() -> None:
    assert crossing(9, shown(("p", "reposts", 9, 350, False))) == [(None, 350)]


def test_a_floor_never_shows_that_a_number_was_not_yet_reached() -> None:
    assert crossing(4, shown(("p", "reposts", 2, 150, True))) == [(None, 400)]


def test_the_last_capture_below_the_number_bounds_its_crossing() -> None:
    below = [("p", "reposts", 1, 120, False), ("p", "reposts", 2, 250, False)]
    assert crossing(4, shown(*below)) == [(250, 400)]


@pytest.mark.parametrize(("days", "expected"), [(365, 550), (366, 300)])
def test_a_year_takes_in_its_first_day(days: int, expected: float) -> None:
    acts = events(act("p", "a", 0, "禾禾面包不行"), act("q", "a", days * DAY, "禾禾面包还是不行"))
    table = shown(("p", "reposts", 300, 0, False), ("q", "reposts", 250, 0, False))
    assert of(scope(acts, TARGET, counters=table), "reposts_365d", "a") == {None: (expected, expected)}


def test_a_sum_of_a_year_with_an_act_that_shows_no_number_has_no_upper_end() -> None:
    acts = events(act("p", "a", 0, "禾禾面包不行"), act("q", "a", DAY, "禾禾面包还是不行"))
    table = scope(acts, TARGET, counters=shown(("p", "reposts", 300, 0, False)))
    assert of(table, "reposts_365d", "a") == {None: (300, None)}


def test_the_last_day_ends_with_the_capture_and_begins_after_its_first_moment() -> None:
    """Captured at 48 h: acts at 24 h exactly and after 48 h are out, at 24 h and one second and at 48 h are in."""
    acts = [act(f"r{k}", f"x{k}", s, root="p") for k, s in enumerate((DAY, DAY + 1, 2 * DAY, 2 * DAY + 1))]
    table = scope(events(act("p", "a", 0, "帖子"), *acts), occurrences=seen((2 * DAY, ["p"])))
    row = table.filter(measure="still_spreading", subject_id="p").row(0, named=True)
    assert row["point"] * 24 == pytest.approx(2)


def test_an_act_at_the_moment_of_a_correction_came_after_it() -> None:
    facts = TARGET | {"corrections": [{"event_id": "k", "at": START + timedelta(hours=10)}]}
    acts = events(
        act("p", "a", 0, "禾禾面包卖过期的东西"),
        act("r", "b", 36_000, root="p"),
        act("k", "office", 36_000, "经查，禾禾面包没有问题"),
    )
    table = scope(acts, facts)
    assert of(table, "rate_before", "k") == {None: (1 / 24, None)}  # p
    assert of(table, "rate_after", "k") == {None: (1 / 24, None)}  # r


def test_who_passes_on_what_the_target_wrote_has_not_met_the_matter() -> None:
    facts = TARGET | {"corrections": [{"event_id": "k", "at": START + timedelta(hours=10)}]}
    acts = events(
        act("p", "a", 0, "禾禾面包卖过期的东西"),
        act("o", "owner", 50, "禾禾面包今天开门"),
        act("s", "z", 60, root="o"),
        act("k", "office", 36_000, "经查，禾禾面包没有问题"),
    )
    assert of(scope(acts, facts), "accounts_matter_only") == {None: (1, None)}  # a; neither owner nor z


def test_what_one_target_wrote_of_another_is_not_the_matter() -> None:
    """The bakery's owner writes of the tea shop, which is a target too, and z passes it on: only a has met it."""
    facts = {
        "targets": [SHOP, {"name": "茶铺", "terms": ["青青茶铺"]}],
        "corrections": [{"event_id": "k", "at": START + timedelta(hours=10)}],
    }
    acts = events(
        act("p", "a", 0, "禾禾面包卖过期的东西"),
        act("o", "owner", 50, "青青茶铺也被人说了"),
        act("s", "z", 60, root="o"),
        act("k", "office", 36_000, "经查，禾禾面包没有问题"),
    )
    assert of(scope(acts, facts), "accounts_matter_only") == {None: (1, None)}


@pytest.mark.parametrize(
    ("accounts", "precision", "flagged"), [("bcd", "s", 3), ("bc", "s", 0), ("bcd", "min", 0)]
)
def test_three_accounts_in_one_second_are_flagged(accounts: str, precision: str, flagged: int) -> None:
    acts = [act(f"s{x}", x, 60, root="p", at_precision=precision) for x in accounts]
    table = scope(events(act("p", "a", 0, "帖子"), *acts))
    assert of(table, "reposts_flagged", "p").get("same_second", (0, 0)) == (flagged, flagged)


@pytest.mark.parametrize(("grade", "flags"), [("B", {"organizer": (1, 1)}), ("C", {})])
def test_reposts_of_an_organizer_are_flagged_at_a_and_b_alone(grade: str, flags: dict[str, Any]) -> None:
    acts = events(act("p", "a", 0, "帖子"), act("r", "b", 60, root="p"))
    assert of(scope(acts, roles=rows(ROLES, role("organizer", grade, "b"))), "reposts_flagged", "p") == flags


def test_a_family_of_one_post_is_measured_as_that_post_alone() -> None:
    text = "同一段话在两个地方各发一遍，一字不差"
    acts = events(act("p", "a", 0, text), act("r", "b", 50, text, root="p"), act("s", "c", 60, root="p"))
    family = families_of(acts)["family_id"][0]
    assert of(scope(acts), "reposts", family) == {} and of(scope(acts), "reposts", "p") == {None: (2, None)}


def test_only_the_same_words_are_the_same_alleged_information() -> None:
    families = rows(
        FAMILIES,
        {"event_id": "p", "family_id": "text:near", "layer": "near"},
        {"event_id": "q", "family_id": "link:other", "layer": "link"},
    )
    found = alleged_subjects(["p", "q"], families, ["p", "q", "text:near", "link:other"])
    assert found == {"p": "text:near", "q": "q"}


def test_a_target_of_the_case_is_told_by_its_name() -> None:
    acts = events(act("p", "a", 0, "禾禾面包不行"), act("o", "owner", 5, "禾禾面包今天开门"))
    assert of(scope(acts, {"targets": [SHOP]}), "acts_at_target") == {"面包店": (1, None)}
