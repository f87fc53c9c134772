"""Watch list, notes, comparison and dossier, without a browser: every number by hand on five small posts."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from flask.testing import FlaskClient

from analytics.model.tables import ACCOUNTS, ALLEGED_EVENTS, ROLES
from analytics.store.case_folder import Case, Commit, create_case
from analytics.store.reviews import Entry, record
from analytics.store.watch_list import FILE, change_watch_list, read_ids, watch_list
from dashboards.access.request_guard import OWN
from dashboards.account_data import acts_of, hours, shared_posts, shared_words, tally, words_on_alleged
from dashboards.accounts import account_facts
from dashboards.app import create_app, pages
from dashboards.case_session import CaseSession
from dashboards.marks import marks_of, seen_now, stamp
from dashboards.page import View, page_at
from dashboards.pages.notes import changed
from dashboards.views.accounts import accounts_n, rows_accounts
from dashboards.views.network import rows_network
from dashboards.watch_routes import TOLD_MAX
from dashboards.widgets.grid import listings
from tests.dashboards.invented import write_case
from tests.law.made import role, rows
from tests.placed import write_placed

START = datetime(2025, 3, 1, 13, 30, tzinfo=UTC)  # 21:30 in Shanghai.
A, B, C = "weibo:1", "weibo:2", "weibo:3"
OURS = {OWN: "1"}


def act(n: int, who: str, minutes: float, root: str | None, **more: object) -> dict[str, object]:
    return {
        "event_id": f"weibo:e{n}",
        "kind": "repost" if root else "post",
        "account_id": who,
        "account_name": f"名{who[-1]}",
        "at": START + timedelta(minutes=minutes),
        "at_precision": "s",
        "at_basis": "export",
        "at_conflict": False,
        "root_id": root or f"weibo:e{n}",
        "parent_id": root,
        "platform": "weibo",
        "text": more.get("own_text"),
        "own_text": None,
        "source_sha256": "0",
        "source_row": n,
        "source_path": "",
        **more,
    }


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """c posts e1; a passes it on after 1 minute, b after 90 seconds; a and b pass on e9, which no export holds."""
    acts = [
        act(1, C, 0, None, own_text="今晚的面包"),
        act(2, A, 1, "weibo:e1", own_text="一字不差，今晚见", client="手机", region="北京"),
        act(3, B, 1.5, "weibo:e1", own_text="一字不差 今晚见！", client="手机", region="云州"),
        act(4, A, 60, "weibo:e9", own_text="只有我说", client="网页"),
        act(5, B, 61, "weibo:e9", client="手机"),
        act(6, A, 70, "weibo:e1", own_text="一字不差，今晚见"),
    ]
    commit = Commit(create_case(tmp_path / "case"))
    write_placed(commit, pl.DataFrame(acts, infer_schema_length=None))
    commit.write(ROLES, rows(ROLES, role("initiator", "B", A, "s1", value=1.0)))
    told = {
        "item_id": "weibo:e1",
        "post_id": "weibo:e1",
        "layer": "stated",
        "at_precision": "s",
        "coders_n": 0,
    }
    alleged = [
        {**told, "event_id": "weibo:e1", "part": "states", "account_id": C, "kind": "post", "at": START},
        {**told, "event_id": "weibo:e2", "part": "repost", "account_id": A, "kind": "repost", "at": START},
    ]
    commit.write(ALLEGED_EVENTS, rows(ALLEGED_EVENTS, *alleged))
    return commit.finish(stages=["import", "parents", "roles"], versions={"wakeline": "0"})


def test_shared_posts_stand_with_the_first_moment_of_each_account_there(case: Case) -> None:
    found = shared_posts(case, acts_of(case, [A, B, C]))
    assert found.total == 2
    first, second = found.rows
    assert (first["post_id"], first["accounts_n"], first["author"]) == ("weibo:e1", 3, "名3")
    gaps = {one: (at - START).total_seconds() for one, at in first["moments"].items()}
    assert gaps == {C: 0, A: 60, B: 90}  # The second repost of a is not its first.
    assert (second["post_id"], second["author"]) == ("weibo:e9", None)  # Not in the export, and said so.
    assert set(second["moments"]) == {A, B}


def test_hours_clients_and_words_are_counted_for_each_account(case: Case) -> None:
    acts = acts_of(case, [A, B])
    told = hours(acts, ZoneInfo("Asia/Shanghai"))
    assert {h: n for h, n in enumerate(told[A]) if n} == {21: 1, 22: 2}
    assert {h: n for h, n in enumerate(told[B]) if n} == {21: 1, 22: 1}
    assert tally(acts, "client") == {A: [("手机", 1), ("网页", 1)], B: [("手机", 2)]}
    common, alone = shared_words(acts)
    assert [(row["text"], row["times"]) for row in common] == [("一字不差，今晚见", {A: 2, B: 1})]
    assert alone == {A: 1}


def test_words_on_the_information_are_those_of_the_alleged_events(case: Case) -> None:
    assert words_on_alleged(case, A)["own_text"].to_list() == ["一字不差，今晚见"]
    assert words_on_alleged(case, B).is_empty()


def test_a_mark_stands_in_both_tables_and_before_the_name(case: Case) -> None:
    change_watch_list(case.folder, {A: "3"}, [], "甲")
    record(case.folder, Entry("note", A, "note", "再看", "甲"))
    record(case.folder, Entry("note", "case", "view:abcdefghijkl", "一个视图", "甲"))
    assert marks_of(case.folder) == {A: "★ ✎1"}
    listed = rows_accounts(case, stamp(case.folder)).collect()
    assert (
        listed.select("account_id", "mark").rows()[0] == (A, "★ ✎1")
        and listed.height == accounts_n(case) == 3
    )
    assert listed.filter(account_id=A).select("initiator", "alleged_n", "acts_n").row(0) == ("B", 1, 3)


def test_the_region_that_the_platform_shows_is_not_told_as_declared(case: Case) -> None:
    """The platform shows 浙江 for a and a declares 火星: each stands under its own head, wherever profiles are told."""
    profile = {"account_id": A, "platform": "weibo", "name": "名1", "region": "浙江", "location": "火星"}
    where = {"source_sha256": "0", "source_row": 1, "source_path": ""}
    commit = Commit(case)
    commit.write(ACCOUNTS, rows(ACCOUNTS, {**profile, **where}))
    case = commit.finish()
    heads = {column.field: View("en").t(column.title_key) for column in listings()["accounts"].columns}
    listed = rows_accounts(case, "").filter(account_id=A).collect().row(0, named=True)
    assert (heads["region"], listed["region"]) == ("IP region of profile", "浙江")
    assert (heads["location"], listed["location"]) == ("Declared region", "火星")
    desk, known = CaseSession(case.folder), {page.name: page for page in pages()}
    drawer = text_of(account_facts(desk, A, View("en"))[1])
    two = text_of(known["compare"].layout(desk, View("en", params={"ids": f"{A}~~{B}"})))
    for told in (drawer, two):
        order = [told.index(one) for one in ("IP region of profile", "浙江", "Declared region", "火星")]
        assert order == sorted(order)


def test_the_network_table_is_read_again_when_marks_change(case: Case) -> None:
    made = write_case(case.folder.parent / "other", 5, 0)
    before = stamp(made.folder)
    assert rows_network(made, f"repost|{before}").collect()["mark"].null_count() == 6
    change_watch_list(made.folder, {"weibo:9000000001": "1"}, [], "甲")
    assert stamp(made.folder) != before
    marked = rows_network(made, f"repost|{stamp(made.folder)}").collect().drop_nulls("mark")
    assert marked.select("account_id", "mark").rows() == [("weibo:9000000001", "★")]


def test_what_changed_since_an_account_was_watched_is_told(case: Case) -> None:
    seen = seen_now(case, [A, B])
    assert seen == {A: "3 initiator:B", B: "2"}
    change_watch_list(case.folder, {A: "2", B: seen[B]}, [], "甲")
    assert changed(CaseSession(case.folder), watch_list(case.folder)) == {A: "3 initiator:B"}
    change_watch_list(case.folder, {}, [A], "乙")
    assert set(watch_list(case.folder)) == {B}


def test_two_tabs_that_watch_at_once_lose_nothing(case: Case) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda k: change_watch_list(case.folder, {f"weibo:{k}": ""}, [], "甲"), range(40)))
    assert len(watch_list(case.folder)) == 40
    with (case.folder / FILE).open("ab") as file:
        file.write(b"{cut off")
    assert len(watch_list(case.folder)) == 40


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("1", "weibo:1"),
        ("'1", "weibo:1"),
        ("  weibo:2\tname\tother", "weibo:2"),
        ("9.10E+09", "scientific"),
        ("5,12346E+15", "scientific"),
        ("5123456789012340000", "rounded"),
        ("not an id!", "unreadable"),
        ("1234567890", "weibo:1234567890"),
    ],
)
def test_a_pasted_line_is_an_id_or_is_named_as_damaged(line: str, told: str) -> None:
    read = read_ids(line, ["weibo"], {A, B})
    assert read.ids == [told] if ":" in told else [reason for *_, reason in read.damaged] == [told]


def test_an_id_of_the_case_is_no_damage_even_if_it_ends_in_zeros() -> None:
    one = "weibo:5123456789012340000"
    assert read_ids("5123456789012340000", ["weibo"], {one}).ids == [one]


@pytest.fixture
def client(case: Case) -> FlaskClient:
    return create_app(case.folder).server.test_client()


def test_a_list_of_fifty_thousand_ids_is_watched_and_its_damage_named(
    case: Case, client: FlaskClient
) -> None:
    lines = [str(k) for k in range(1, 50_001)]
    lines[10:10] = ["9.1E+09", "？？"]
    begun = time.perf_counter()
    asked = {"text": "\n".join(lines), "source": "第 3 号函"}
    told = json.loads(client.post("/wakeline/watch/list", json=asked, headers=OURS).data)
    assert time.perf_counter() - begun < 20
    assert told["known"] == 3 and told["absent_n"] == 50_000 - 3 and len(told["absent"]) == TOLD_MAX
    assert told["damaged"] == [[11, "9.1E+09", "scientific"], [12, "？？", "unreadable"]]
    entry = watch_list(case.folder)[A]
    assert (entry.source, entry.seen) == ("第 3 号函", "3 initiator:B")


def test_only_accounts_of_the_case_are_watched_by_a_page(case: Case, client: FlaskClient) -> None:
    told = json.loads(client.post("/wakeline/watch", json={"ids": [A, "weibo:none"]}, headers=OURS).data)
    assert told == {"watched": [A]}
    assert json.loads(client.get("/wakeline/marks", headers=OURS).data) == {"watched": [A], "noted": {}}
    assert client.post("/wakeline/watch", json={"ids": "x"}, headers=OURS).status_code == 404
    assert client.post("/wakeline/watch", json={"ids": [A]}).status_code == 403
    off = json.loads(client.post("/wakeline/watch", json={"ids": [A], "off": True}, headers=OURS).data)
    assert off == {"watched": []}


def text_of(page: object) -> str:
    return json.dumps(page, default=lambda one: one.to_plotly_json(), ensure_ascii=False)


def test_pages_of_accounts_tell_what_they_hold(case: Case) -> None:
    desk, known = CaseSession(case.folder), {page.name: page for page in pages()}
    two = text_of(known["compare"].layout(desk, View("en", params={"ids": f"{A}~~{B}"})))
    assert "2 posts in common" in two and "+30 s" in two and "initiator candidate" in two
    assert two.index("posts in common") < two.index("Sentences in common") < two.index("initiator candidate")
    seven = View("en", params={"ids": "~~".join(f"weibo:{k}" for k in range(1, 9))})
    assert "2 more are left out" in text_of(known["compare"].layout(desk, seven))
    one = text_of(known["dossier"].layout(desk, View("zh", page=f"/account/{A}")))
    assert "首发候选" in one and "一字不差，今晚见" in one and A in one
    assert "没有这个账号" in text_of(known["dossier"].layout(desk, View("zh", page="/account/weibo:none")))
    record(case.folder, Entry("note", A, "note", "再看一次", "甲"))
    assert "再看一次" in text_of(known["notes"].layout(desk, View("zh")))


def test_an_address_with_an_id_leads_to_its_page_and_others_to_none() -> None:
    found = pages()
    assert (page_at(found, "/account/weibo:1") or found[0]).name == "dossier"
    assert page_at(found, "/network/x") is None and page_at(found, "/accounts") is None
    assert not [page.name for page in found if not page.in_menu and page.name not in ("compare", "dossier")]
