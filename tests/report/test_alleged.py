"""A number of law is laid beside what is complained of, and beside nothing that merely lies in the export."""

import re
from pathlib import Path

from analytics.law.rendering import read_findings
from analytics.report.blocks import Claim, Grid
from analytics.report.placeholders import Locale
from analytics.report.report_data import report_data
from analytics.report.sections.factors import annex as findings
from analytics.report.sections.scope import build as scope
from tests.report.conftest import ROOT, made, stated


def keys(blocks: list) -> set[str]:  # type: ignore[type-arg]
    return {block.key for block in blocks}


def test_the_numbers_stand_beside_what_is_alleged(tmp_path: Path) -> None:
    case = stated(made(tmp_path))
    facts = report_data(case, None, {})
    assert {"extent.rule", "extent.table", "extent.contradiction"} <= keys(scope(facts))
    laid = facts.findings.filter(
        facts.findings["threshold"].is_not_null() & (facts.findings["rule_set"] == "fashi-2013-21")
    )
    assert set(laid.filter(laid["factor_id"] != "S-Y1")["subject_id"]) == {ROOT}  # S-Y1 is of an account.
    # 10 reposts are traced, and the counter of a day later says 0: the smaller is compared, nothing lies above.
    assert laid.filter(factor_id="S-R2").select("lower", "upper", "status").rows() == [
        (0.0, None, "measured")
    ]


def test_the_report_says_of_a_range_what_the_law_page_says(tmp_path: Path) -> None:
    """10 reposts are traced and a later counter says 0: a contradiction, and never "below the number"."""
    facts = report_data(stated(made(tmp_path)), None, {})
    voice = Locale("en", facts.zone)
    (table,) = [block for block in scope(facts) if getattr(block, "key", "") == "extent.table"]
    assert isinstance(table, Grid)
    (row,) = [tuple(map(voice.text, one.cells)) for one in table.rows]
    assert (row[1], row[2], row[-1]) == ("10", "0", "open on these data")
    (said,) = [block for block in scope(facts) if getattr(block, "key", "") == "extent.contradiction"]
    assert isinstance(said, Claim)
    assert voice.word(said.key, **said.params).startswith("Item 1: the platform shows 0, 10 are traced; they")
    law = {line.factor_id: line for line in read_findings(facts.findings, "en")}
    told = law["S-R2"].distance or ""
    assert "contradict" in told and "below the number" not in told


def test_nothing_is_laid_beside_a_number_in_a_report_that_states_nothing_as_alleged(tmp_path: Path) -> None:
    facts = report_data(made(tmp_path), None, {})
    assert keys(scope(facts)) == {"extent.not_stated"}


def test_nothing_stands_beside_a_post_that_nobody_complains_of(tmp_path: Path) -> None:
    case = stated(made(tmp_path), "weibo:4000000000000000")
    facts = report_data(case, None, {})
    assert keys(scope(facts)) == {"extent.none_seen", "extent.rest"}
    assert facts.findings.filter(facts.findings["rule_set"] == "fashi-2013-21")["threshold"].null_count() == 5


def test_text_of_users_in_findings_is_foreign_and_every_row_says_what_people_must_find(
    tmp_path: Path,
) -> None:
    case = stated(made(tmp_path))
    facts = report_data(case, None, {})
    voice = Locale("en", facts.zone)
    said = [
        [voice.text(line) for line in row.below]
        for block in findings(facts)
        if hasattr(block, "rows")
        for row in block.rows
    ]
    assert any(any(line.startswith("For the court:") for line in lines) for lines in said)
    assert not re.search(r"\{[a-z_]+\}", str(said))
