"""One range beside one number: every position by hand, and who may be laid beside a number at all."""

import pytest

from analytics.law.comparison import Bounds, Numbers, bounds_of, compare, numbers_beside
from analytics.law.rule_set import rule_sets
from analytics.store.case_toml import CaseToml


@pytest.mark.parametrize(
    ("bounds", "position", "distance"),
    [
        (Bounds(500, 500, 500), "reached", 0),  # "500 times or more" holds at exactly 500
        (Bounds(499, 499, 499), "below", 1),
        (Bounds(501, 501, None), "reached", 1),
        (Bounds(0, 0, 499), "below", 1),
        (Bounds(0, 0, 500), "across", 0),
        (Bounds(499, 499, 500), "across", 0),
        (Bounds(236, 236, None), "open", 264),
        (Bounds(None, None, None), "unknown", 0),
        (Bounds(None, None, 499), "below", 1),
        (Bounds(None, None, 500), "across", 0),
        # "100+" shown: what is written as the upper end is none.
        (Bounds(100, 100, 100, is_floor=True), "open", 400),
        (Bounds(500, 500, 500, is_floor=True), "reached", 0),
    ],
)
def test_where_a_range_lies_beside_500(bounds: Bounds, position: str, distance: float) -> None:
    found = compare(bounds, 500)
    assert (str(found.position), found.distance, found.is_contradiction) == (position, distance, False)


@pytest.mark.parametrize(
    ("row", "position"),
    [
        ({"lower": 236, "point": 236, "upper": 236, "note_code": "traced_above_counter"}, "open"),
        ({"lower": 588, "point": 588, "upper": 588, "note_code": "traced_above_counter"}, "reached"),
        ({"lower": 236, "point": 236, "upper": 0, "note_code": "traced_to_counter"}, "open"),
    ],
)
def test_a_counter_below_what_was_traced_bounds_nothing_and_is_said_to_contradict(
    row: dict[str, object], position: str
) -> None:
    found = compare(bounds_of(row), 500)
    assert (str(found.position), found.upper, found.is_contradiction) == (position, None, True)
    assert [key for key, _ in found.sentences] == ["law.lies_contradicted", f"law.lies_{position}"]


def test_the_traced_reposts_without_flagged_ones_are_bounded_by_nothing_above() -> None:
    row = {"measure": "reposts_unflagged", "lower": 4.0, "point": None, "upper": 9.0, "note_code": "x"}
    for lower, position in ((4.0, "open"), (500.0, "reached")):
        found = compare(bounds_of({**row, "lower": lower, "upper": lower + 5}), 500)
        assert (str(found.position), found.upper, found.is_contradiction) == (position, None, False)


def numbers(allegation: str, *subjects: str) -> Numbers:
    return numbers_beside(CaseToml.model_validate({"case": {"allegation": allegation}}), subjects)


def test_the_numbers_are_those_of_the_rule_set_and_stand_beside_alleged_information_alone() -> None:
    named = numbers("defamation", "text:aa", "weibo:1")
    assert named.beside("text:aa", "reposts") == 500 and named.beside("weibo:1", "views") == 5_000
    assert named.beside("weibo:2", "reposts") is None and named.beside("case", "views") is None
    assert named.beside("text:aa", "comments") is None
    stated = rule_sets()["fashi-2013-21"].provisions
    assert {p.threshold for _, p in named.provisions.values()} == {
        stated["S-R2"].threshold,
        stated["S-V1"].threshold,
    }


def test_nothing_is_laid_beside_a_number_where_nothing_is_stated_or_law_names_none() -> None:
    assert numbers("defamation").beside("weibo:1", "reposts") is None
    for allegation in ("insult", "personal_information", "harassment", "false_information", "other"):
        assert not numbers(allegation, "weibo:1").provisions
        assert numbers(allegation, "weibo:1").beside("weibo:1", "reposts") is None


def test_a_part_of_a_measure_is_laid_beside_no_number() -> None:
    row = {
        "subject_id": "weibo:1",
        "measure": "reposts",
        "lower": 600,
        "point": 600,
        "upper": None,
        "note_code": "traced_no_counter",
        "class_value": None,
    }
    named = numbers("defamation", "weibo:1")
    assert named.compared(row) is not None
    assert named.compared(row | {"class_value": "iPhone"}) is None
