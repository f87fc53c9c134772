"""What report and dashboard tell of a challenge: the numbers of the table, what a run is, or that none was made."""

import json
import shutil
from pathlib import Path

import jsonschema
import polars as pl
import pytest

from analytics.challenge.joined import with_fragility
from analytics.model.tables import FRAGILITY
from analytics.report import findings_json
from analytics.report.names import names_of
from analytics.report.write import write_report
from analytics.store.case_folder import Case, Commit, open_case
from analytics.store.custody_log import CustodyEntry
from dashboards.accounts import account_facts
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.views import groups, roles

SCHEMA = Path(findings_json.__file__).with_name("findings.schema.json")
MEMBER, AUTHOR, FIRM = "generic:member0", "generic:author1", "generic:member1"
# By hand: member0 is removed by 13 of 200 changes, of which three are told here; member1 by none.
ROWS = [
    (
        MEMBER,
        "group",
        "group",
        "B",
        200,
        187,
        ["links_min=9", "without post generic:p05", "without line text"],
    ),
    (MEMBER, "amplifier", "group", "B", 200, 186, ["without author generic:author2"]),
    (FIRM, "group", "group", "B", 200, 200, []),
    (AUTHOR, "initiator", "generic:p04", "A", 200, 199, ["without capture abc"]),
]
NOT_RUN = {"en": "No robustness test was run", "zh": "未作稳健性检验"}


@pytest.fixture(scope="module")
def tried(small: Case, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The small case with this table."""
    folder = tmp_path_factory.mktemp("tried") / "case"
    shutil.copytree(small.folder, folder)
    commit = Commit(open_case(folder))
    commit.write(FRAGILITY, pl.DataFrame(ROWS, schema=FRAGILITY.schema, orient="row"))
    return commit.finish(CustodyEntry("challenge", {"runs_n": 200}))


@pytest.fixture(scope="module")
def report(tried: Case) -> str:
    write_report(tried, "zh+en", None, with_pdf=False)
    return both_languages(tried)


def both_languages(case: Case) -> str:
    """The HTML of the main part in both languages."""
    return "".join((case.report / f"report.{lang}.html").read_text(encoding="utf-8") for lang in ("zh", "en"))


def test_the_report_says_what_a_run_is_and_how_firm_each_account_is(report: str) -> None:
    told = " ".join(report.replace("<bdi>", "").replace("</bdi>", "").split())
    for said in ("200 test runs were made. A run searches the whole export anew", "稳固性：作了 200 次重算"):
        assert said in told, said
    assert not any(said in told for said in NOT_RUN.values())


def test_findings_json_has_the_same_numbers(tried: Case, report: str) -> None:
    made = json.loads((tried.report / "findings.json").read_text(encoding="utf-8"))
    jsonschema.validate(made, json.loads(SCHEMA.read_text(encoding="utf-8")))
    firm = {
        (row["account_id"], row.get("role", "group")): (row["kept_n"], row["runs_n"], row["overturned_by"])
        for row in [*made["groups"], *made["roles"]]
        if row["runs_n"] is not None
    }
    named = names_of(tried)  # Who may not be named stands in no file of the report.
    assert firm == {(a, role): (kept, runs, by) for a, role, _, _, runs, kept, by in ROWS if named.may(a)}


def test_without_a_challenge_the_report_says_that_there_was_none(small: Case, tmp_path: Path) -> None:
    shutil.copytree(small.folder, tmp_path / "case")
    case = open_case(tmp_path / "case")
    write_report(case, "zh+en", None, with_pdf=False)
    told = both_languages(case)
    for said in NOT_RUN.values():
        assert told.count(said) == 1, said  # Where the accounts are listed.
    assert "changed runs" not in told
    made = json.loads((case.report / "findings.json").read_text(encoding="utf-8"))
    jsonschema.validate(made, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert {row["kept_n"] for row in made["roles"]} == {None}


def test_a_row_below_grade_b_was_not_tried(tried: Case) -> None:
    lead = pl.DataFrame({"account_id": [MEMBER] * 2, "cluster_id": ["g1", "g2"], "grade": ["B", "C"]})
    assert with_fragility(lead, tried.read("fragility"))["kept_n"].to_list() == [187, None]


def test_the_dossier_tells_both_numbers(small: Case, tried: Case) -> None:
    view = View(lang="en")
    told = str(account_facts(CaseSession(tried.folder), MEMBER, view)[1])
    assert "stays listed in 187 of 200 changed runs" in told
    assert "stays listed in 186 of 200 changed runs" in told
    assert "changed runs" not in str(account_facts(CaseSession(small.folder), MEMBER, view)[1])


def test_roles_and_members_have_the_numbers_as_columns_when_there_are_any(small: Case, tried: Case) -> None:
    view = View(lang="en")
    members = groups.LISTING_MEMBERS_TRIED
    written = [members.written(row, view) for row in members.rows(tried, "g1").collect().to_dicts()]
    kept = {row["account_id"]: (row["kept_n"], row["runs_n"]) for row in written}
    assert kept[MEMBER] == ("187", "200") and kept[FIRM] == ("200", "200")
    assert kept["generic:member2"] == ("–", "–")
    found = roles.LISTING_ROLES_TRIED.rows(tried, "initiator").collect()
    assert dict(found.drop_nulls("kept_n").select("subject_id", "kept_n").iter_rows()) == {"generic:p04": 199}
    assert groups.group_views(tried)[0].is_tried and not groups.group_views(small)[0].is_tried
