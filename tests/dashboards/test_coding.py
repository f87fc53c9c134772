"""Codes of a thread: each coder sees the own ones alone, the last holds, one can be taken back."""

import json
from pathlib import Path
from urllib.parse import urlencode

import polars as pl
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from analytics.model.messages import say
from analytics.store.case_folder import open_case
from analytics.store.reviews import current
from dashboards.access.request_guard import OWN
from dashboards.app import create_app
from tests.dashboards.invented import write_case
from tests.dashboards.watched import serving, watched

OURS = {OWN: "1"}
Made = tuple[Path, FlaskClient, str]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    case = write_case(tmp_path / "case", 40, 5)
    own = case.read("events").drop_nulls("own_text").sort("event_id")["event_id"][0]
    return case.folder, create_app(case.folder).server.test_client(), str(own)


def press(made: Made, key: object, author: str, event: str = "") -> int:
    asked = {"id": event or made[2], "key": key, "author": author}
    return made[1].post("/wakeline/code", json=asked, headers=OURS).status_code


def seen(made: Made, author: str) -> dict[str, list[int]]:
    answer = made[1].get(f"/wakeline/codes?author={author}", headers=OURS)
    return dict(json.loads(answer.data))


def test_two_coders_are_blind_to_each_other_and_both_stand(made: Made) -> None:
    assert press(made, 1, "first") == 200 and press(made, 2, "second") == 200
    assert seen(made, "first") == {made[2]: [1]} and seen(made, "second") == {made[2]: [2]}
    assert seen(made, "third") == {} == seen(made, "")
    labels = set(current(made[0]).select("author", "label").iter_rows())
    assert labels == {("first", "side:support"), ("second", "side:deny")}


def test_the_last_side_holds_abuse_stands_beside_it_and_both_are_taken_back(made: Made) -> None:
    for key in (1, 4, 6):
        assert press(made, key, "first") == 200
    assert seen(made, "first") == {made[2]: [4, 6]}
    assert press(made, 0, "first") == 200 and press(made, 0, "first") == 200
    assert seen(made, "first") == {} and current(made[0]).is_empty()


@pytest.mark.parametrize("key", [7, -1, True, "1", None, 1.0])
def test_what_is_no_key_records_nothing(made: Made, key: object) -> None:
    assert press(made, key, "first") == 404 and current(made[0]).is_empty()


def test_a_code_needs_a_coder_and_words_of_the_case(made: Made) -> None:
    assert press(made, 1, "  ") == 409 and press(made, 1, "first", "weibo:none") == 404
    assert current(made[0]).is_empty()


def test_keys_code_the_record_in_focus_and_only_the_coder_sees_it(made: Made, browser: Browser) -> None:
    folder, _, _ = made
    events = open_case(folder).read("events").drop_nulls("own_text")
    root = open_case(folder).placed_events().collect().filter(pl.col("kind") == "comment")["root_id"][0]
    with serving(folder) as address, watched(browser, address) as tab:
        tab.goto(f"{address}/en/posts?{urlencode({'thread': root})}")
        first = tab.locator("[data-code]").first
        first.wait_for()
        first.focus()
        tab.keyboard.press("2")
        expect(tab.locator("#code-said")).to_have_text(say("reading.code_needs", "en"))
        tab.fill("#code-author", "first")
        tab.keyboard.press("Tab")
        first.focus()
        tab.keyboard.press("2")
        expect(first.locator(".wl-code")).to_have_text("deny")
        assert first.get_attribute("data-code") in set(events["event_id"])
        tab.fill("#code-author", "second")
        tab.keyboard.press("Tab")
        expect(tab.locator(".wl-code")).to_have_count(0)
    assert current(folder)["label"].to_list() == ["side:deny"]
