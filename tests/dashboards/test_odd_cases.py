"""What goes wrong with cases: cut off, too new, robbed of a table, empty, one act, one star. Each page says so in a sentence."""

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from analytics.model.errors import CaseError
from analytics.model.messages import LANGS, say
from analytics.store.case_folder import Case, open_case
from dashboards.app import create_app, pages
from dashboards.case_session import CaseSession
from dashboards.page import View
from tests.dashboards.invented import write_case
from tests.dashboards.odd_cases import star
from tests.dashboards.test_pages import written
from tests.dashboards.watched import serving, watched
from tests.test_commands import wakeline

pytestmark = pytest.mark.slow


def manifest(folder: Path) -> dict:
    return json.loads((folder / "analysis.json").read_text(encoding="utf-8"))


def write_manifest(folder: Path, content: dict) -> None:
    (folder / "analysis.json").write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    "missing",
    ["nodes", "levels", "cascades", "scope", "sources", "rejected", "counters", "occurrences", "events"],
)
def test_every_page_of_an_unfinished_case_says_what_there_is(tmp_path: Path, missing: str) -> None:
    case = write_case(tmp_path / "case", 40, 6)
    content = manifest(case.folder)
    del content["tables"][f"{missing}.parquet"]
    write_manifest(case.folder, content)
    for page in pages():
        for lang in LANGS:
            assert len(written(page.layout(CaseSession(case.folder), View(lang)))) > 40


@pytest.mark.parametrize("leaves", [0, 1])
def test_pages_of_a_case_with_no_or_one_repost_open_in_a_browser(
    tmp_path: Path, leaves: int, browser: Browser
) -> None:
    with serving(star(tmp_path / "case", leaves).folder) as at, watched(browser, at) as tab:
        for page in pages():
            tab.goto(f"{at}/en{page.path}")
            tab.wait_for_selector("#content .wl-card, #content .wl-empty")
            tab.wait_for_load_state("networkidle")
            if page.name == "network":
                tab.wait_for_selector('#net-stage[data-state="ready"]')
                assert f"Showing {leaves + 1} of {leaves + 1}" in tab.inner_text("#net-count")


@pytest.mark.parametrize("robbed", ["nodes", "events"])
def test_a_deleted_table_is_named_in_one_sentence(tmp_path: Path, robbed: str, browser: Browser) -> None:
    case = write_case(tmp_path / "case", 40, 6)
    (case.tables / f"{robbed}.parquet").unlink()
    with serving(case.folder) as at, watched(browser, at) as tab:
        for page in pages():
            tab.goto(f"{at}/en{page.path}")
            tab.wait_for_selector("#content .wl-card, #content .wl-empty")
            tab.wait_for_load_state("networkidle")
            if robbed == "events" or page.name == "spread":
                tab.wait_for_function(f"document.body.innerText.includes('{robbed}')")


def test_a_case_from_a_newer_version_is_refused_in_one_line(tmp_path: Path, case: Case) -> None:
    folder = tmp_path / "case"
    shutil.copytree(case.folder, folder)
    desk = CaseSession(folder)
    write_manifest(folder, manifest(folder) | {"format_version": 99})
    done = wakeline("dashboard", "--case", str(folder))
    assert done.returncode == 2 and done.stderr.strip().count("\n") == 0 and "99" in done.stderr
    with pytest.raises(CaseError):
        open_case(folder)
    with pytest.raises(CaseError):  # changed while it was being looked at
        desk.case  # noqa: B018
    assert desk.seen.stages()


def test_a_case_that_turns_newer_while_it_is_looked_at_is_said_on_the_page(
    tmp_path: Path, browser: Browser
) -> None:
    folder = write_case(tmp_path / "case", 20, 2).folder
    with serving(folder) as at, browser.new_page() as tab:
        write_manifest(folder, manifest(folder) | {"format_version": 99})
        for lang in LANGS:
            tab.goto(f"{at}/{lang}/overview")
            assert "99" in tab.wait_for_selector("#content .wl-empty").inner_text()
            assert say("dashboard.page_fault", lang) in tab.inner_text("#content")


def test_an_empty_folder_of_a_case_opens_every_page(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.toml").write_text('[case]\nreference = "E-1"\n', encoding="utf-8")
    assert create_app(folder)
    for page in pages():
        shown = written(page.layout(CaseSession(folder), View("zh")))
        assert "wl-empty" in shown or "wl-drop" in shown
