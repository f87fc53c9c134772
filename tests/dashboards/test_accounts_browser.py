"""Accounts in a real browser: watched, noted, compared, printed, pasted; marks are found again everywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from analytics.store.watch_list import watch_list
from tests.dashboards.invented import write_case
from tests.dashboards.watched import serving, watched

ONE, TWO = "weibo:9110000003", "weibo:9110000004"
READY = '#net-stage[data-state="ready"]'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_case(tmp_path_factory.mktemp("accounts") / "case", 30, 5).folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serving(folder) as at:
        yield at


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address) as opened:
        yield opened


def label(page: Page, account: str) -> str:
    return str(
        page.evaluate(
            "(id) => wakelineNet.view.sigma.getNodeDisplayData(String(wakelineNet.net.row.get(id))).label",
            account,
        )
    )


def test_an_account_is_watched_and_noted_and_found_on_row_node_dossier_and_page(
    page: Page, address: str, folder: Path
) -> None:
    page.goto(f"{address}/en/account/{ONE}")
    page.click(f"[data-watch='{ONE}']")
    page.wait_for_selector(f"[data-watch='{ONE}'][aria-pressed='true']")
    assert set(watch_list(folder)) == {ONE}
    page.click(".wl-notes summary")
    page.fill(".wl-notes textarea", "look again at 21:30")
    page.fill(".wl-notes input[type=text]", "examiner")
    page.click(".wl-note-form button")
    page.wait_for_selector(".wl-entries li", state="attached")
    page.goto(f"{address}/en/roles")
    page.wait_for_selector("#content .ag-row:has-text('★ ✎1')")  # Watched accounts stand first.
    page.goto(f"{address}/en/network")
    page.wait_for_selector(READY)
    page.wait_for_function("wakelineNet.net.watched.size === 1")
    assert label(page, ONE).startswith("★ ✎1 ")
    page.goto(f"{address}/en/notes")
    page.wait_for_selector("#content .wl-card")
    assert page.inner_text("#content").count("look again at 21:30") == 1
    assert page.locator(f"[data-watch='{ONE}']").inner_text() == "★ Watched"
    page.goto(f"{address}/en/account/{ONE}")
    page.wait_for_selector(".wl-entries li", state="attached")
    assert "look again at 21:30" in page.locator(".wl-entries").inner_text()


def test_accounts_are_compared_from_the_network_and_one_more_by_search(page: Page, address: str) -> None:
    page.goto(f"{address}/zh/network")
    page.wait_for_selector(READY)
    page.evaluate(
        f"['{ONE}', '{TWO}'].forEach((id, k) => wakelineNet.view.choose([wakelineNet.net.row.get(id)], k > 0))"
    )
    page.click("[data-net=compare]")
    page.wait_for_selector("#compare-find")
    assert page.locator(".wl-chip").count() == 2 and "共同帖子 1" in page.inner_text("#content")
    page.fill("#compare-find", "灯下旧事")
    page.wait_for_selector("#compare-results button")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('.wl-chip').length === 3")
    assert page.locator(".wl-compared thead th").count() >= 4


def test_a_pasted_list_names_what_is_damaged(page: Page, address: str, folder: Path) -> None:
    page.goto(f"{address}/en/notes")
    page.fill("#watch-text", f"{TWO}\n9.11E+09\n{TWO}\nweibo:404")
    page.fill("#watch-source", "letter 3")
    page.click("#watch-go")
    page.wait_for_function(
        "document.getElementById('watch-said').textContent.includes('1 watched; 1 repeated')"
    )
    said = page.inner_text("#watch-said")
    assert "line 2 9.11E+09: a spreadsheet wrote it in scientific form" in said and "weibo:404" in said
    assert watch_list(folder)[TWO].source == "letter 3"


def test_a_dossier_keeps_its_account_in_the_other_language(page: Page, address: str) -> None:
    page.goto(f"{address}/en/account/{ONE}")
    page.wait_for_selector("#dossier-print")
    page.click("a.wl-lang")
    page.wait_for_url(f"{address}/zh/account/{ONE}")
    page.wait_for_selector("#dossier-print")


def test_a_table_and_a_picture_are_taken_away_under_pseudonyms(page: Page, address: str) -> None:
    page.goto(f"{address}/en/roles")
    page.locator("#content .wl-grid-frame > .wl-out").first.click()
    with page.expect_download() as got:
        page.click("#export-go button")
    text = Path(got.value.path()).read_text(encoding="utf-8-sig")
    assert (
        got.value.suggested_filename == "wakeline-accounts.csv" and text.count("\n") == 32
    )  # A head and 31 accounts.
    assert "weibo:account-" in text and ONE not in text
    page.goto(f"{address}/en/spread?view=tree")
    page.wait_for_selector(".wl-graph .main-svg")
    button = page.locator(".wl-graph > .wl-out").first
    button.wait_for(state="attached")
    button.focus()
    page.keyboard.press("Enter")
    with page.expect_download() as got:
        page.click("#export-go button:has-text('SVG')")
    drawn = Path(got.value.path()).read_text(encoding="utf-8")
    assert drawn.startswith("<svg") and "灯下旧事" not in drawn and "account-" in drawn
    assert page.locator(".modebar-btn[data-title*='PNG']").count() == 0
