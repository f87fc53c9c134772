"""Pages on paper: no table blank, every fold open, nothing of the screen's controls, and the screen as it was afterwards."""

from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Browser, Page

from dashboards.app import pages

SEEN = """(selector) => [...document.querySelectorAll(selector)].filter((e) => e.getClientRects().length > 0).length"""

FETCHED = "!document.querySelector('#content .wl-grid-frame:not([data-rows])')"  # The page rests, and its rows for paper are there.


@pytest.mark.parametrize("shown", pages(), ids=lambda one: one.name)
def test_a_page_is_printed_whole(shown, tab: Page, address: str) -> None:
    tab.goto(f"{address}/en{shown.path}")
    tab.wait_for_selector("#content .wl-card, #content .wl-empty")
    tab.wait_for_load_state("networkidle")
    tab.wait_for_function(FETCHED)
    tables_n = tab.locator("#content .wl-grid-frame").count()
    open_n = tab.locator("#content details[open]").count()
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    assert tab.evaluate(SEEN, "#content .wl-printed tbody tr") >= tables_n
    assert (
        tab.evaluate(SEEN, "#content .wl-printed")
        == tables_n
        == tab.locator(".wl-printed", has_text="Printed: ").count()
    )
    assert tab.evaluate(SEEN, ".ag-root-wrapper, .mantine-AppShell-navbar, .wl-scheme, .wl-film-row") == 0
    assert tab.locator("#content details:not([open])").count() == 0
    tab.emulate_media(media="screen")
    tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert tab.locator(".wl-printed, .wl-print-picture").count() == 0
    assert tab.locator("#content details[open]").count() == open_n


def test_the_printed_network_holds_its_picture_and_300_of_601_rows(tab: Page, address: str) -> None:
    tab.goto(f"{address}/en/network")
    tab.wait_for_selector('#net-stage[data-state="ready"]')
    tab.wait_for_function(FETCHED)
    paper = pikepdf.open(BytesIO(tab.pdf(prefer_css_page_size=True)))
    first = paper.pages[0]
    assert any(image.Width > 800 for image in first.images.values()) and len(paper.pages) >= 8
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert tab.locator(".wl-printed p").text_content() == "Printed: 300 of 601 rows"


def test_a_dark_page_is_printed_light(browser: Browser, address: str) -> None:
    context = browser.new_context(bypass_csp=True)
    context.add_cookies([{"name": "wakeline_scheme", "value": "dark", "url": address}])
    tab = context.new_page()
    tab.goto(f"{address}/zh/overview")
    tab.wait_for_selector(".js-plotly-plot .main-svg")
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    colours = tab.evaluate("""[getComputedStyle(document.querySelector("h1")).color, getComputedStyle(document.querySelector(".wl-card")).backgroundColor,
      getComputedStyle(document.querySelector(".js-plotly-plot")).filter]""")
    assert colours == ["rgb(20, 33, 45)", "rgb(255, 255, 255)", "invert(1) hue-rotate(180deg)"]
    tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert tab.evaluate("document.documentElement.dataset.mantineColorScheme") == "dark"
    context.close()
