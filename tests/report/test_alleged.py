"""A number of law is laid beside what is complained of, and beside nothing that merely lies in the export."""

import re
from pathlib import Path

from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.report.facts import gather
from analytics.report.sections.findings import build as findings
from analytics.report.sections.scope import build as scope
from analytics.report.values import Voice
from analytics.store.case_toml import read_case_toml
from analytics.store.folder import Case, open_case
from tests.report.conftest import ROOT, made


def stated(case: Case, alleged: str) -> Case:
    file = case.folder / "case.toml"
    file.write_text(file.read_text(encoding="utf-8") + f"\n[[alleged]]\nid = '{alleged}'\n", encoding="utf-8")
    assert read_case_toml(case.folder).alleged[0].id == alleged
    return analyse(open_case(case.folder), Thresholds(), "findings", lambda _: None)


def keys(blocks: list) -> set[str]:  # type: ignore[type-arg]
    return {block.key for block in blocks}


def test_the_numbers_stand_beside_what_is_alleged(tmp_path: Path) -> None:
    case = stated(made(tmp_path), ROOT)
    facts = gather(case, None, {})
    assert "table_numbers" in keys(scope(facts))
    laid = facts.findings.filter(
        facts.findings["threshold"].is_not_null() & (facts.findings["rule_set"] == "fashi-2013-21")
    )
    assert set(laid["subject_id"]) == {ROOT}
    # 10 reposts are traced, and the counter of a day later says 0: it missed acts and bounds nothing.
    assert laid.filter(factor_id="S-R2").select("lower", "upper", "status").rows() == [
        (10.0, None, "not_measurable")
    ]


def test_nothing_stands_beside_a_post_that_nobody_complains_of(tmp_path: Path) -> None:
    case = stated(made(tmp_path), "weibo:4000000000000000")
    facts = gather(case, None, {})
    assert "table_numbers" not in keys(scope(facts)) and "numbers_elsewhere" in keys(scope(facts))
    assert facts.findings.filter(facts.findings["rule_set"] == "fashi-2013-21")["threshold"].null_count() == 5


def test_text_of_users_in_findings_is_foreign_and_every_row_says_what_people_must_find(
    tmp_path: Path,
) -> None:
    case = stated(made(tmp_path), ROOT)
    facts = gather(case, None, {})
    voice = Voice("en", facts.zone)
    said = [
        [voice.text(line) for line in row.below]
        for block in findings(facts)
        if hasattr(block, "rows")
        for row in block.rows
    ]
    assert any(any(line.startswith("For people to find:") for line in lines) for lines in said)
    assert not re.search(r"\{[a-z_]+\}", str(said))
