"""One range beside one number: every position by hand, and who may be laid beside a number at all."""

import pytest

from analytics.law.comparison import Bounds, Displayed, Numbers, beside, bounds_of, compare, numbers_beside
from analytics.law.rule_set import rule_sets
from analytics.store.case_toml import CaseToml


@pytest.mark.parametrize(
    ("bounds", "position", "distance"),
    [
        (Bounds(500, 500, 500), "above", 0),  # "500 times or more" holds at exactly 500
        (Bounds(499, 499, 499), "below", 1),
        (Bounds(501, 501, None), "above", 1),
        (Bounds(0, 0, 499), "below", 1),
        (Bounds(0, 0, 500), "across", 0),
        (Bounds(499, 499, 500), "across", 0),
        (Bounds(236, 236, None), "open", 264),
        (Bounds(None, None, None), "unknown", 0),
        (Bounds(None, None, 499), "below", 1),
        (Bounds(None, None, 500), "across", 0),
        # "100+" shown: what is written as the upper end is none.
        (Bounds(100, 100, 100, is_floor=True), "open", 400),
        (Bounds(500, 500, 500, is_floor=True), "above", 0),
    ],
)
def test_where_a_range_lies_beside_500(bounds: Bounds, position: str, distance: float) -> None:
    found = compare(bounds, 500)
    assert (str(found.position), found.distance, found.is_contradiction) == (position, distance, False)


@pytest.mark.parametrize(
    ("row", "position"),
    [
        ({"lower": 236, "point": 240, "upper": 236, "note_code": "traced_above_counter"}, "open"),
        ({"lower": 588, "point": 600, "upper": 588, "note_code": "traced_above_counter"}, "above"),
        ({"lower": 236, "point": 236, "upper": 0, "note_code": "traced_to_counter"}, "open"),
    ],
)
def test_a_counter_below_what_was_traced_bounds_nothing_and_is_said_to_contradict(
    row: dict[str, object], position: str
) -> None:
    found = compare(bounds_of(row), 500)
    assert (str(found.position), found.upper, found.is_contradiction) == (position, None, True)
    said = "law.lies_contradicted" if row["upper"] else "law.lies_contradicted_counter"
    assert [key for key, _ in found.sentences] == [said, f"law.lies_{position}"]


@pytest.mark.parametrize(
    ("traced", "shown", "position", "ends"),
    [
        (588, 650, "above", (588, 650)),
        (480, None, "open", (480, None)),
        (480, 490, "below", (480, 490)),
        (480, 500, "across", (480, 500)),
        (717, 650, "above", (650, None)),  # A contradiction: the smaller is compared, nothing bounds above.
        (717, 450, "open", (450, None)),
        (480, Displayed(490, 490, False), "open", (480, None)),  # Older than the last act, or rounded.
        (480, Displayed(10_000, None, True), "open", (480, None)),  # "1万+"
        (480, Displayed(300, 300, False), "open", (480, None)),
    ],
)
def test_what_was_traced_and_what_is_shown_beside_500(
    traced: float, shown: Displayed | float | None, position: str, ends: tuple[float, float | None]
) -> None:
    found = beside(traced, shown, 500)
    assert (str(found.position), (found.lower, found.upper)) == (position, ends)
    assert found.is_contradiction == (traced == 717)
    if found.is_contradiction:
        assert found.sentences[0] == ("law.lies_contradicted", {"shown": shown, "traced": 717})


def test_the_traced_reposts_without_flagged_ones_are_bounded_by_nothing_above() -> None:
    row = {"measure": "reposts_unflagged", "lower": 4.0, "point": None, "upper": 9.0, "note_code": "x"}
    for lower, position in ((4.0, "open"), (500.0, "above")):
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
