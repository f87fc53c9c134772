"""Replay in a real browser: pixels come and go with the slider, keys move it, the link keeps the moment; a viral star stays smooth."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.dashboards.invented import root_id
from tests.dashboards.odd_cases import star
from tests.dashboards.watched import serving, watched

READY = '#film[data-state="ready"]'
# How many pixels of the sheet over the picture are painted.
PAINTED = """() => { const c = document.getElementById("film-acts");
  const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; let n = 0;
  for (let i = 3; i < d.length; i += 4) { if (d[i]) { n++; } } return n; }"""
LEAVES = 60_000


@pytest.fixture(scope="module")
def tab(browser: Browser, address: str) -> Iterator[Page]:
    """One for all tests: the second visit finds its scripts compiled."""
    with watched(browser, address, (1440, 1100)) as opened:
        yield opened


def painted(tab: Page) -> int:
    tab.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return int(tab.evaluate(PAINTED))


@pytest.mark.parametrize("drawn", ["sail", "tree", "ring"])
def test_what_has_come_by_a_moment_is_painted_and_no_more(tab: Page, address: str, drawn: str) -> None:
    tab.goto(f"{address}/en/spread?view={drawn}")
    tab.wait_for_selector(READY)
    assert not tab.locator("#film-acts").is_visible()
    shares = []
    for part in (0.1, 0.5, 0.9, 0.5):
        tab.evaluate(
            f"wakelineFilm.seek(wakelineFilm.acts.times[Math.floor(wakelineFilm.acts.times.length * {part})])"
        )
        shares.append(painted(tab))
        assert f"{tab.evaluate('wakelineFilm.acts.came')} of 601 events" in tab.inner_text("#film-now")
    assert 0 < shares[0] < shares[1] < shares[2] and abs(shares[3] - shares[1]) < 0.02 * shares[1]
    tab.evaluate("wakelineFilm.seek(null)")
    assert not tab.locator("#film-acts").is_visible() and "601 of 601" in tab.inner_text("#film-now")


def test_keys_move_the_moment_and_the_link_keeps_it(tab: Page, address: str) -> None:
    tab.goto(f"{address}/en/spread")
    tab.wait_for_selector(READY)
    tab.focus("#film-at")
    tab.keyboard.press("Home")
    for _ in range(3):
        tab.keyboard.press(".")
    came = tab.evaluate("wakelineFilm.acts.came")
    assert came >= 3 and "at=" in tab.url
    assert "events, depth" in tab.get_attribute("#film-at", "aria-valuetext")
    tab.keyboard.press("p")
    moment, words = tab.evaluate("Math.round(wakelineFilm.moment)"), tab.inner_text("#film-now")
    assert tab.evaluate("wakelineFilm.acts.came") > came
    tab.goto(tab.url)
    tab.wait_for_selector(READY)
    assert tab.evaluate("wakelineFilm.moment") == moment and tab.inner_text("#film-now") == words
    tab.locator(".mantine-SegmentedControl-label", has_text="Ring").click()
    tab.wait_for_url("**view=ring**")
    tab.wait_for_function(
        "wakelineFilm.state && wakelineFilm.acts.head.drawn === 'ring' && wakelineFilm.state.stage.classList.contains('wl-film-on')"
    )
    assert tab.evaluate("wakelineFilm.moment") == moment


def test_the_account_behind_a_peak_is_named_and_its_moment_a_click_away(tab: Page, address: str) -> None:
    tab.goto(f"{address}/en/spread")
    tab.wait_for_selector(READY)
    peaks = tab.evaluate("wakelineFilm.acts.head.peaks")
    named = [k for k, peak in enumerate(peaks) if peak["who"]]
    assert named
    button = tab.locator("#film-peaks button").nth(named[0])
    assert peaks[named[0]]["who"] in button.inner_text()
    button.click()
    assert tab.evaluate("wakelineFilm.moment") == peaks[named[0]]["at"] + peaks[named[0]]["step"]


def test_the_space_key_plays_and_pauses_without_asking_the_server(tab: Page, address: str) -> None:
    tab.goto(f"{address}/zh/spread")
    tab.wait_for_selector(READY)
    tab.wait_for_load_state("networkidle")
    asked: list[str] = []
    tab.on("request", lambda r: asked.append(r.url))
    tab.select_option("#film-length", "10")
    tab.focus("#film-at")
    tab.keyboard.press("Home")
    tab.keyboard.press("Space")
    tab.wait_for_function("wakelineFilm.acts.came > 60")
    tab.keyboard.press("Space")
    came = tab.evaluate("wakelineFilm.acts.came")
    assert tab.get_attribute("#film-play", "aria-pressed") == "false" and came < 600
    assert tab.evaluate("wakelineFilm.run.frames") > 5 and not asked


def test_a_star_of_sixty_thousand_plays_without_a_long_pause(tmp_path: Path, browser: Browser) -> None:
    with serving(star(tmp_path / "case", LEAVES).folder) as viral, watched(browser, viral) as tab:
        tab.goto(f"{viral}/en/spread?root={root_id()}&view=sail")
        tab.wait_for_selector(READY, timeout=60_000)
        assert "20,000 of 60,001" in tab.inner_text("#spread-caption")
        tab.evaluate("wakelineFilm.seek(wakelineFilm.acts.times[30000])")
        assert painted(tab) > 2_000
        cost = tab.evaluate("""() => { const a = wakelineFilm.acts; const costs = [];
          wakelineFilm.seek(a.head.low);
          for (let k = 1; k < 200; k++) { const start = performance.now();
            wakelineFilm.seek(a.times[Math.floor(a.times.length * k / 200)]); costs.push(performance.now() - start); }
          return costs.sort((a, b) => b - a)[5]; }""")
        # ms of script a step of 300 events; about 10 on a quiet machine, and a busy one may break in five times.
        assert cost < 250
        assert tab.evaluate("wakelineFilm.acts.came") > 50_000
