"""What the page of posts opens, against the tables: a thread, the surroundings, versions, keywords."""

from pathlib import Path

import polars as pl
import pytest

from analytics.model.tables import FAMILIES
from analytics.store.case_folder import Case, Commit
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.widgets.grid import listings, page_of
from tests.dashboards.invented import root_id, write_case
from tests.dashboards.test_posts import shown


def test_a_thread_holds_every_comment_of_its_post_once(case: Case) -> None:
    told = shown(case, thread=root_id())
    nodes = case.read("nodes").filter(tree="comment")
    asked = [told.count(f'"act|{event_id}"') for event_id in nodes["event_id"]]
    assert set(asked) == {1} and len(asked) > 50
    assert told.count('"wl-reply wl-reply-1"') == nodes.filter(depth=1).height


def test_what_surrounds_a_record_is_every_record_within_ten_minutes(case: Case) -> None:
    events = case.read("events")
    at = events.filter(event_id=root_id())["at"][0]
    near = events.filter((pl.col("at") - at).dt.total_seconds().abs() <= 600)
    rows = page_of(listings()["posts_around"], CaseSession(case.folder), root_id(), {}, View("en"))
    assert rows["rowCount"] == near.height > 1 and f"{near.height} records" in shown(case, around=root_id())


def test_versions_are_told_by_text_with_differences_in_bold(tmp_path: Path) -> None:
    """Records 1 and 2 are of one family: 看看第1条 and 看看第2条."""
    case = write_case(tmp_path / "case", 30, 3)
    ids = [f"weibo:52010{k:011d}" for k in (1, 2)]
    commit = Commit(case)
    rows = pl.DataFrame({"event_id": ids, "family_id": "text:1", "layer": "near", "found_by": "words"})
    commit.write(FAMILIES, FAMILIES.fit(rows))
    told = shown(commit.finish(), family="text:1")
    bold = [
        part.split('"')[0]
        for part in told.split('{"props": {"children": "')[1:]
        if '"type": "Strong"' in part[:60]
    ]
    assert sorted(bold[:2]) == ["1", "2"] and "2 different texts" in told
    assert "family=text" in shown(case, q="看看第1条")


@pytest.mark.parametrize("name", ["thread", "around", "family"])
def test_an_address_that_names_nothing_says_so_and_leads_back(case: Case, name: str) -> None:
    assert "Back to the search" in shown(case, **{name: "<b>"})


def test_keywords_of_all_records_have_nothing_to_compare_with(case: Case) -> None:
    assert "no other records" in shown(case, show="words")
