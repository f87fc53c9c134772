"""Files of the report: one a language, in any order; nothing with other content is overwritten."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.evidence.package import package
from analytics.evidence.verification import verify
from analytics.model.errors import CaseError, SettingsError
from analytics.report.section import PURPOSES, sections
from analytics.report.write import write_report
from analytics.store.case_folder import Case, open_case, sha256_of
from analytics.store.custody_log import entries
from tests.report.conftest import made

pytestmark = pytest.mark.slow

DATE = datetime(2025, 3, 12, 12, tzinfo=UTC)


@pytest.fixture
def mine(tmp_path: Path) -> Case:
    """A case of one's own: the log of the shared one may already tell of reports that other tests wrote."""
    return made(tmp_path)


def hashes(case: Case) -> dict[str, str]:
    """The documents of a report; the lists beside them may be the same in the next one."""
    return {p.name: sha256_of(p) for p in sorted(case.report.glob("*.*")) if p.suffix in (".html", ".json")}


@pytest.mark.parametrize("order", [("zh", "en"), ("en", "zh")])
def test_one_language_after_the_other_leaves_both_standing(mine: Case, order: tuple[str, str]) -> None:
    write_report(mine, order[0], DATE, with_pdf=False)
    first = hashes(mine)
    write_report(mine, order[1], DATE, with_pdf=False)
    assert first.items() <= hashes(mine).items()
    assert set(hashes(mine)) == {
        "report.zh.html", "annex.zh.html", "report.en.html", "annex.en.html", "findings.json", "report.html"
    }  # fmt: skip
    found = hashes(mine)
    assert found["report.html"] == found[f"report.{order[0]}.html"]  # The bare name is the first one's.
    both = write_report(mine, "zh+en", DATE, with_pdf=False)
    assert {path.name for path in both} >= set(found) and hashes(mine) == found


def test_a_replaced_report_has_its_bare_name_anew(mine: Case) -> None:
    write_report(mine, "zh+en", DATE, with_pdf=False)
    write_report(mine, "en", datetime(2025, 3, 13, tzinfo=UTC), with_pdf=False, may_replace=True)
    found = hashes(mine)
    assert found["report.html"] == found["report.en.html"]
    assert all(check.ok for check in verify(open_case(mine.folder)))


@pytest.mark.parametrize("name", ["report.html", "report.zh.html"])
def test_a_report_changed_under_either_name_is_found_though_its_findings_are_gone(
    mine: Case, tmp_path: Path, name: str
) -> None:
    write_report(mine, "zh", DATE, with_pdf=False)
    (mine.report / name).write_text("<p>added</p>", encoding="utf-8")
    assert name in str([check.params for check in verify(open_case(mine.folder)) if not check.ok])
    with pytest.raises(CaseError, match=name):
        package(open_case(mine.folder), tmp_path / "bag")
    (mine.report / "findings.json").unlink()
    assert name in str([check.params for check in verify(open_case(mine.folder)) if not check.ok])


def test_a_file_with_other_content_is_refused_and_nothing_is_written(mine: Case) -> None:
    write_report(mine, "zh", DATE, with_pdf=False)
    before = hashes(mine)
    with pytest.raises(CaseError, match="--replace"):
        write_report(mine, "zh", datetime(2025, 3, 13, tzinfo=UTC), with_pdf=False)
    assert hashes(mine) == before and not (mine.report / "old").exists()


def test_what_is_replaced_is_kept_and_logged(mine: Case) -> None:
    write_report(mine, "zh+en", DATE, with_pdf=False)
    before = hashes(mine)
    write_report(mine, "zh", datetime(2025, 3, 13, tzinfo=UTC), with_pdf=False, may_replace=True)
    kept = {path.name: sha256_of(path) for path in (mine.report / "old").rglob("*.*") if path.is_file()}
    assert (
        before.items() <= kept.items()
    )  # The English files too: they were made from findings that are gone.
    assert not (mine.report / "report.en.html").exists()
    replaced = entries(mine.folder)[-1]["detail"]["replaced"]
    assert set(before) <= set(replaced) and all((mine.report / place).exists() for place in replaced.values())


def test_a_purpose_has_files_of_its_own_beside_the_others(mine: Case) -> None:
    write_report(mine, "zh", DATE, with_pdf=False)
    write_report(mine, "zh", DATE, "injunction", with_pdf=False)
    assert {"report.zh.html", "report-injunction.zh.html", "findings-injunction.json"} <= set(hashes(mine))
    found = json.loads((mine.report / "findings-injunction.json").read_text("utf-8"))
    assert {claim["section"] for claim in found["claims"]} <= {
        name for name, part in sections().items() if part.order in PURPOSES["injunction"]
    }


def test_an_unknown_purpose_and_language_are_refused(mine: Case) -> None:
    with pytest.raises(SettingsError):
        write_report(mine, "fr", DATE)
    with pytest.raises(SettingsError):
        write_report(mine, "zh", DATE, "novel")


def test_the_parts_stand_in_the_order_of_their_numbers() -> None:
    """The order that the design of the report fixes; a court finds part 5 under 5 in every purpose.

    Stories are the last, in an annex of their own.
    """
    assert [name for name, _ in sorted(sections().items(), key=lambda item: item[1].order)] == [
        "answers", "timeline", "listed", "groups", "scope", "factors",
        "coverage", "method", "integrity", "glossary", "form", "stories",
    ]  # fmt: skip
    assert sorted(part.order for part in sections().values()) == list(range(1, 13))
