"""The selection that all pages share: its steps, its place in views and links, and what pages make of it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from flask.testing import FlaskClient

from analytics.search.asked import Search, search_of
from analytics.store.case_folder import Case
from analytics.store.saved_views import keep_view, read_view_state
from analytics.store.selection import IDS_MAX, Selection, changed, gone, selection_of
from dashboards.access.request_guard import OWN
from dashboards.app import create_app
from dashboards.case_session import CaseSession
from dashboards.figures.hits_per_hour import hits_per_hour
from dashboards.figures.selected import events_in
from dashboards.first_answer import written
from dashboards.page import View, read_view
from dashboards.pages.network import layout as network_page
from dashboards.shared import shared_bar
from dashboards.views.accounts import rows_accounts
from dashboards.views.posts import hits
from tests.dashboards.invented import write_case

OURS = {OWN: "1"}
HOSTILE = [
    {"shared": 3},
    {"shared": {"accounts": "abc", "records": {"a": 1}, "span": "soon"}},
    {"shared": {"accounts": [None, 4, ""], "span": [float("nan"), float("inf")]}},
    {"shared": {"span": [True, 10**30]}},
    {"choice": []},
    {},
]


@pytest.fixture
def made(tmp_path: Path) -> tuple[Case, FlaskClient]:
    case = write_case(tmp_path / "case", 40, 5)
    return case, create_app(case.folder).server.test_client()


def step(client: FlaskClient, **asked: object) -> str:
    answer = client.post("/wakeline/shared", json={"page": "posts", **asked}, headers=OURS)
    return str(json.loads(answer.data)["id"])


def view_of(case: Case, page: str, **chosen: object) -> View:
    view_id = keep_view(case.folder, {"page": "posts", "shared": chosen})
    return read_view(CaseSession(case.folder), f"/en/{page}", f"?v={view_id}", None)


@pytest.mark.parametrize("state", HOSTILE)
def test_a_view_that_holds_no_ids_and_no_span_selects_nothing(state: dict[str, object]) -> None:
    assert selection_of(state) == Selection()


def test_a_selection_is_read_as_it_was_kept() -> None:
    whole = Selection(("b", "a"), ("e1",), 5.5, 9.0)
    assert selection_of({"shared": json.loads(json.dumps(whole.kept()))}) == whole


def test_steps_leave_what_they_do_not_name() -> None:
    whole = Selection(("a",), ("e",), 1.0, 2.0)
    assert changed(whole, {"span": [3, 4]}) == Selection(("a",), ("e",), 3.0, 4.0)
    assert changed(whole, {"toggle": {"accounts": ["a"], "records": ["f"]}}) == Selection(
        (), ("e", "f"), 1.0, 2.0
    )
    assert changed(whole, {}) == whole
    assert changed(whole, {"clear": True}) == Selection()


def test_a_selection_of_more_than_can_be_chosen_is_cut_at_its_bound() -> None:
    many = [str(k) for k in range(IDS_MAX + 3)]
    assert len(changed(Selection(), {"accounts": many}).accounts) == IDS_MAX
    assert len(changed(Selection(("x",)), {"toggle": {"accounts": many}}).accounts) == IDS_MAX


def test_the_window_holds_both_its_ends_and_no_record_without_a_time() -> None:
    at = [datetime(2025, 3, 4, 12, tzinfo=UTC), datetime(2025, 3, 4, 13, tzinfo=UTC), None]
    rows = pl.DataFrame({"event_id": ["a", "b", "c"], "account_id": ["u", "v", "u"], "at": at})
    noon_s, one_s = (one.timestamp() for one in at[:2] if one)

    def found(chosen: Selection) -> list[str]:
        return rows.filter(chosen.test())["event_id"].to_list()

    assert found(Selection(begin_s=noon_s, end_s=noon_s)) == ["a"]
    assert found(Selection(begin_s=noon_s)) == ["a", "b"]
    assert found(Selection(end_s=one_s - 1)) == ["a"]
    assert found(Selection(("u",))) == ["a", "c"]
    assert found(Selection(("u",), ("b",), noon_s)) == ["a", "b"]
    assert found(Selection()) == ["a", "b", "c"]


def test_a_drag_in_the_clock_of_the_case_is_kept_in_seconds_and_the_address_stays_short(
    made: tuple[Case, FlaskClient],
) -> None:
    """Midnight in Beijing is 16:00 UTC of the day before."""
    case, client = made
    first = step(client, clock=["2025-03-05 00:00:00", "2025-03-05 02:30:00"])
    second = step(client, v=first, toggle={"accounts": [f"weibo:{k}" for k in range(600)]})
    state = read_view_state(case.folder, second)
    begin_s = datetime(2025, 3, 4, 16, tzinfo=UTC).timestamp()
    assert state["shared"]["span"] == [begin_s, begin_s + 9_000]
    assert len(state["shared"]["accounts"]) == 600 and state["analysis"] == case.manifest.get("generation")
    view = read_view(CaseSession(case.folder), "/en/posts", f"?v={second}", None)
    assert all(len(f"http://127.0.0.1:65535{view.link(path)}") < 200 for path in ("/network", "/places"))
    assert view.link("/network") == f"/en/network?v={second}"
    assert step(client, v=second, clear=True) == ""
    assert step(client, v="nonsense", toggle={"accounts": ["weibo:1"]}) != ""


def test_the_bar_tells_who_and_when_and_how_many_are_gone(made: tuple[Case, FlaskClient]) -> None:
    case, _ = made
    event = case.read("events").drop_nulls("account_id").row(0, named=True)
    accounts = [event["account_id"], "weibo:gone", "weibo:<b>"]
    chosen = {"accounts": accounts, "records": [event["event_id"], "no:1"], "span": [1741104000, 1741111200]}
    told = written(shared_bar(CaseSession(case.folder), view_of(case, "posts", **chosen)))
    assert "3 accounts" in told and "2025-03-05 00:00 – 2025-03-05 02:00" in told
    assert "2 of the 3 selected accounts" in told and "1 of the 2 selected records" in told
    alone = view_of(case, "posts", accounts=["weibo:<img src=x onerror=hit()>"])
    assert "<img" not in written(shared_bar(CaseSession(case.folder), alone))


def test_a_link_of_a_view_that_is_gone_says_so(made: tuple[Case, FlaskClient]) -> None:
    session = CaseSession(made[0].folder)
    view = read_view(session, "/en/posts", "?v=aaaaaaaaaaaa", None)
    assert view.selection.is_empty and view.t("selection.absent") in written(shared_bar(session, view))
    assert view.link("/network") == "/en/network"


def test_posts_and_accounts_show_the_selection_alone_where_asked(made: tuple[Case, FlaskClient]) -> None:
    case, _ = made
    events = case.read("events").drop_nulls("account_id")
    account = events["account_id"].value_counts(sort=True).row(0)[0]
    view = view_of(case, "posts", accounts=[account])
    search = search_of({**view.params, "only": "1"})
    assert set(hits(case, search)["account_id"]) == {account}
    assert hits(case, search_of(json.loads(search.about()))).equals(hits(case, search))
    assert hits(case, search_of(view.params)).height == hits(case, Search()).height
    first = rows_accounts(case, f"x|{view.params['v']}").collect()
    assert first["account_id"][0] == account and first["mark"][0].startswith("◉")
    assert rows_accounts(case, f"x|{view.params['v']}|only").collect()["account_id"].to_list() == [account]


def test_the_network_begins_with_the_selection_of_another_page(made: tuple[Case, FlaskClient]) -> None:
    case, _ = made
    account = case.read("events")["account_id"].drop_nulls()[0]
    view = view_of(case, "network", accounts=[account], span=[10.5, 20.5])
    page = network_page(CaseSession(case.folder), view)
    spec = next(one.data for one in page._traverse() if getattr(one, "id", None) == "net-spec")
    assert spec["state"]["choice"] == {"chosen": [account], "from": 10, "to": 21, "only": None}


def test_a_figure_shades_the_window_and_keeps_its_axis() -> None:
    at = datetime(2025, 3, 4, 20)
    rows = pl.DataFrame({"at": [at], "n": [3]}).with_columns(
        pl.col("at").dt.replace_time_zone("Asia/Shanghai")
    )
    begin_s = datetime(2025, 3, 4, 12, tzinfo=UTC).timestamp()
    view = View(selection=Selection(begin_s=begin_s))
    shapes = hits_per_hour(rows, view).layout.shapes
    assert [str(one.x0) for one in shapes][:1] == ["2025-03-04 20:00:00"]
    assert not hits_per_hour(rows, View()).layout.shapes


def test_events_of_a_window_are_found_by_their_trusted_time(made: tuple[Case, FlaskClient]) -> None:
    case, _ = made
    events = case.read("events").filter(~pl.col("at_conflict").fill_null(False)).drop_nulls("at").sort("at")
    ids, middle = events["event_id"].to_list(), events["at"][events.height // 2]
    expected = set(events.filter(pl.col("at") <= middle)["event_id"])
    assert events_in(case, ids, Selection(end_s=middle.timestamp())) == expected


def test_what_the_case_no_longer_holds_is_counted_once_an_id() -> None:
    assert gone(Selection(("a", "b", "c"), ("e",)), ["b"], []) == (2, 1)
