"""The tour in a real browser: by mouse and by keyboard, in both languages, and dismissed at any step."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from analytics.model.messages import LANGS, say
from dashboards.frame import STEPS
from tests.dashboards.test_whole_way import AXE
from tests.dashboards.watched import watched


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address, (1280, 800)) as opened:
        yield opened


def titled(tab: Page, name: str, lang: str) -> None:
    tab.wait_for_function(
        "(title) => (document.getElementById('tour-title') || {}).textContent === title",
        arg=say(f"dashboard.tour_{name}", lang),
        timeout=20_000,
    )


@pytest.mark.parametrize("lang", LANGS)
def test_the_tour_walks_every_step_by_keyboard_and_ends(lang: str, tab: Page, address: str) -> None:
    tab.goto(f"{address}/{lang}/scope")
    tab.wait_for_selector("#tour-go")
    tab.focus("#tour-go")
    tab.keyboard.press("Enter")
    for step in STEPS:
        titled(tab, step.name, lang)
        assert (
            urlsplit(tab.url).path == f"/{lang}{step.path}"
            and tab.evaluate("document.activeElement.id") == "tour-next"
        )
        tab.keyboard.press("ArrowRight")
    tab.wait_for_selector("#tour", state="detached")
    assert tab.evaluate("document.activeElement.id") == "tour-go" and tab.locator(".wl-tour-now").count() == 0


def test_the_tour_goes_back_survives_a_reload_is_accessible_and_is_dismissed(tab: Page, address: str) -> None:
    tab.goto(f"{address}/en/overview")
    tab.click("#tour-go")
    titled(tab, STEPS[0].name, "en")
    tab.click("#tour-next")
    titled(tab, STEPS[1].name, "en")
    tab.keyboard.press("ArrowLeft")
    titled(tab, STEPS[0].name, "en")
    tab.reload()
    titled(tab, STEPS[0].name, "en")
    tab.wait_for_load_state("networkidle")
    tab.add_script_tag(path=str(AXE))
    assert (
        tab.evaluate(
            "axe.run('#tour').then((r) => r.violations.map((v) => [v.id, v.nodes.map((n) => n.failureSummary)]))"
        )
        == []
    )
    tab.keyboard.press("Escape")
    tab.wait_for_selector("#tour", state="detached")
    tab.reload()
    tab.wait_for_selector("#tour-go")
    tab.wait_for_timeout(600)
    assert tab.locator("#tour").count() == 0


def test_the_number_of_steps_on_the_button_is_true() -> None:
    assert all(f"{len(STEPS)}" in say("dashboard.tour", lang) for lang in LANGS)
