"""How accounts are marked: colour is a role, fill its grade, of one pair; C is off; who stands apart is neutral."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from analytics.model.tables import ALLEGED_EVENTS, ROLES
from analytics.store.case_folder import Commit
from tests.dashboards.invented import acts, root_id, write_case
from tests.dashboards.watched import serving, watched
from tests.law.made import role, rows

X, Y, W, P = (f"weibo:911000000{k}" for k in range(1, 5))
AUTHOR = "weibo:9000000001"
READY = '#net-stage[data-state="ready"]'


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """x is repeater A and initiator B, y amplifier C, w organizer B; p is press and hub A all the same."""
    made = write_case(tmp_path_factory.mktemp("marks") / "case", 8, 0)
    commit = Commit(made)
    stands = (("repeater", "A", X), ("initiator", "B", X), ("amplifier", "C", Y), ("organizer", "B", W))
    listed = [role(name, grade, who, "s1", value=1.0) for name, grade, who in (*stands, ("promoter", "A", P))]
    commit.write(ROLES, rows(ROLES, *listed))
    of_root = {"item_id": root_id(), "post_id": root_id(), "layer": "stated", "at_precision": "s"}
    told = [
        {**of_root, "event_id": root_id(), "part": "states", "account_id": AUTHOR, "kind": "post"},
        {
            **of_root,
            "event_id": next(a["event_id"] for a in acts(8) if a["account_id"] == P),
            "part": "repost",
            "account_id": P,
            "kind": "repost",
            "actor": "press",
        },
    ]
    commit.write(ALLEGED_EVENTS, rows(ALLEGED_EVENTS, *({"coders_n": 0, **row} for row in told)))
    done = commit.finish(stages=["import", "parents", "cascades", "roles"], versions={"wakeline": "0"})
    with serving(done.folder) as at:
        yield at


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address) as opened:
        opened.goto(f"{address}/en/network")
        opened.wait_for_selector(READY)
        yield opened


def mark(page: Page, account: str) -> tuple[str, float]:
    told = page.evaluate(f"wakelineNet.screen(wakelineNet.net.row.get('{account}'))")
    return told["color"], told["inner"]


def test_only_a_and_b_bear_a_colour_and_the_fill_is_the_grade_of_that_role(page: Page) -> None:
    colours = page.evaluate("wakelineNet.view.c.roles")
    plain = page.evaluate("wakelineNet.view.c.none")
    assert mark(page, X) == (colours["repeater"], 0)
    assert mark(page, W)[0] == colours["organizer"] and 0.4 < mark(page, W)[1] < 0.8
    assert mark(page, Y) == (plain, 0)  # C is off: drawn as an account in no role.
    page.click("[data-pair='14']")
    grey = page.evaluate("wakelineNet.view.c.faint")
    assert mark(page, Y)[0] == grey and mark(page, Y)[1] > 0.75
    assert grey not in colours.values()
    page.click("[data-net=undo]")
    assert mark(page, Y) == (plain, 0)


def test_who_stands_apart_is_neutral_whatever_role_it_is_listed_in(page: Page) -> None:
    colours = page.evaluate("Object.values(wakelineNet.view.c.roles)")
    colour, inner = mark(page, P)
    assert colour not in colours and inner < 0


def test_a_role_switched_off_leaves_the_account_in_its_next_pair(page: Page) -> None:
    page.click("[data-pair='3']")
    assert mark(page, X)[0] == page.evaluate("wakelineNet.view.c.roles.initiator") and mark(page, X)[1] > 0.4
    assert page.get_attribute("[data-pair='3']", "aria-pressed") == "false"


def test_the_legend_counts_accounts_in_each_pair_and_says_what_is_not_shown(page: Page) -> None:
    told = {b.get_attribute("data-pair"): b.inner_text() for b in page.locator("[data-pair]").all()}
    assert told == {"3": "A 1", "5": "B 1", "6": "B 1", "2": "A 1", "14": "C 1 (not shown)"}


def test_a_filter_by_pair_shows_those_and_no_others(page: Page) -> None:
    """x is initiator B and repeater A: it is no initiator at A. A second click takes the filter off."""
    page.click("[data-bar='pair|initiator:B']")
    shown = "wakelineNet.net.ids.filter((id, i) => wakelineNet.view.view.nodes[i])"
    page.wait_for_function("wakelineNet.view.view.nodesN === 1")
    assert page.evaluate(shown) == [X]
    assert page.locator("[data-bar='pair|initiator:A']").count() == 0
    page.wait_for_function("document.getElementById('net-passing').textContent.startsWith('1 of 9')")
    assert page.get_attribute("[data-bar='pair|initiator:B']", "aria-pressed") == "true"
    page.click("[data-net=nofilter]")
    page.wait_for_function("wakelineNet.view.view.nodesN === 9")


def test_communities_are_grey_outlined_named_and_said_to_prove_nothing(page: Page) -> None:
    page.select_option("#net-colour", "community")
    page.wait_for_function("Number(document.querySelector('.wl-hulls').dataset.drawn) >= 1")
    greys = page.evaluate(
        "[...wakelineNet.view.c.communities, wakelineNet.view.c.none, wakelineNet.view.c.soft]"
    )
    assert {mark(page, who)[0] for who in (X, Y, W, AUTHOR)} <= set(greys)
    assert "no evidence of acting together" in page.inner_text("#net-legend")
    page.select_option("#net-colour", "role")


def test_names_stand_at_a_at_b_and_at_authors_of_the_alleged_posts(page: Page) -> None:
    named = page.evaluate("wakelineNet.view.labelled()")
    assert set(named) <= {X, W, AUTHOR, P} and AUTHOR in named


def test_a_wide_screen_gives_the_picture_more_room(browser: Browser, address: str) -> None:
    wide = {}
    for width in (1280, 1920):
        with watched(browser, address, (width, 1000)) as opened:
            opened.goto(f"{address}/zh/network")
            opened.wait_for_selector(READY)
            box = opened.locator("#net-stage").bounding_box()
            frame = opened.locator("#content").bounding_box()
            assert box and frame
            wide[width] = box["width"]
            assert frame["x"] + frame["width"] > width - 40  # Nothing is left empty at the right.
    assert wide[1920] >= 1.25 * wide[1280]
