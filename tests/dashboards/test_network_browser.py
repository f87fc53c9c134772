"""The network in a real browser: clicked by its place on the screen, undone, restored from a link, taken away as a file."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.dashboards.watched import faults_of

READY = '#net-stage[data-state="ready"]'
CHOSEN = "wakelineNet.view.choice.chosen"
RANKED = "wakelineNet.net.passed.map((v, i) => [v, i]).sort((a, b) => b[0] - a[0])"


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """One page for all tests, and its faults: opening it costs more than looking at it."""
    with browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce") as tab:
        faults = faults_of(tab, address)
        tab.goto(f"{address}/en/network")
        tab.wait_for_selector(READY)
        yield tab, faults


@pytest.fixture
def page(opened: tuple[Page, list[str]]) -> Iterator[Page]:
    """The page as it was when it was opened; faults are looked at after each test."""
    tab, faults = opened
    yield tab
    assert not faults and tab.evaluate("window.hit") is None
    if tab.locator(".mantine-Drawer-close").is_visible():
        tab.locator(".mantine-Drawer-close").click()
        tab.wait_for_selector("#shown-facts", state="hidden")
    tab.evaluate(
        "wakelineNet.view.reset(); wakelineNet.view.sigma.getCamera().setState({x: 0.5, y: 0.5, ratio: 1, angle: 0})"
    )


def place(page: Page, rank: int) -> tuple[float, float]:
    at = page.evaluate(f"wakelineNet.screen({RANKED}[{rank}][1])")
    return at["x"], at["y"]


def test_an_account_is_clicked_where_it_stands_and_leads_to_its_line(page: Page) -> None:
    page.mouse.click(*place(page, 0))
    page.wait_for_selector("#shown-facts .ag-row")
    assert page.evaluate(CHOSEN) == [page.evaluate(f"wakelineNet.net.ids[{RANKED}[0][1]]")]
    page.locator("#shown-facts .ag-row").first.click()
    assert json.loads(page.wait_for_selector(".wl-lines .wl-line").inner_text())["nick"] == page.evaluate(
        f"wakelineNet.net.names[{RANKED}[0][1]]"
    )


def test_the_picture_has_points_where_accounts_stand(page: Page) -> None:
    seen = page.evaluate("""() => {
      const view = wakelineNet.view, canvas = view.canvas(1), box = view.stage.getBoundingClientRect();
      const context = canvas.getContext("2d", {willReadFrequently: true}), surface = view.c.surface;
      const hex = (x, y) => "#" + [...context.getImageData(x, y, 1, 1).data.slice(0, 3)].map((v) => v.toString(16).padStart(2, "0")).join("");
      const top = wakelineNet.net.passed.map((v, i) => [v, i]).sort((a, b) => b[0] - a[0]).slice(0, 3).map((p) => wakelineNet.screen(p[1]));
      return {surface, corner: hex(2, canvas.height - 2), points: top.map((p) => [hex(Math.round(p.x - box.left), Math.round(p.y - box.top)), p.color])};
    }""")
    assert seen["corner"] == seen["surface"]
    for found, colour in seen["points"]:
        assert all(abs(int(found[i : i + 2], 16) - int(colour[i : i + 2], 16)) <= 6 for i in (1, 3, 5)), seen


def test_choices_are_undone_and_done_again(page: Page) -> None:
    page.keyboard.down("Shift")
    for rank in (0, 1):
        page.mouse.click(*place(page, rank))
    page.keyboard.up("Shift")
    assert len(page.evaluate(CHOSEN)) == 2
    page.click("[data-net=hide]")
    assert "599 of 601" in page.inner_text("#net-count")
    page.click("[data-net=undo]")
    assert "601 of 601" in page.inner_text("#net-count") and len(page.evaluate(CHOSEN)) == 2
    page.focus("#net-stage")
    page.keyboard.press("Control+z")
    assert len(page.evaluate(CHOSEN)) == 1
    page.keyboard.press("Control+Shift+Z")
    page.click("[data-net=redo]")
    assert "599 of 601" in page.inner_text("#net-count")
    page.click("[data-net=reset]")
    assert "601 of 601" in page.inner_text("#net-count")


def test_keys_alone_open_an_account(page: Page) -> None:
    page.focus("#net-stage")
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.wait_for_selector("#shown-facts .ag-row")
    assert page.evaluate(CHOSEN) == [page.evaluate(f"wakelineNet.net.ids[{RANKED}[0][1]]")]


def test_a_lasso_selects_what_it_encloses_and_its_own_click_changes_nothing(page: Page) -> None:
    page.click("[data-net=lasso]")
    box = page.locator("#net-stage").bounding_box()
    assert box
    line = [(4, 60), (4, box["height"] - 4), (box["width"] / 2, box["height"] - 4), (box["width"] / 2, 60)]
    page.mouse.move(box["x"] + line[0][0], box["y"] + line[0][1])
    page.mouse.down()
    for x, y in line[1:]:
        page.mouse.move(box["x"] + x, box["y"] + y, steps=3)
    page.mouse.up()
    page.wait_for_selector(".wl-lasso", state="detached")
    chosen = set(page.evaluate(CHOSEN))
    left = page.evaluate(
        "wakelineNet.net.ids.filter((id, i) => { const p = wakelineNet.screen(i), b = wakelineNet.view.stage.getBoundingClientRect();"
        " return p.x - b.left > 5 && p.x - b.left < b.width / 2 - 1 && p.y - b.top > 61 && p.y - b.top < b.height - 5; })"
    )
    assert len(chosen) > 20 and set(left) <= chosen


def test_a_search_flies_to_an_account_and_a_path_joins_two(page: Page) -> None:
    page.fill("#net-search", "灯下旧事")
    page.wait_for_selector("#net-results li")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{CHOSEN}[0] === 'weibo:9000000001'")
    page.evaluate("wakelineNet.view.choose([wakelineNet.net.passed.indexOf(0)], true)")
    page.click("[data-net=path]")
    way = page.evaluate("wakelineNet.view.choice.path")
    assert (
        way[0] == "weibo:9000000001"
        and len(way) >= 2
        and page.inner_text("#net-way").startswith("Shortest path")
    )


def test_a_link_restores_what_was_seen(page: Page) -> None:
    page.evaluate("wakelineNet.view.choose([3, 7], false)")
    page.click("[data-net=hide]")
    page.evaluate("wakelineNet.view.choose([9], false)")
    page.wait_for_function("location.search.includes('hidden')")
    before = page.evaluate("[wakelineNet.view.choice, wakelineNet.view.view.nodesN]")
    page.goto(page.url)
    page.wait_for_selector(READY)
    assert page.evaluate("[wakelineNet.view.choice, wakelineNet.view.view.nodesN]") == before


def test_a_time_brush_shows_only_those_who_had_acted(page: Page) -> None:
    page.evaluate(
        "wakelineNet.view.set({to: 1743557400 + 3600 * 2})"
    )  # two hours after the root, 2025-04-02 01:30 UTC
    shown = int(re.search(r"Showing (\d+)", page.inner_text("#net-count"))[1])  # type: ignore[index]
    assert shown == page.evaluate("wakelineNet.net.first.filter((t) => t <= 1743557400 + 7200).length") < 601


def test_a_selection_is_taken_away_as_files(page: Page) -> None:
    page.evaluate("wakelineNet.view.choose([0, 1, 2], false)")
    for form, start in (
        ("csv", b"\xef\xbb\xbfaccount_id"),
        ("gexf", b"<?xml"),
        ("svg", b"<svg"),
        ("png", b"\x89PNG"),
    ):
        with page.expect_download() as got:
            page.click(f"[data-net={form}]")
        with open(got.value.path(), "rb") as file:
            assert file.read(24).startswith(start), form


def test_a_tie_opens_the_acts_behind_it(page: Page) -> None:
    page.evaluate(f"wakelineNet.view.choose([{RANKED}[0][1]], false)")
    page.locator("#net-ties button").first.click()
    page.wait_for_selector("#shown-facts .ag-row")
    assert "passed on or answered" in page.inner_text("#shown-facts")


def test_everything_is_done_by_keys_too(page: Page) -> None:
    """Two accounts chosen, pinned, joined by a path, all others hidden, undone, one expanded: no mouse."""
    page.focus("#net-stage")
    page.keyboard.press("n")
    page.keyboard.press("Space")
    page.keyboard.press("n")
    page.keyboard.press("Space")
    chosen = page.evaluate(CHOSEN)
    assert len(chosen) == 2
    page.keyboard.press("p")
    assert sorted(page.evaluate("Object.keys(wakelineNet.view.choice.pinned)")) == sorted(chosen)
    page.keyboard.press("r")
    assert page.evaluate("wakelineNet.view.choice.path.length") >= 2
    page.keyboard.press("o")
    page.wait_for_function("document.getElementById('net-count').textContent.includes('Showing 2 of 601')")
    page.keyboard.press("e")
    page.wait_for_function("!document.getElementById('net-count').textContent.includes('Showing 2 of 601')")
    for _ in range(2):
        page.keyboard.press("Control+z")
    page.wait_for_function("document.getElementById('net-count').textContent.includes('Showing 601 of 601')")
    page.keyboard.press("h")
    page.wait_for_function("document.getElementById('net-count').textContent.includes('Showing 599 of 601')")
    page.keyboard.press("Escape")
    assert page.evaluate(CHOSEN) == []


def test_ties_are_in_the_picture_only_where_they_may_be_drawn(page: Page) -> None:
    assert page.evaluate("wakelineNet.view.graph.size") == 600
    page.select_option("#net-edges", "off")
    assert page.evaluate("wakelineNet.view.graph.size") == 0
    page.evaluate(f"wakelineNet.view.choose([{RANKED}[0][1]], false)")
    assert page.evaluate(f"wakelineNet.view.graph.size === wakelineNet.net.ties[{RANKED}[0][1]].length")
    page.select_option("#net-edges", "auto")
    assert page.evaluate("wakelineNet.view.graph.size") == 600
