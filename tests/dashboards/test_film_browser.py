"""Replay in a real browser: pixels come and go with the slider, keys move it, the link keeps the moment; a viral star stays smooth."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from dashboards.app import make_server
from tests.dashboards.invented import root_id
from tests.dashboards.odd_cases import star
from tests.dashboards.test_browser import ARGS, CHROMIUM

READY = '#film[data-state="ready"]'
# How many pixels of the sheet over the picture are painted.
PAINTED = """() => { const c = document.getElementById("film-acts");
  const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; let n = 0;
  for (let i = 3; i < d.length; i += 4) { if (d[i]) { n++; } } return n; }"""
LEAVES = 60_000


@pytest.fixture(scope="module")
def viral(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = make_server(star(tmp_path_factory.mktemp("star") / "case", LEAVES).folder, "127.0.0.1", 0)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        opened = chromium.new_page(viewport={"width": 1440, "height": 1100})
        opened.faults = []
        opened.on("console", lambda m: opened.faults.append(m.text) if m.type == "error" else None)
        opened.on("pageerror", lambda e: opened.faults.append(str(e)))
        yield opened
        chromium.close()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    yield tab
    assert not tab.faults and tab.evaluate("window.hit") is None


def painted(page: Page) -> int:
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return int(page.evaluate(PAINTED))


@pytest.mark.parametrize("drawn", ["sail", "tree", "ring"])
def test_what_has_come_by_a_moment_is_painted_and_no_more(page: Page, address: str, drawn: str) -> None:
    page.goto(f"{address}/en/spread?view={drawn}")
    page.wait_for_selector(READY)
    assert not page.locator("#film-acts").is_visible()
    shares = []
    for part in (0.1, 0.5, 0.9, 0.5):
        page.evaluate(f"wakelineFilm.seek(wakelineFilm.acts.times[Math.floor(wakelineFilm.acts.times.length * {part})])")
        shares.append(painted(page))
        assert f"{page.evaluate('wakelineFilm.acts.came')} of 600 acts" in page.inner_text("#film-now")
    assert 0 < shares[0] < shares[1] < shares[2] and abs(shares[3] - shares[1]) < 0.02 * shares[1]
    page.evaluate("wakelineFilm.seek(null)")
    assert not page.locator("#film-acts").is_visible() and "600 of 601" in page.inner_text("#film-now")


def test_keys_move_the_moment_and_the_link_keeps_it(page: Page, address: str) -> None:
    page.goto(f"{address}/en/spread")
    page.wait_for_selector(READY)
    page.focus("#film-at")
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press(".")
    came = page.evaluate("wakelineFilm.acts.came")
    assert came >= 3 and "at=" in page.url
    assert "acts, depth" in page.get_attribute("#film-at", "aria-valuetext")
    page.keyboard.press("p")
    moment, words = page.evaluate("Math.round(wakelineFilm.moment)"), page.inner_text("#film-now")
    assert page.evaluate("wakelineFilm.acts.came") > came
    page.goto(page.url)
    page.wait_for_selector(READY)
    assert page.evaluate("wakelineFilm.moment") == moment and page.inner_text("#film-now") == words
    page.locator(".mantine-SegmentedControl-label", has_text="Ring").click()
    page.wait_for_url("**view=ring**")
    page.wait_for_function("wakelineFilm.state && wakelineFilm.acts.head.drawn === 'ring' && wakelineFilm.state.stage.classList.contains('wl-film-on')")
    assert page.evaluate("wakelineFilm.moment") == moment


def test_the_account_behind_a_peak_is_named_and_its_moment_a_click_away(page: Page, address: str) -> None:
    page.goto(f"{address}/en/spread")
    page.wait_for_selector(READY)
    peaks = page.evaluate("wakelineFilm.acts.head.peaks")
    named = [k for k, peak in enumerate(peaks) if peak["who"]]
    assert named
    button = page.locator("#film-peaks button").nth(named[0])
    assert peaks[named[0]]["who"] in button.inner_text()
    button.click()
    assert page.evaluate("wakelineFilm.moment") == peaks[named[0]]["at"] + peaks[named[0]]["step"]


def test_the_space_key_plays_and_pauses_without_asking_the_server(page: Page, address: str) -> None:
    page.goto(f"{address}/zh/spread")
    page.wait_for_selector(READY)
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.select_option("#film-length", "10")
    page.focus("#film-at")
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    page.wait_for_function("wakelineFilm.acts.came > 60")
    page.keyboard.press("Space")
    came = page.evaluate("wakelineFilm.acts.came")
    assert page.get_attribute("#film-play", "aria-pressed") == "false" and came < 600
    assert page.evaluate("wakelineFilm.run.frames") > 5 and not asked


def test_a_star_of_sixty_thousand_plays_without_a_long_pause(page: Page, viral: str) -> None:
    page.goto(f"{viral}/en/spread?root={root_id()}&view=sail")
    page.wait_for_selector(READY, timeout=60_000)
    assert "20,000 of 60,001" in page.inner_text("#spread-caption")
    page.evaluate("wakelineFilm.seek(wakelineFilm.acts.times[30000])")
    assert painted(page) > 2_000
    cost = page.evaluate("""() => { const a = wakelineFilm.acts; let worst = 0;
      wakelineFilm.seek(a.head.low);
      for (let k = 1; k < 200; k++) { const start = performance.now();
        wakelineFilm.seek(a.times[Math.floor(a.times.length * k / 200)]); worst = Math.max(worst, performance.now() - start); }
      return worst; }""")
    assert cost < 250  # ms of script a step of 300 acts; about 10 on a quiet machine
    assert page.evaluate("wakelineFilm.acts.came") > 50_000
