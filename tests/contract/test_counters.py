"""Counters as ranges, and what is said of them beside a number of law."""

import polars as pl
import pytest

from analytics.law.comparison import MEASURE_OF
from analytics.law.rendering import comparison_said, read_findings
from analytics.model.messages import say
from dashboards.pages.law import lines
from dashboards.views.measures import every_range, law_numbers
from dashboards.widgets.ranges import law_note, range_row
from tests.contract.invented import R1, R2
from tests.contract.places import EN, ZH, Told, page, show, words

pytestmark = pytest.mark.slow

TOLD = ("reposts", "reposts_displayed", "comments", "comments_displayed", "views")


def rows(one: Told, subject: str) -> dict[str, dict]:
    found = one.case.read("scope").filter(subject_id=subject).filter(pl.col("class_value").is_null())
    return {row["measure"]: row for row in found.to_dicts()}


def subjects(one: Told) -> list[str]:
    return ["case", *one.facts.trees["root_id"].unique(maintain_order=True), *one.facts.numbers.subjects]


def test_a_counter_as_a_range(every: Told) -> None:
    listed = page(every, "scope").filter(pl.col("class_value").is_null())
    for one in every.facts.spread.extents:
        if one.layer == "stated" and one.post_id:
            assert len(one.reposts) == (rows(every, one.post_id)["reposts"]["point"] or 0)
    for subject in subjects(every):
        of_table = rows(every, subject)
        of_page = {item.measure: item for item in every_range(every.case, subject)}
        of_paper = {
            r["measure"]: r
            for r in every.paper["scope"]
            if r["subject_id"] == subject and r["class_value"] is None
        }
        for measure in TOLD:
            row = of_table[measure]
            ends = (row["lower"], row["upper"])
            (shown,) = [r for r in show(every, f"{measure}@{subject}").about if r["class_value"] is None]
            (cell,) = listed.filter(subject_id=subject, measure=measure).select("lower", "upper").rows()
            assert ends == (shown["lower"], shown["upper"]) == cell
            assert ends == (of_paper[measure]["lower"], of_paper[measure]["upper"])
            if measure in of_page:
                assert ends == (of_page[measure].lower, of_page[measure].upper)
            else:
                assert of_page[measure.removesuffix("_displayed")].displayed == row["point"]


def test_a_counter_as_a_range_by_hand(stated: Told) -> None:
    """R1 500 of 500; R2 6 traced where an exact, newer counter shows 4: the smaller is the lower end, and nothing
    bounds it above."""
    first, second = rows(stated, R1), rows(stated, R2)
    assert [(first[m]["lower"], first[m]["upper"]) for m in ("reposts", "reposts_displayed", "views")] == [
        (500, 500),
        (500, 500),
        (5_000, 5_000),
    ]
    assert [(second[m]["lower"], second[m]["upper"]) for m in ("reposts", "reposts_displayed")] == [
        (4, None),
        (4, None),
    ]
    assert second["reposts"]["point"] == 6
    assert second["reposts_displayed"]["point"] == 4
    assert {second[m]["note_code"] for m in ("reposts", "reposts_displayed")} == {"traced_above_counter"}


@pytest.mark.parametrize("view", [ZH, EN])
def test_a_counter_beside_a_number_of_law(every: Told, view) -> None:
    numbers = law_numbers(every.case)
    assert numbers == every.facts.numbers
    read = lines(every.case, view.lang, "Asia/Shanghai", ())
    told = {(line.factor_id, line.subject_id): line for line in read}
    of_table = {(r["factor_id"], r["subject_id"]): r for r in every.case.read("findings").to_dicts()}
    printed = [cells[-1] for cells in every.grids.get("extent.table", [])]
    compared_n = 0
    for subject in numbers.subjects:
        widgets = {item.measure: item for item in every_range(every.case, subject)}
        for factor, measure in MEASURE_OF.items():
            row = rows(every, subject).get(measure)
            compared = row and numbers.compared(row)
            if not compared or (factor, subject) not in told:
                continue
            said = comparison_said(compared, view.lang)
            assert said in told[factor, subject].distance  # Below a number, the row tells as of when as well.
            assert (of_table[factor, subject]["lower"], of_table[factor, subject]["upper"]) == (
                compared.lower,
                compared.upper,
            )
            if measure in widgets:
                assert widgets[measure].compared == compared
                assert said in words(range_row(widgets[measure], view))
            if view is EN and measure == "reposts":
                assert any(one.startswith(say(f"extent.place_{compared.position}", "en")) for one in printed)
            compared_n += 1
    assert compared_n or not numbers.subjects


def test_a_counter_beside_a_number_of_law_at_exactly_that_number_and_contradicted(stated: Told) -> None:
    told = {
        (line.factor_id, line.subject_id): line for line in read_findings(stated.case.read("findings"), "en")
    }
    for factor in ("S-R1", "S-R2", "S-V1"):
        assert told[factor, R1].status == "measured"
        assert "reaches the number (by 0)" in told[factor, R1].distance
    for factor in ("S-R1", "S-R2"):
        assert told[factor, R2].status == "measured"  # What was seen is told; where the number lies, is open.
        assert "the platform shows 4, 6 are traced; they contradict" in told[factor, R2].observation
        assert "neither reached nor not reached is shown" in told[factor, R2].distance
    of_case = told["S-R2", "case"].observation
    assert "the platform shows 4, 6 are traced; they contradict" in of_case
    (lacking,) = [claim["text"]["en"] for claim in stated.paper["claims"] if claim["key"] == "answers.lack"]
    assert "item 2: the platform shows 4, 6 are traced" in lacking
    assert "extent.contradiction" in {claim["key"] for claim in stated.paper["claims"]}


def test_a_counter_beside_a_number_of_law_without_flagged_reposts_is_no_better_known(stated: Told) -> None:
    """R1: 500 traced, of which one is a repeat: 499 to 500; R2: 6, none of them flagged, and never below 500 by them."""
    told = {(r["factor_id"], r["subject_id"]): r for r in stated.case.read("findings").to_dicts()}
    assert (told["S-R3", R1]["lower"], told["S-R3", R2]["lower"]) == (499, 6)
    for line in read_findings(stated.case.read("findings"), "en"):
        if (line.factor_id, line.subject_id) in (("S-R3", R1), ("S-R3", R2)):
            assert "neither reached nor not reached is shown" in line.distance


def test_nothing_is_laid_beside_a_number_where_nothing_is_alleged(unstated: Told) -> None:
    numbers = law_numbers(unstated.case)
    assert numbers.provisions and not numbers.subjects and not unstated.facts.numbers.subjects
    findings = unstated.case.read("findings").filter(pl.col("factor_id").str.starts_with("S-"))
    assert findings.height and findings["threshold"].null_count() == findings.height
    for line in lines(unstated.case, "en", "Asia/Shanghai", ()):
        assert line.distance is None
    for subject in ("case", R1, R2):
        for item in every_range(unstated.case, subject):
            assert item.compared is None
            assert "number" not in words(range_row(item, EN)).split("scope")[0] or item.compared is None
    assert EN.t("marks_not_stated") in words(law_note(numbers, EN))
    assert "extent.table" not in unstated.grids
    assert "extent.rule" not in {claim["key"] for claim in unstated.paper["claims"]}
