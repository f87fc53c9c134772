"""The check of reports: what it takes for a forbidden word, and that it fails where a report is too long."""

from pathlib import Path

import pytest

from analytics.model.messages import LANGS, catalogue
from tools import report_check


@pytest.mark.parametrize(("text", "lang", "found"), [
    ("该账号是水军", "zh", 1),
    ("条文为“组织‘水军’或者其他人员”", "zh", 0),
    ("达到数量标准不等于构成犯罪", "zh", 0),
    ("构成诽谤", "zh", 1),
    ("上级转发来源不明", "zh", 0),
    ("A fake post of a troll", "en", 2),
    ("offered text: no observation", "en", 0),
    ("text:ab12 and g1", "en", 2),
    ("A12-F4 of case.toml", "en", 2),
    ("--facts PACKAGE/data/case.toml", "en", 0),
    ("A8-2 组织：已观察到", "zh", 3),
])  # fmt: skip
def test_forbidden_words(text: str, lang: str, found: int) -> None:
    assert len(report_check.forbidden(text, lang)) == found


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_of_the_main_report_hold_no_name_of_statistics(lang: str) -> None:
    """Whatever the case: every entry of the catalogues that the main part reads, and labels of its thresholds."""
    parts = (
        "alleged",
        "answers",
        "articles",
        "claims",
        "coverage",
        "extent",
        "groups",
        "listed",
        "method",
        "parts",
    )
    told = {
        f"{part}.{key}": one[lang]
        for part in (*parts, "roles", "rows", "timeline")
        for key, one in catalogue(part).items()
    }
    assert {key: hits for key, text in told.items() if (hits := report_check.jargon(text, lang))} == {}


def test_a_report_that_is_too_long_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_check, "run", lambda *_: "Pages:           5\n")
    line = report_check.pages(Path("report-injunction.zh.pdf"), report_check.PAGES)
    assert not line.is_ok and str(line) == "FAILED  report-injunction.zh.pdf, pages: 5 of 4 at most"


def test_a_folder_without_a_case_ends_with_its_reason(tmp_path: Path) -> None:
    assert not report_check.written(tmp_path, "court", 20, 1024).is_ok
