"""A story of three views, told on its page and sent to the report, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from analytics.report.story_data import stories_of
from analytics.report.write import write_report
from analytics.store.case_folder import Case, open_case
from analytics.store.saved_views import read_view_state
from analytics.store.stories import story
from tests.dashboards.invented import write_case
from tests.dashboards.test_selection_browser import SHARED, drag, go, id_now
from tests.dashboards.watched import serving, watched

HOSTILE = "<img src=x onerror='window.hit=1'> \u202e#let x = [$"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Case, str]]:
    """A case of its own, which the story changes."""
    case = write_case(tmp_path_factory.mktemp("story") / "case", 40, 5)
    with serving(case.folder) as address:
        yield case, address


def add(tab: Page, sentence: str, author: str = "examiner 2") -> None:
    tab.click("[data-shared=story]")
    tab.wait_for_selector("#story-sentence")
    tab.fill("#story-sentence", sentence)
    tab.fill("#story-author", author)
    tab.click("[data-story=add]")
    tab.wait_for_url("**step=**")
    tab.wait_for_selector(".wl-story-said")


def steps_of(folder: Path) -> list[str]:
    return [one.sentence for one in story(folder)]


def test_a_story_of_three_views_is_told_moved_and_printed(browser: Browser, told: tuple[Case, str]) -> None:
    """Six steps from the overview: brush, add; network, add; posts, add. Then the report holds three figures."""
    case, address = told
    with watched(browser, address) as tab:
        tab.goto(f"{address}/en/overview")
        tab.wait_for_function("document.querySelector('.wl-brushed .js-plotly-plot')?.dataset.brushed")
        drag(tab, 0.1, 0.8)
        tab.wait_for_selector(SHARED)
        window = read_view_state(case.folder, id_now(tab))["shared"]["span"]
        add(tab, "The night")
        go(tab, "network")
        tab.wait_for_selector('#net-stage[data-state="ready"]', timeout=120_000)
        tab.evaluate("wakelineNet.view.choose([0, 1], false)")
        expect(tab.locator(SHARED)).to_contain_text("2 accounts")
        add(tab, HOSTILE)
        go(tab, "posts")
        tab.wait_for_selector(SHARED)
        add(tab, "What they wrote")
        assert steps_of(case.folder)[::2] == ["The night", "What they wrote"]
        assert tab.locator("[data-step]").count() == 3 and tab.locator(".wl-story-said img").count() == 0
        tab.locator("[data-step]").nth(2).locator("[data-story=up]").click()
        expect(tab.locator("[data-step]").nth(1)).to_contain_text("What they wrote", timeout=20_000)
        assert steps_of(case.folder)[1] == "What they wrote"
        tab.click("text=Previous")
        tab.wait_for_function("document.querySelector('.wl-story-said')?.innerText.includes('The night')")
        tab.wait_for_function("document.querySelector('.wl-story-figure').naturalWidth > 0")
        tab.click("text=Open the view")
        tab.wait_for_selector(SHARED)
        assert tab.evaluate("location.pathname") == "/en/overview"
        assert read_view_state(case.folder, id_now(tab))["shared"]["span"] == window
    views = stories_of(open_case(case.folder))
    assert [one.page for one in views] == ["overview", "posts", "network"]
    assert all(list(one.step.author) == list("examiner 2") for one in views)
    write_report(open_case(case.folder), "zh+en", None, with_pdf=False)
    annex = (case.folder / "report" / "annex.en.html").read_text(encoding="utf-8")
    part = annex[annex.rindex("Story: views that users put in order") :]
    assert part.count("<figure") == sum(one.line is not None for one in views) and "<img src=x" not in annex


def test_a_step_is_removed_with_a_name_only(browser: Browser, told: tuple[Case, str]) -> None:
    case, address = told
    n = len(steps_of(case.folder))
    with watched(browser, address) as tab:
        tab.goto(f"{address}/zh/story")
        tab.wait_for_selector("[data-step]")
        tab.fill("#story-author", "")
        tab.locator("[data-story=remove]").first.click()
        expect(tab.locator("#story-said")).not_to_be_empty()
        assert len(steps_of(case.folder)) == n
        tab.fill("#story-author", "examiner 3")
        tab.locator("[data-story=remove]").first.click()
        expect(tab.locator("[data-step]")).to_have_count(n - 1)
        assert len(steps_of(case.folder)) == n - 1
