"""The dashboard in a real browser: every page in both languages, nothing asked of another host, a click opens the line."""

import json
import shutil
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from analytics.words import LANGS, say
from dashboards.app import pages
from tests.dashboards.invented import HOSTILE

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
POINTS = ".scatterlayer .point"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that remembers faults and requests; both are looked at when it closes."""
    tab = browser.new_page(viewport={"width": 1440, "height": 900})
    faults: list[str] = []
    tab.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    tab.on("pageerror", lambda e: faults.append(str(e)))
    tab.on("request", lambda r: faults.append(f"asked {r.url}")
           if not r.url.startswith((address, "data:", "blob:")) else None)
    yield tab
    assert tab.evaluate("window.hit") is None
    assert not faults
    tab.close()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", [p.name for p in pages()])
def test_a_page_opens_in_both_languages(name: str, lang: str, page: Page, address: str) -> None:
    shown = next(p for p in pages() if p.name == name)
    page.goto(f"{address}/{lang}{shown.path}")
    page.wait_for_selector(".wl-card, .wl-empty")
    page.wait_for_load_state("networkidle")
    title = say(f"dashboard.{shown.title_key}", lang)
    assert page.locator("h1").inner_text() == title and page.title().startswith(title)
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert say("dashboard.standing_line", lang) in page.locator("header").inner_text()
    if name in ("overview", "spread"):
        page.wait_for_selector(".js-plotly-plot .main-svg")
    if name in ("overview", "spread", "network", "scope", "evidence"):
        page.wait_for_selector(".ag-row")


def test_a_click_on_a_point_opens_its_exported_line(page: Page, address: str) -> None:
    page.goto(f"{address}/en/spread")
    page.wait_for_selector(POINTS)
    page.locator(POINTS).last.dispatch_event("mousemove")
    box = page.locator(POINTS).last.bounding_box()  # the root is drawn last, so that it lies on top
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    line = page.wait_for_selector(".wl-lines .wl-line")
    assert json.loads(line.inner_text())["nick"] == "灯下旧事"
    assert "None: this is a post." in page.locator("#shown-facts").inner_text()


def test_a_row_opens_the_same_drawer_by_mouse_and_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/zh/spread")
    page.locator(".ag-row").first.click()
    page.wait_for_selector(".wl-lines .wl-line")
    first = page.locator("#shown-title").inner_text()
    page.keyboard.press("Escape")
    page.wait_for_selector(".wl-lines", state="hidden")
    page.locator(".ag-row [col-id=account_name]").first.focus()
    page.keyboard.press("Space")
    page.wait_for_selector(".wl-lines .wl-line")
    assert page.locator("#shown-title").inner_text() == first


def test_texts_of_strangers_are_shown_and_do_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/en/evidence")
    page.locator(".ag-row", has_text="<script>").click()
    assert "<script>window.hit=1</script>" in page.wait_for_selector("#shown-facts .wl-line").inner_text()
    page.goto(f"{address}/en/spread?view=tree")
    page.wait_for_selector(POINTS)
    assert page.locator("script", has_text="window.hit").count() == 0
    assert len(HOSTILE) > 5


def test_dark_is_kept_and_the_figures_follow(page: Page, address: str) -> None:
    page.goto(f"{address}/zh/overview")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    page.locator("#scheme-switch").click()
    page.wait_for_selector('html[data-mantine-color-scheme="dark"]')
    page.reload()
    page.wait_for_selector('html[data-mantine-color-scheme="dark"]')


def test_a_view_is_restored_from_its_link(page: Page, address: str) -> None:
    page.goto(f"{address}/en/spread")
    page.wait_for_selector(POINTS)
    page.locator(".mantine-SegmentedControl-label", has_text="Ring").click()
    page.wait_for_url("**view=ring**")
    page.goto(page.url)
    page.wait_for_selector(POINTS)
    assert page.locator(".mantine-SegmentedControl-label[data-active]").inner_text() == "Ring"


def test_pages_may_load_nothing_from_elsewhere_and_answer_only_to_their_own_name(address: str) -> None:
    with urlopen(f"{address}/zh/overview") as answer:
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "://" not in answer.read().decode().replace("http://www.w3.org", "")
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{address}/zh/overview", headers={"Host": "elsewhere.invalid"}))
    assert refused.value.code == 421
