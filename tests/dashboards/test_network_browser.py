"""The network in a real browser: clicked by its place on the screen, undone, restored from a link, taken away as a file."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
from playwright.sync_api import Browser, Page

from analytics.store.case_folder import Case
from dashboards.views.network import network_view
from tests.dashboards.watched import faults_of

READY = '#net-stage[data-state="ready"]'
CHOSEN = "wakelineNet.view.choice.chosen"
RANKED = "wakelineNet.net.passed.map((v, i) => [v, i]).sort((a, b) => b[0] - a[0])"


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """One page for all tests, and its faults: opening it costs more than looking at it."""
    with browser.new_page(
        viewport={"width": 1440, "height": 900}, reduced_motion="reduce", bypass_csp=True
    ) as tab:
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


def test_a_search_adds_to_the_selection_and_a_path_joins_two(page: Page, case: Case) -> None:
    page.evaluate("wakelineNet.view.choose([wakelineNet.net.passed.indexOf(0)], false)")
    before = page.evaluate(CHOSEN)
    page.fill("#net-search", "灯下旧事")
    page.wait_for_selector("#net-search-results li")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{CHOSEN}.length === 2")
    assert page.evaluate(CHOSEN) == [*before, "weibo:9000000001"]
    page.keyboard.press("Enter")  # A hit that is chosen already leaves the selection.
    page.wait_for_function(f"{CHOSEN}.length === 1")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{CHOSEN}.length === 2")
    page.keyboard.press("Escape")
    page.click("[data-net=path]")
    page.wait_for_selector("#net-ways li")
    graph = nx.Graph(network_view(case, "repost").edges.select("source", "target").rows())
    way = page.evaluate("wakelineNet.view.choice.path")
    every = sorted(nx.all_shortest_paths(graph, before[0], "weibo:9000000001"))
    assert way in every and page.locator("#net-ways li").count() == len(every[:20])
    assert page.inner_text("#net-way").startswith(f"Shortest path of {len(way) - 1} link")


def test_all_hits_of_a_search_are_selected_at_once(page: Page) -> None:
    page.fill("#net-search", "青石")
    page.wait_for_selector("#net-search-all")
    page.locator("#net-search-all").click()
    wanted = "wakelineNet.net.names.filter((name) => name.includes('青石')).length"
    page.wait_for_function(f"{CHOSEN}.length === {wanted}")


def test_a_link_restores_what_was_seen(page: Page) -> None:
    page.evaluate("wakelineNet.view.choose([3, 7], false)")
    page.click("[data-net=hide]")
    page.evaluate("wakelineNet.view.choose([9], false)")
    page.evaluate("wakelineNetState.settled()")
    before = page.evaluate("[wakelineNet.view.choice, wakelineNet.view.view.nodesN]")
    assert len(page.url) < 200 and "?v=" in page.url
    page.goto(page.url)
    page.wait_for_selector(READY)
    assert page.evaluate("[wakelineNet.view.choice, wakelineNet.view.view.nodesN]") == before


def test_a_view_of_600_chosen_and_637_hidden_accounts_is_restored_whole(page: Page) -> None:
    """The old address kept 500 of each and said nothing."""
    page.evaluate("wakelineNet.view.set({hidden: wakelineNet.net.ids.slice(0, 560)})")
    page.evaluate("wakelineNet.view.set({chosen: wakelineNet.net.ids.slice()})")
    page.evaluate("wakelineNetState.settled()")
    page.goto(page.url)
    page.wait_for_selector(READY)
    assert page.evaluate(
        "[wakelineNet.view.choice.hidden.length, wakelineNet.view.choice.chosen.length]"
    ) == [560, 601]
    assert page.evaluate("wakelineNet.view.view.nodesN") == 41


def test_back_and_forward_walk_the_steps(page: Page) -> None:
    page.evaluate("wakelineNetState.settled()")
    for k in (4, 5):
        page.evaluate(f"wakelineNet.view.choose([{k}], false)")
        page.evaluate("wakelineNetState.settled()")
    five = page.evaluate(CHOSEN)
    page.go_back()
    page.wait_for_function(f"{CHOSEN}[0] === wakelineNet.net.ids[4]")
    page.go_forward()
    page.wait_for_function(f"{CHOSEN}[0] === wakelineNet.net.ids[5]")
    assert page.evaluate(CHOSEN) == five


def test_expanding_a_hub_whose_neighbours_are_drawn_shows_them_alone(page: Page, case: Case) -> None:
    """It added nothing and changed nothing; now it shows the account and those around it, in one undo step."""
    page.evaluate(f"wakelineNet.view.choose([{RANKED}[0][1]], false)")
    (hub,) = page.evaluate(CHOSEN)
    ties = network_view(case, "repost").edges
    for depth, way in ((1, "both"), (2, "in")):
        page.evaluate(f"wakelineNet.view.choose([wakelineNet.net.row.get('{hub}')], false)")
        page.select_option("#net-depth", str(depth))
        page.select_option("#net-way-of", way)
        before = page.evaluate("wakelineNet.view.history.past.length")
        page.click("[data-net=expand]")
        page.wait_for_function("wakelineNet.view.choice.only !== null")
        ball = {hub}
        for _ in range(depth):
            ends = [ties.filter(pl.col("target").is_in(list(ball)))["source"].to_list()]
            ends += (
                [ties.filter(pl.col("source").is_in(list(ball)))["target"].to_list()] if way == "both" else []
            )
            ball |= {one for part in ends for one in part}
        shown = page.evaluate("wakelineNet.net.ids.filter((id, i) => wakelineNet.view.view.nodes[i])")
        assert set(shown) == ball
        assert page.evaluate("wakelineNet.view.history.past.length") == before + 1
        page.click("[data-net=undo]")
        page.wait_for_function("wakelineNet.view.view.nodesN === 601")
    page.select_option("#net-depth", "1")
    page.select_option("#net-way-of", "both")


def test_a_time_brush_shows_only_those_who_had_acted(page: Page) -> None:
    page.evaluate(
        "wakelineNet.view.set({to: 1743557400 + 3600 * 2})"
    )  # two hours after the root, 2025-04-02 01:30 UTC
    shown = int(re.search(r"Showing (\d+)", page.inner_text("#net-count"))[1])  # type: ignore[index]
    assert shown == page.evaluate("wakelineNet.net.first.filter((t) => t <= 1743557400 + 7200).length") < 601


def test_a_selection_is_taken_away_as_files(page: Page) -> None:
    page.evaluate("wakelineNet.view.choose([0, 1, 2], false)")
    chosen = page.evaluate("[0, 1, 2].flatMap((i) => [wakelineNet.net.ids[i], wakelineNet.net.names[i]])")
    for form, start in (
        ("csv", b"\xef\xbb\xbfaccount_id"),
        ("gexf", b"<?xml"),
        ("svg", b"<svg"),
        ("png", b"\x89PNG"),
    ):
        with page.expect_download() as got:
            page.click(f"[data-net={form}]")
        content = Path(got.value.path()).read_bytes()
        assert content.startswith(start), form
        assert (
            not [one for one in chosen if one.encode() in content]
            and "real" not in got.value.suggested_filename
        )
    page.check("#net-real")
    page.click("[data-net=csv]")
    assert "only with a reason" in page.inner_text("#net-said")
    page.fill("#net-reason", "request 12")
    with page.expect_download() as got:
        page.click("[data-net=csv]")
    assert chosen[0].encode() in Path(got.value.path()).read_bytes()
    assert got.value.suggested_filename == "wakeline-selection.real-ids.csv"
    page.uncheck("#net-real")


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
    page.wait_for_function("wakelineNet.view.choice.path.length >= 2")
    page.keyboard.press("o")
    page.wait_for_function("document.getElementById('net-count').textContent.includes('Showing 2 of 601')")
    page.keyboard.press("e")
    page.wait_for_function("wakelineNet.view.choice.chosen.length === 1")
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
