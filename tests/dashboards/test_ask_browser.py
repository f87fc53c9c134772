"""The page of questions in a real browser: own words, a mark that opens its set, an account, no alleged information."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from analytics.model.messages import LANGS, say
from tests.dashboards.test_whole_way import AXE
from tests.dashboards.watched import serving, watched
from tests.questions.scene import account, made


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(made(tmp_path_factory.mktemp("asked")).folder) as at:
        yield at


@pytest.fixture(scope="module")
def unstated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(made(tmp_path_factory.mktemp("unstated"), is_stated=False).folder) as at:
        yield at


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address, (1280, 900)) as opened:
        yield opened


def titled(tab: Page, text: str) -> None:
    tab.wait_for_selector(f'h2.wl-card-title:has-text("{text}")')


@pytest.mark.parametrize(("lang", "words"), [("zh", "传播多远"), ("en", "how far")])
def test_own_words_lead_to_the_answer_and_its_marks_to_their_sets(
    lang: str, words: str, tab: Page, address: str
) -> None:
    """Within an hour: four reposts and one comment, by scene.py."""
    tab.goto(f"{address}/{lang}/ask")
    titled(tab, f"1. {say('questions.ask_first', lang)}")
    tab.fill("#ask-words", words)
    tab.keyboard.press("Enter")
    titled(tab, f"5. {say('questions.ask_reach', lang)}")
    assert tab.locator(".wl-question-list li").count() == 20
    tab.locator(".wl-set").first.click()
    titled(tab, "5.1")
    tab.wait_for_selector('.wl-ask-set .ag-row[row-index="3"]')
    assert tab.locator(".wl-ask-set .ag-row").count() == 4
    tab.wait_for_load_state("networkidle")
    tab.add_script_tag(path=str(AXE))
    found = (
        "axe.run('.wl-questions').then((r) => r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)]))"
    )
    assert tab.evaluate(found) == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_member_opens_the_exported_line_and_an_account_without_a_name_stays_without(
    lang: str, tab: Page, address: str
) -> None:
    tab.goto(f"{address}/{lang}/ask?q=reach&mark=5.1")
    tab.wait_for_selector('.wl-ask-set .ag-row[row-index="0"]')
    tab.locator('.wl-ask-set .ag-row[row-index="0"]').click()
    tab.wait_for_selector("#shown-facts")
    tab.goto(f"{address}/{lang}/ask?q=carried")
    titled(tab, f"6. {say('questions.ask_carried', lang)}")
    assert say("names.unnamed", lang) in tab.inner_text(".wl-answer")
    assert account(2).removeprefix("weibo:") not in tab.inner_text(".wl-answer")


@pytest.mark.parametrize("lang", LANGS)
def test_words_that_fit_several_or_none_say_so(lang: str, tab: Page, address: str) -> None:
    tab.goto(f"{address}/{lang}/ask?words=press+spread")
    titled(tab, say("dashboard.ask_several", lang))
    tab.goto(f"{address}/{lang}/ask?words=weather")
    titled(tab, say("dashboard.ask_none", lang))


@pytest.mark.parametrize("lang", LANGS)
def test_without_alleged_information_the_page_asks_which_is_meant(
    lang: str, browser: Browser, unstated: str
) -> None:
    with watched(browser, unstated) as tab:
        tab.goto(f"{unstated}/{lang}/ask")
        tab.wait_for_selector(".wl-answer")
        assert say("questions.unstated", lang) in tab.inner_text(".wl-answer")


def test_the_page_of_an_account_names_it_in_the_choice_and_in_the_command(tab: Page, address: str) -> None:
    tab.goto(f"{address}/en/ask?q=for")
    tab.select_option('select[name="account"]', account(1))
    tab.wait_for_selector(f'code:has-text("--account {account(1)}")')
    assert tab.locator('select[name="account"] option').count() == 2
