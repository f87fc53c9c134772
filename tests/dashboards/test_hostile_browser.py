"""The hostile case on every page, in reports and exports: nothing runs, nothing is asked of another host, nothing bursts the window."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pikepdf
import pytest
from playwright.sync_api import Browser, Page

from analytics.model.messages import LANGS
from analytics.report.write import write_report
from analytics.store.case_folder import Case
from dashboards.app import create_app, pages
from dashboards.widgets.grid import listings
from tests.dashboards.hostile import TEXTS, account, hostile_case
from tests.dashboards.watched import faults_of, serving, watched
from tests.importing.invented import START, mid_at

pytestmark = pytest.mark.slow

POST = f"weibo:{mid_at(START)}"
WITH_ID = {"dossier": [account(100), account(0)]}
ASKED = {
    "posts": ["", "?q=script"],
    "spread": ["", "?view=tree", "?view=ring"],
    "compare": [f"?ids={account(100)},{account(0)}"],
    "ask": ["?q=window.hit"],
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDER = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - window.innerWidth"
# Elements that would act if a text had become one: handlers, frames, pictures and links that lead elsewhere.
ACTING = """[...document.querySelectorAll("[onerror], [onload], iframe, object, embed, base, form[action]")].concat(
  [...document.links].filter((a) => a.host !== window.location.host || !a.protocol.startsWith("http")),
  [...document.images].filter((i) => !/^(data|blob):/.test(i.src) && new URL(i.src).host !== window.location.host)).length"""
TRIES_N = 60  # A figure is drawn anew when the window changes; until then the old one is wider.


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return hostile_case(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def reports(case: Case) -> list[Path]:
    date = datetime(2025, 4, 1, tzinfo=UTC)
    return [file for lang in LANGS for file in write_report(case, lang, date, may_replace=True)]


@pytest.fixture(scope="module")
def address(case: Case) -> Iterator[str]:
    with serving(case.folder) as at:
        yield at


def nothing_acts(tab: Page, dialogs: list[str], where: str) -> None:
    """No dialog came, no script of a stranger ran or stands in the page, nothing is wider than the window."""
    assert not dialogs and tab.evaluate("window.hit") is None, where
    assert tab.locator("script", has_text="window.hit").count() == 0, where
    assert tab.evaluate(ACTING) == 0, where
    for _ in range(TRIES_N):  # The policy of the page lets nothing wait inside it for a text of code.
        if tab.evaluate(WIDER) <= 1:
            return
        tab.wait_for_timeout(250)
    raise AssertionError(f"{where}: {tab.evaluate(WIDER)} px wider than the window")


def places(name: str, path: str) -> list[str]:
    return (
        [f"{path}/{quote(i)}" for i in WITH_ID[name]]
        if name in WITH_ID
        else [path + asked for asked in ASKED.get(name, [""])]
    )


def test_the_case_holds_every_text_pairs_and_roles(case: Case) -> None:
    """Otherwise the walk below shows nothing."""
    names = set(case.read("events")["account_name"].drop_nulls())
    assert sum(any(text[:60] in name for name in names) for text in TEXTS) >= len(TEXTS) - 2
    assert case.read("coaction_pairs").height and case.read("roles").height and case.read("rejected").height


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", [page.name for page in pages()])
def test_every_page_shows_hostile_texts_and_nothing_acts(
    name: str, lang: str, browser: Browser, address: str
) -> None:
    page = next(one for one in pages() if one.name == name)
    with watched(browser, address, is_strict=True) as tab:
        dialogs: list[str] = []
        tab.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
        for place in places(name, page.path):
            tab.goto(f"{address}/{lang}{place}")
            tab.wait_for_selector("#content .wl-card, #content .wl-empty")
            tab.wait_for_load_state("networkidle")
            nothing_acts(tab, dialogs, place)
            tab.set_viewport_size({"width": 1280, "height": 800})
            nothing_acts(tab, dialogs, f"{place} at 1280")
            tab.set_viewport_size({"width": 1440, "height": 900})
        rows = tab.locator("#content .ag-row:visible")
        if rows.count():
            rows.first.click()
            tab.wait_for_load_state("networkidle")
            nothing_acts(tab, dialogs, f"{name}: a row")


def test_reports_run_nothing_and_ask_nobody(reports: list[Path], browser: Browser) -> None:
    documents = [file for file in reports if file.suffix == ".html"]
    assert documents
    for file in documents:
        with browser.new_page() as tab:
            faults = faults_of(tab, "file://")
            tab.on("dialog", lambda d: faults.append(d.message))
            tab.goto(file.as_uri())
            assert tab.evaluate("window.hit") is None and not faults, (file.name, faults)
            assert tab.locator("script, iframe, [onerror], [onload], [href^='javascript']").count() == 0
            assert tab.evaluate(WIDER) <= 1, file.name


def test_printed_reports_hold_no_action_of_a_stranger(reports: list[Path]) -> None:
    documents = [file for file in reports if file.suffix == ".pdf"]
    assert documents
    for file in documents:
        with pikepdf.open(file) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Dictionary):
                    assert not {"/JS", "/AA", "/EmbeddedFiles"} & set(thing.keys()), file.name
                    assert thing.get("/S") not in ("/JavaScript", "/Launch", "/SubmitForm"), file.name
                    assert "a.invalid" not in str(thing.get("/URI", "")), file.name


@pytest.mark.parametrize("lang", LANGS)
def test_every_table_leaves_without_a_formula(lang: str, case: Case) -> None:
    client = create_app(case.folder).server.test_client()
    sha256 = case.read("sources")["sha256"][0]
    abouts = {
        "acts": "untimed",
        "posts": "{}",
        "posts_authors": "{}",
        "spreaders": f"{POST}|repost",
        "tie_acts": f"repost|{account(0)}|{account(100)}",
        "pair_acts": f"coordination|{account(100)}|{account(101)}",
        "set": "reposts",
        "account_acts": account(100),
        "rejected": sha256,
        "network": "repost",
    }
    left = set()
    for name in listings():
        for real in (False, True):
            asked = {"about": abouts.get(name, ""), "lang": lang, "real": real, "reason": TEXTS[5]}
            answer = client.post(f"/wakeline/table/{name}", json=asked, headers={"X-Wakeline": "1"})
            assert answer.status_code in (200, 409), (name, answer.status)
            if answer.status_code == 200:
                left.add(name)
                table = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline=""))
                assert not [c for row in table for c in row if c.startswith(FORMULA) and not _is_number(c)], (
                    name
                )
    assert set(abouts) <= left


def test_the_network_leaves_as_well_formed_gexf(case: Case) -> None:
    client = create_app(case.folder).server.test_client()
    ids = [account(k) for k in (*range(10), *range(100, 105))]
    for real in (False, True):
        asked = {"graph": "repost", "ids": ids, "real": real, "reason": TEXTS[0]}
        answer = client.post("/wakeline/selection/gexf", json=asked, headers={"X-Wakeline": "1"})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        root = ET.fromstring(answer.get_data())
        assert root.tag.endswith("gexf") and "script" not in {e.tag.rpartition("}")[2] for e in root.iter()}
        assert (TEXTS[0] in json.dumps([e.attrib for e in root.iter()])) is real


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
