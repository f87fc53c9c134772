"""Looking at files before an import, in a real browser: a wrong map is seen, mended, and only then imported."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from analytics.model.messages import say
from analytics.store.case_folder import create_case, open_case
from analytics.store.custody_log import entries
from tests.dashboards.test_work_browser import GO, drop, ended
from tests.dashboards.watched import serving, watched
from tests.importing.invented import START, beijing, mid_at

AXE = Path(__file__).parent / "axe.min.js"
AGAIN = '[id*=\'"name":"again"\']'
ROOT = mid_at(START - timedelta(hours=1))
HEAD = "mid,comment_id,user_id,screen_name,created_at,content\n"
ROWS = [
    f"{ROOT},{mid_at(START + timedelta(minutes=k))},{9_100_000_000 + k},虚构{k},{beijing(START)},<b>话{k}</b>\n"
    for k in range(5)
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_case(tmp_path / "case")
    (tmp_path / "case" / "case.toml").write_text('[case]\nreference = "invented"\n', encoding="utf-8")
    return tmp_path / "case"


@pytest.fixture
def tab(browser: Browser, folder: Path) -> Iterator[Page]:
    with serving(folder) as address, watched(browser, address, (1280, 900)) as opened:
        opened.goto(f"{address}/en/import")
        yield opened


def choose(tab: Page, field: str, value: str) -> None:
    """Take a column for a field of the first form."""
    tab.click(f'input[id*=\'"field":"{field}"\']')
    tab.click(f"[role=option][value='{value}']:visible")


def faults_of(tab: Page) -> list[str]:
    """What axe finds on the page."""
    tab.add_script_tag(path=str(AXE)) if not tab.evaluate("'axe' in window") else None
    found = tab.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations.map((v) => v.id + ' ' + v.nodes[0].html))"
    )
    return [str(one) for one in found]


def test_a_wrong_map_is_seen_before_the_import_and_mended_and_only_then_imported(
    tab: Page, folder: Path
) -> None:
    drop(tab, "answers.csv", (HEAD + "".join(ROWS)).encode())
    ended(tab, "inspect")
    shown = tab.locator(".wl-looked-file")
    assert "5 records" in shown.inner_text() and tab.locator(GO).count() == 0
    assert shown.locator("table bdi", has_text="<b>话0</b>").count() == 1
    assert not faults_of(tab)
    tab.fill('input[id*=\'"field":"head/platform"\']', "weibo")
    choose(tab, "head/timezone", "Asia/Shanghai")
    choose(tab, "columns/id", '"mid"')
    choose(tab, "columns/root_id", '"comment_id"')
    tab.click(AGAIN)
    shared = say("cli.inspect_shared", "en", n="5", distinct="1")
    assert tab.wait_for_selector(f'.wl-remark:has-text("{shared}")')
    choose(tab, "columns/id", '"comment_id"')
    choose(tab, "columns/root_id", '"mid"')
    tab.click(AGAIN)
    tab.wait_for_selector(f'.wl-remark:has-text("{shared}")', state="detached")
    assert not list((folder / "evidence").iterdir()) and not entries(folder)
    tab.click(GO)
    ended(tab, "import")
    events = open_case(folder).read("events")
    assert (events["event_id"].n_unique(), events["account_id"].n_unique(), events.height) == (5, 5, 5)
    assert events["stated_root_id"].unique().to_list() == [f"weibo:{ROOT}"]
    assert 'id = "comment_id"' in entries(folder)[-1]["detail"]["maps"]["answers.csv"]


def test_what_was_looked_at_and_not_imported_leaves_nothing(tab: Page, folder: Path) -> None:
    drop(tab, "answers.csv", (HEAD + "".join(ROWS)).encode())
    ended(tab, "inspect")
    tab.reload()
    tab.click('[id*=\'"name":"leave"\']')
    tab.wait_for_selector(".wl-looked", state="detached")
    assert not list((folder / "dashboard" / "incoming").iterdir()) and not entries(folder)
