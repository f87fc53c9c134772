"""A page is set once as long as the case stays as it is, and anew as soon as anything of it changes."""

import json
from pathlib import Path

import pytest

from analytics.store.reviews import Entry, record
from analytics.store.watch_list import change_watch_list
from dashboards.app import pages
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.page_cache import PageCache, state_of
from tests.dashboards.invented import write_case

ACCOUNT = "weibo:9110000003"


@pytest.fixture
def desk(tmp_path: Path) -> CaseSession:
    return CaseSession(write_case(tmp_path / "case", 12, 3).folder)


def test_a_page_is_set_once_and_anew_after_a_note(desk: CaseSession) -> None:
    page, kept = next(one for one in pages() if one.name == "notes"), PageCache()
    first = kept.body(desk, page, View("en"))
    assert kept.body(desk, page, View("en")) is first
    assert kept.body(desk, page, View("zh")) != first
    record(desk.folder, Entry("note", ACCOUNT, "note", "seen at night", "ann"))
    assert "seen at night" in json.dumps(kept.body(desk, page, View("en")))


def test_every_kind_of_change_is_another_state(desk: CaseSession) -> None:
    seen = [state_of(desk)]
    for change in (
        lambda: record(desk.folder, Entry("note", ACCOUNT, "note", "a", "ann")),
        lambda: change_watch_list(desk.folder, {ACCOUNT: ""}, [], "ann"),
        lambda: (desk.folder / "report" / "new.csv").write_text("a"),
        lambda: (desk.folder / "case.toml").write_text("[case]"),
    ):
        change()
        seen.append(state_of(desk))
    assert len(set(seen)) == len(seen)
    (desk.folder / "dashboard").mkdir(exist_ok=True)
    (desk.folder / "dashboard" / "x.npz").write_text("a")
    assert state_of(desk) == seen[-1]
