"""REPORT §11, item 6: no innocent is named anywhere, no sentence is false, a contradiction stands on page one."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import polars as pl
import pytest

from tests.report.misleading.scene import Done, done
from tests.report.misleading.worlds import WORLDS, World

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=sorted(WORLDS))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Done]:
    world = WORLDS[request.param]()
    return world, done(world.scene, tmp_path_factory.mktemp(request.param))


def written(result: Done) -> Iterator[tuple[str, str]]:
    """Every text that report and package wrote: path, content. Evidence as given and the analysis are none."""
    bag = result.bag / "data"
    for folder in (result.case.report, result.bag):
        for file in sorted(folder.rglob("*")):
            given = bag / "evidence" in file.parents or bag / "tables" in file.parents
            if file.is_file() and not given and file.suffix not in (".sqlite", ".pdf"):
                yield str(file.relative_to(folder.parent)), file.read_text(encoding="utf-8")


def words(file: Path) -> str:
    """The words of an HTML file, without marks and blanks between them."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", file.read_text(encoding="utf-8"))))


def report_of(result: Done, lang: str) -> str:
    """The words of the report in one language, whether it is a file of its own or half of one."""
    own = result.case.report / f"report.{lang}.html"
    return words(own if own.exists() else result.case.report / "report.html")


def page_one(result: Done) -> str:
    """The first part of the Chinese report: what stands before the heading of the second."""
    own = result.case.report / "report.zh.html"
    text = (own if own.exists() else result.case.report / "report.html").read_text(encoding="utf-8")
    (first,) = re.findall(r'<section class="chapter chapter-answers".*?</section>', text, re.DOTALL)[:1]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", first)))


def test_nobody_may_be_named_but_who_is_listed(made: tuple[World, Done]) -> None:
    world, result = made
    assert result.may_be_named() == {account.id for account in world.named}


def test_no_innocent_stands_in_any_file_that_report_and_package_write(made: tuple[World, Done]) -> None:
    world, result = made
    allowed = {account.uid for account in (*world.named, *world.shown)}
    innocent = [account for account in result.accounts if account.uid not in allowed]
    assert len(innocent) > 25
    found = [
        (path, account.name)
        for path, text in written(result)
        for account in innocent
        if account.name in text or str(account.uid) in text
    ]
    assert found == []


def test_requests_ask_for_no_innocent(made: tuple[World, Done]) -> None:
    world, result = made
    asked = set(result.case.read("requests")["subject_ids"].explode().drop_nulls())
    assert not asked & ({account.id for account in result.accounts} - {account.id for account in world.named})


def test_who_is_named_stands_in_the_report(made: tuple[World, Done]) -> None:
    world, result = made
    for lang in ("zh", "en"):
        text = report_of(result, lang)
        for account in world.named:
            assert account.name in text and str(account.uid) in text, (lang, account.name)


def test_page_one_says_what_a_judge_must_know_first(made: tuple[World, Done]) -> None:
    world, result = made
    text = page_one(result)
    assert [wanted for wanted in world.page_one if not re.search(wanted, text)] == []


def test_no_sentence_is_false(made: tuple[World, Done]) -> None:
    world, result = made
    text = report_of(result, "zh") + report_of(result, "en")
    element = r"[A-Z]\d+-[A-Z0-9]+[^。]{0,40}：(已观察到|observed)"
    assert [wrong for wrong in (element, *world.false) if re.search(wrong, text)] == []


def test_no_row_of_law_counts_against_somebody_what_is_not_against(made: tuple[World, Done]) -> None:
    world, result = made
    findings = result.case.read("findings")
    for factor in world.not_measured:
        assert "measured" not in set(findings.filter(factor_id=factor)["status"]), factor
    for factor, ends in world.numbers.items():
        rows = findings.filter(pl.col("factor_id") == factor).select("lower", "upper").rows()
        assert rows and set(rows) == {ends}, (factor, rows)
