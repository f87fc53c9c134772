"""One selection and one window of time for all pages, in a real browser: a brush on one page moves all."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from analytics.store.case_folder import Case
from analytics.store.saved_views import read_view_state

SHARED = "#shared-chip"
DRAG = ".wl-brushed .nsewdrag"


def drag(tab: Page, low: float, high: float) -> None:
    """Drag across a part of the first brushed figure, from `low` to `high` of its width."""
    place = tab.wait_for_selector(DRAG)
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    tab.mouse.move(box["x"] + box["width"] * low, y)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] * high, y, steps=6)
    tab.mouse.up()


def go(tab: Page, name: str) -> None:
    tab.click(f'.wl-navbar a[href*="/{name}"]')
    tab.wait_for_function(
        f"location.pathname.endsWith('/{name}') && document.querySelector('.wl-nav-now').href.includes('/{name}')"
    )


def id_now(tab: Page) -> str:
    return str(tab.evaluate("new URLSearchParams(location.search).get('v') || ''"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_brush_on_one_page_moves_the_window_on_all_and_is_taken_back(
    tab: Page, address: str, case: Case, lang: str
) -> None:
    tab.goto(f"{address}/{lang}/overview")
    tab.wait_for_function("document.querySelector('.wl-brushed .js-plotly-plot')?.dataset.brushed")
    drag(tab, 0.2, 0.5)
    tab.wait_for_selector(SHARED)
    first, told = id_now(tab), str(tab.text_content(SHARED))
    begin_s, end_s = read_view_state(case.folder, first)["shared"]["span"]
    zone = ZoneInfo(case.toml().case.timezone)
    for at_s in (begin_s, end_s):
        assert datetime.fromtimestamp(at_s, zone).strftime("%Y-%m-%d %H:%M") in told
    tab.wait_for_function("document.querySelector('.wl-brushed .js-plotly-plot').layout.shapes?.length >= 3")
    for name in ("spread", "coordination", "roles", "places", "posts"):
        go(tab, name)
        tab.wait_for_selector(SHARED)
        assert tab.text_content(SHARED) == told and id_now(tab) == first and len(tab.url) < 200
    go(tab, "network")
    tab.wait_for_selector('#net-stage[data-state="ready"]', timeout=90_000)
    assert tab.evaluate("[wakelineNet.view.choice.from, wakelineNet.view.choice.to]") == [
        int(begin_s),
        -int(-end_s // 1),
    ]
    go(tab, "posts")
    tab.wait_for_function("document.querySelector('.wl-brushed .js-plotly-plot')?.dataset.brushed")
    drag(tab, 0.1, 0.9)
    tab.wait_for_function(
        "told => { const chip = document.querySelector('#shared-chip'); return chip && chip.textContent !== told; }",
        arg=told,
    )
    second = id_now(tab)
    go(tab, "overview")
    assert id_now(tab) == second
    tab.click("[data-shared=undo]")
    expect(tab.locator(SHARED)).to_have_text(told)
    tab.click("[data-shared=redo]")
    expect(tab.locator(SHARED)).not_to_have_text(told)
    tab.click("[data-shared=clear]")
    expect(tab.locator(SHARED)).to_have_count(0)
    assert id_now(tab) == ""


def test_an_account_selected_in_the_drawer_is_selected_everywhere(
    tab: Page, address: str, case: Case
) -> None:
    account = case.read("events")["account_id"].drop_nulls()[0]
    tab.goto(f"{address}/en/roles")
    tab.wait_for_selector(".wl-grid .ag-row")
    tab.evaluate(
        "id => { dash_clientside.set_props('asked', {data: 'account|' + id}); dash_clientside.set_props('drawer', {opened: true}); }",
        account,
    )
    tab.click("#shown-facts [data-choose-accounts]")
    tab.wait_for_selector(SHARED)
    view_id = id_now(tab)
    assert read_view_state(case.folder, view_id)["shared"]["accounts"] == [account]
    tab.wait_for_selector('.ag-row[row-index="0"] [col-id="mark"]')
    expect(tab.locator('.ag-row[row-index="0"] [col-id="mark"]').first).to_contain_text("◉")
    go(tab, "network")
    tab.wait_for_selector('#net-stage[data-state="ready"]', timeout=90_000)
    assert tab.evaluate("wakelineNet.view.choice.chosen") == [account]
    tab.evaluate("wakelineNet.view.set({chosen: []})")
    expect(tab.locator(SHARED)).to_have_count(0)
