"""The sample case through the real pipeline, then every page of it: the seam between the tables and the screen."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from analytics.model.messages import LANGS, say
from analytics.pipeline import STAGES
from analytics.store.case_folder import open_case
from analytics.store.reviews import breaks, history
from dashboards.app import pages
from tests.dashboards.watched import open_row, serving
from tests.test_commands import ROOT, wakeline

AXE = Path(__file__).parent / "axe.min.js"  # axe-core 4.14.1, MPL-2.0: for tests only.


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "case"
    done = wakeline("demo", "--case", str(folder), "--no-dashboard", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_stage_has_words() -> None:
    assert all(say(f"dashboard.stage_{stage}", lang) for stage in STAGES for lang in LANGS)


@pytest.fixture(scope="module")
def address(case: Path) -> Iterator[str]:
    with serving(case) as at:
        yield at


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_of_the_sample_case_opens_in_both_languages_and_is_accessible(
    page, tab: Page, case: Path, address: str
) -> None:
    ids = open_case(case).read("roles")["account_id"].unique().sort().to_list()
    after = {"dossier": f"/{ids[0]}", "compare": f"?ids={'~~'.join(ids[:3])}"}.get(page.name, "")
    others = "#content .wl-posts, #content .wl-places, #content .wl-factor, #content .wl-answer, #content .wl-said, #compare-find, #watch-text, #content .wl-law"
    for lang in LANGS:
        tab.goto(f"{address}/{lang}{page.path}{after}")
        tab.wait_for_selector(f"#content .ag-row, {others}", state="attached")
        tab.wait_for_selector(f"#content .ag-header-cell, {others}", state="attached")
        assert tab.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[lang]
        tab.wait_for_load_state("networkidle")
        for grid in tab.locator(
            "#content .wl-grid-frame:visible"
        ).all():  # A table fills itself when it comes into sight.
            grid.scroll_into_view_if_needed()
            grid.locator(".ag-row").first.wait_for(state="visible")
        tab.wait_for_load_state("networkidle")
        tab.add_script_tag(path=str(AXE))
        found = tab.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations.map((v) => "
            "[v.id, v.impact, v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + n.failureSummary.slice(0, 160))]))"
        )
        assert found == [], lang


def test_the_initiator_and_the_rows_behind_it_are_reached_in_four_steps(tab: Page, address: str) -> None:
    """1 open the overview, 2 click the initiator candidate at A, 3 click an act of it, 4 read the exported line."""
    with (ROOT / "sample_data" / "truth" / "accounts.csv").open(encoding="utf-8") as file:
        initiators = {
            f"weibo:{row['uid']}" for row in csv.DictReader(file) if "initiator" in row["roles"].split()
        }
    tab.goto(f"{address}/en/overview")
    pair = f"{say('roles.role_initiator', 'en')} A"
    tab.locator("#content .wl-leads li", has_text=pair).locator("button").click()
    account = tab.wait_for_selector("#shown-facts .wl-id").inner_text()
    assert account in initiators
    tab.wait_for_selector("#shown-facts .ag-row")
    assert open_row(tab, "#shown-facts .ag-row", ".wl-lines .wl-line")


def test_two_people_annotate_the_same_account_and_both_entries_stand(
    browser: Browser, case: Path, address: str
) -> None:
    tabs = [browser.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True) for _ in range(2)]
    for tab in tabs:
        tab.goto(f"{address}/en/roles")
        open_row(tab, "#content .ag-row", ".wl-notes")
    for name, tab in zip(("first <b>", "second"), tabs, strict=True):
        tab.click(".wl-notes summary")
        tab.fill(".wl-notes textarea", f"seen by {name}")
        tab.fill(".wl-note-form input[type=text]", name)
        tab.click(".wl-note-form button")
        tab.wait_for_selector(".wl-entries li", state="attached")
    assert tabs[1].locator(".wl-entries li").all_inner_texts()[0].startswith("Note\nseen by first <b>")
    assert history(case)["author"].to_list()[-2:] == ["first <b>", "second"] and not breaks(case)
    for tab in tabs:
        tab.close()


def test_a_finding_is_signed_on_the_page_of_law(tab: Page, case: Path, address: str) -> None:
    tab.goto(f"{address}/en/law")
    tab.wait_for_selector(".wl-factor")
    tab.click("#law-save")
    tab.wait_for_function("document.getElementById('law-said').textContent === 'Choose a factor.'")
    tab.click("#law-factor")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.click("input[type=radio][value=not_found]")
    tab.fill("#law-author", "examiner")
    tab.click("#law-save")
    tab.wait_for_selector("#law-entries .wl-entries li")
    last = history(case).row(-1, named=True)
    assert (last["kind"], last["author"]) == ("finding", "examiner") and last["value"].endswith(":not_found")
