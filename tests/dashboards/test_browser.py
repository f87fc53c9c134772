"""The dashboard in a real browser: every page in both languages, nothing asked of another host, a click opens the line."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from analytics.model.messages import LANGS, say
from dashboards.app import pages
from dashboards.page import View
from tests.dashboards.invented import HOSTILE

POINTS = ".scatterlayer .point"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", [p.name for p in pages()])
def test_a_page_opens_in_both_languages(name: str, lang: str, tab: Page, address: str) -> None:
    shown = next(p for p in pages() if p.name == name)
    tab.goto(f"{address}/{lang}{shown.path}")
    tab.wait_for_selector("#content .wl-card, #content .wl-empty")
    tab.wait_for_load_state("networkidle")
    title = View(lang).t(shown.title_key)
    assert tab.locator("h1").inner_text() == title and tab.title().startswith(title)
    assert tab.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert say("dashboard.standing_line", lang) in tab.locator("header").inner_text()
    if name in ("overview", "spread"):
        tab.wait_for_selector(".js-plotly-plot .main-svg")
    if name in ("spread", "network", "scope", "evidence"):
        tab.wait_for_selector(".ag-row")


def test_a_click_on_a_point_opens_its_exported_line(tab: Page, address: str) -> None:
    tab.goto(f"{address}/en/spread")
    tab.wait_for_selector(POINTS)
    tab.locator(POINTS).last.dispatch_event("mousemove")
    box = tab.locator(POINTS).last.bounding_box()  # the root is drawn last, so that it lies on top
    assert box
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    line = tab.wait_for_selector(".wl-lines .wl-line")
    assert json.loads(line.inner_text())["nick"] == "灯下旧事"
    assert "None: this is a post." in tab.locator("#shown-facts").inner_text()


def test_a_row_opens_the_same_drawer_by_mouse_and_by_keyboard(tab: Page, address: str) -> None:
    tab.goto(f"{address}/zh/spread")
    tab.locator(".ag-row").first.click()
    tab.wait_for_selector(".wl-lines .wl-line")
    expect(tab.locator("#shown-title")).not_to_be_empty()
    first = tab.locator("#shown-title").inner_text()
    tab.keyboard.press("Escape")
    tab.wait_for_selector(".wl-lines", state="hidden")
    tab.locator(".ag-row [col-id=account_name]").first.focus()
    tab.keyboard.press("Space")
    tab.wait_for_selector(".wl-lines .wl-line")
    expect(tab.locator("#shown-title")).to_have_text(first)


def test_texts_of_strangers_are_shown_and_do_nothing(tab: Page, address: str) -> None:
    tab.goto(f"{address}/en/evidence")
    tab.locator(".ag-row", has_text="<script>").click()
    assert "<script>window.hit=1</script>" in tab.wait_for_selector("#shown-facts .wl-line").inner_text()
    tab.goto(f"{address}/en/spread?view=tree")
    tab.wait_for_selector(POINTS)
    assert tab.locator("script", has_text="window.hit").count() == 0
    assert len(HOSTILE) > 5


def test_dark_is_kept_and_the_figures_follow(tab: Page, address: str) -> None:
    tab.goto(f"{address}/zh/overview")
    tab.wait_for_selector(".js-plotly-plot .main-svg")
    tab.locator("#scheme-switch").click()
    tab.wait_for_selector('html[data-mantine-color-scheme="dark"]')
    tab.reload()
    tab.wait_for_selector('html[data-mantine-color-scheme="dark"]')


def test_a_view_is_restored_from_its_link(tab: Page, address: str) -> None:
    tab.goto(f"{address}/en/spread")
    tab.wait_for_selector(POINTS)
    tab.locator(".mantine-SegmentedControl-label", has_text="Ring").click()
    tab.wait_for_url("**view=ring**")
    tab.goto(tab.url)
    tab.wait_for_selector(POINTS)
    assert tab.locator(".mantine-SegmentedControl-label[data-active]").inner_text() == "Ring"


def test_pages_may_load_nothing_from_elsewhere_and_answer_only_to_their_own_name(address: str) -> None:
    with urlopen(f"{address}/zh/overview") as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "://" not in answer.read().decode().replace("http://www.w3.org", "")
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{address}/zh/overview", headers={"Host": "elsewhere.invalid"}))
    assert refused.value.code == 421
