"""The network without a browser: every tie counted once, the same places each time, nothing dropped in silence."""

import gzip
import io
import json
from datetime import timedelta
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.model.tables import FAMILIES
from analytics.store.case_folder import Case, Commit, create_case
from analytics.store.pseudonyms import Pseudonyms
from dashboards.access.request_guard import OWN
from dashboards.app import create_app
from dashboards.case_session import CaseSession
from dashboards.figures.layout_cache import cached_pair
from dashboards.figures.network_layout import network_layout
from dashboards.figures.wire_format import TYPES
from dashboards.network.routes import drawn
from dashboards.network.selection import selection
from dashboards.views.network import network_view, search
from dashboards.widgets.grid import listings
from tests.dashboards.invented import HOSTILE, START, acts
from tests.placed import write_placed


def read(blob: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """Bytes as the browser reads them."""
    raw = gzip.decompress(blob)
    n = int.from_bytes(raw[:4], "little")
    head, at, arrays = json.loads(raw[4 : 4 + n]), 4 + n, {}
    for name, kind, length in head["arrays"]:
        arrays[name] = np.frombuffer(raw, TYPES[kind], length, at)
        at += arrays[name].nbytes
    assert at == len(raw)
    return head, arrays


def gexf_graph(content: bytes) -> nx.DiGraph:
    """A file of ours as networkx reads it: of the forms of time in the standard it knows only the day's."""
    return nx.read_gexf(io.BytesIO(content.replace(b'timeformat="dateTime"', b'timeformat="date"')))


def test_ties_are_the_acts_that_pass_on_another_account(case: Case) -> None:
    net = network_view(case, "repost")
    rows = acts(600)  # Every account acts once, so that each act is a tie of its own.
    assert net.edges["acts_n"].sum() == 600 and net.nodes.height == 601
    assert net.edges["assumed_n"].sum() == sum(row["parent_basis"] == "root" for row in rows[1:])
    heaviest = net.nodes.sort("passed_n", descending=True).row(0, named=True)
    above = [row["parent_id"] for row in rows[1:]]
    most = max(set(above), key=above.count)
    assert heaviest["passed_n"] == above.count(most)


def test_a_part_says_of_how_many_it_is_a_part(case: Case) -> None:
    head, arrays = read(drawn(CaseSession(case.folder), "repost", 50))
    assert (head["nodes_all"], head["edges_all"], len(head["ids"])) == (601, 600, 50)
    assert arrays["source"].max() < 50 and np.isfinite(arrays["x"]).all()
    passed = network_view(case, "repost").nodes.sort("passed_n", descending=True)["passed_n"]
    assert arrays["passed"].max() == passed[0]


def test_names_reach_the_browser_short_and_without_what_reorders_them(case: Case) -> None:
    head, _ = read(drawn(CaseSession(case.folder), "repost", 2_000))
    assert len(head["names"]) == 601 and max(map(len, head["names"])) <= 40
    assert not any("\u202e" in name or "\x00" in name for name in head["names"])


def test_an_account_is_found_by_name_or_id(case: Case) -> None:
    net = network_view(case, "repost")
    assert search(net, "灯下旧")[1][0]["id"] == "weibo:9000000001"
    assert search(net, "9000000001")[1][0]["id"] == "weibo:9000000001"
    assert search(net, ".*") == (0, []) and search(net, " ") == (0, [])
    found_n, listed = search(net, "青石", 5)  # One name in eight goes by it: more than are listed.
    assert found_n == sum("青石" in (row["account_name"] or "") for row in acts(600)) > len(listed) == 5


def test_a_selection_is_written_without_running_anything(case: Case) -> None:
    net = network_view(case, "repost")
    ids = net.nodes["account_id"].to_list()
    table = selection(net, ids, "csv", None)[0].decode("utf-8-sig")
    assert "'=HYPERLINK" in table and ",=HYPERLINK" not in table and '"=HYPERLINK' not in table
    graph = selection(net, ids, "gexf", None)[0].decode()
    assert "<script>" not in graph and graph.count("<node ") == 601 and graph.count("<edge ") == 600
    assert len(HOSTILE) > 5


def test_a_selection_leaves_under_pseudonyms(case: Case) -> None:
    """No id and no name of the platform stands in the bytes; an account has the same pseudonym in both files."""
    net = network_view(case, "repost")
    ids = net.nodes["account_id"].to_list()[:40]
    veil = Pseudonyms(b"key of a test")
    files = {form: selection(net, ids, form, veil)[0].decode("utf-8-sig") for form in ("csv", "gexf")}
    names = net.nodes.filter(pl.col("account_id").is_in(ids))["name"].drop_nulls().to_list()
    for text in files.values():
        assert not [one for one in ids if one in text or one.split(":")[1] in text]
        assert not [name for name in names if name in text]
        assert all(veil.of("account", one) in text for one in ids)


def test_gexf_holds_times_that_a_timeline_reads_and_the_weight_of_a_link(case: Case) -> None:
    net = network_view(case, "repost")
    text = selection(net, net.nodes["account_id"].to_list(), "gexf", None)[0]
    (graph,) = [one for one in ElementTree.fromstring(text) if one.tag.endswith("graph")]
    assert graph.get("timeformat") == "dateTime" and graph.get("mode") == "dynamic"
    by_id = {one.get("id"): one for one in graph.iter() if one.tag.endswith("}node")}
    for row in net.nodes.drop_nulls("first_at").iter_rows(named=True):
        assert by_id[row["account_id"]].get("start") == row["first_at"].strftime("%Y-%m-%dT%H:%M:%SZ")
    links = [one for one in graph.iter() if one.tag.endswith("}edge")]
    weights = {(one.get("source"), one.get("target")): float(one.get("weight") or 0) for one in links}
    assert weights == {(r["source"], r["target"]): r["acts_n"] for r in net.edges.to_dicts()}


@settings(deadline=None, max_examples=40)  # The first call compiles.
@given(st.integers(0, 60), st.integers(0, 120), st.integers(0, 9))
def test_places_are_finite_apart_and_the_same_each_time(n: int, ties: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    source, target = (chance.integers(0, n, ties) if n else np.zeros(0, int) for _ in range(2))
    x, y = network_layout(n, source, target)
    again = network_layout(n, source, target)
    assert np.array_equal(x, again[0]) and np.array_equal(y, again[1])
    assert np.isfinite(x).all() and np.isfinite(y).all()
    assert len({(round(a, 6), round(b, 6)) for a, b in zip(x, y, strict=True)}) == n


def test_a_star_of_many_accounts_is_a_disc_read_from_the_middle() -> None:
    n = 5_001
    x, y = network_layout(n, np.zeros(n - 1, int), np.arange(1, n))
    far = np.hypot(x - x[0], y - y[0])
    assert (np.diff(far[1:]) > 0).all()


def test_accounts_tied_to_no_one_stay_near() -> None:
    x, y = network_layout(300, np.arange(99), np.arange(1, 100))  # A chain of 100 and 200 single accounts.
    reach = np.hypot(x, y)
    assert reach[100:].max() < 3 * reach[:100].max()


def test_places_are_kept_in_the_case_and_made_again_for_other_tables(tmp_path) -> None:
    made = []

    def make():
        made.append(1)
        return np.arange(3.0), np.ones(3)

    for about in ("a", "a", "b"):
        assert cached_pair(tmp_path, "places-repost-9", about, make)[0].tolist() == [0, 1, 2]
    assert len(made) == 2 and len(list((tmp_path / "dashboard").iterdir())) == 1
    next((tmp_path / "dashboard").iterdir()).write_bytes(b"cut off")
    assert cached_pair(tmp_path, "places-repost-9", "b", make)[1].tolist() == [1, 1, 1]


@pytest.mark.parametrize("path", ["/wakeline/network/repost", "/wakeline/find/repost?q=a"])
def test_only_our_own_pages_are_answered(path: str, case: Case) -> None:
    client = create_app(case.folder).server.test_client()
    assert client.get(path).status_code == 403
    assert client.get(path, headers={OWN: "1"}).status_code == 200
    assert client.get("/wakeline/network/elsewhere", headers={OWN: "1"}).status_code == 404


def test_a_pair_opens_to_its_acts_of_every_kind_with_the_gap_in_seconds(folder) -> None:
    """Two accounts: one repost 12 s apart, the same words 30 s apart on other posts, a link 5 s apart, a hashtag too far (61 s)."""
    rows = []

    def act(name: str, account: str, since_s: int, root: str, text: str | None, **more) -> None:
        rows.append(
            {
                "event_id": f"weibo:{name}",
                "kind": "repost",
                "account_id": account,
                "at": START + timedelta(seconds=since_s),
                "at_precision": "s",
                "at_basis": "export",
                "at_conflict": False,
                "root_id": root,
                "parent_id": root,
                "platform": "weibo",
                "text": text,
                "own_text": text,
                "source_sha256": "0",
                "source_row": len(rows),
                "source_path": "",
                **more,
            }
        )

    act("1", "weibo:a", 0, "weibo:r1", None)
    act("2", "weibo:b", 12, "weibo:r1", None)
    act("3", "weibo:b", 5_000, "weibo:r2", "一字不差的一段话")
    act("4", "weibo:a", 5_030, "weibo:r3", "一字不差的一段话")
    act("5", "weibo:a", 9_000, "weibo:r4", "看 https://a.invalid/x")
    act("6", "weibo:b", 9_005, "weibo:r5", "http://www.a.invalid/x/")
    act("7", "weibo:a", 20_000, "weibo:r6", "#同城#")
    act("8", "weibo:b", 20_061, "weibo:r7", "#同城#")
    commit = Commit(create_case(folder))
    write_placed(commit, pl.DataFrame(rows, infer_schema_length=None))
    commit.write(
        FAMILIES,
        pl.DataFrame([{"event_id": f"weibo:{k}", "family_id": "text:1", "layer": "exact"} for k in (3, 4)]),
    )
    found = (
        listings()["pair_acts"]
        .rows(commit.finish(stages=["import"]), "coordination|weibo:b|weibo:a")
        .collect()
    )
    assert found.select("kinds", "gap_s", "event_a").rows() == [
        (["co_repost"], 12, "weibo:1"),
        (["co_text"], 30, "weibo:4"),
        (["co_link"], 5, "weibo:5"),
    ]


def test_a_meeting_that_two_detectors_see_is_one_row(folder) -> None:
    """Two accounts pass on one post with the same words 12 s apart: one meeting, seen as repost and as text."""
    rows = [
        {
            "event_id": f"weibo:{k}",
            "kind": "repost",
            "account_id": f"weibo:{who}",
            "at": START + timedelta(seconds=since_s),
            "at_precision": "s",
            "at_basis": "export",
            "at_conflict": False,
            "root_id": "weibo:r1",
            "parent_id": "weibo:r1",
            "platform": "weibo",
            "text": "一字不差的一段话",
            "own_text": "一字不差的一段话",
            "source_sha256": "0",
            "source_row": k,
            "source_path": "",
        }
        for k, who, since_s in ((1, "a", 0), (2, "b", 12))
    ]
    commit = Commit(create_case(folder))
    write_placed(commit, pl.DataFrame(rows, infer_schema_length=None))
    same = [{"event_id": f"weibo:{k}", "family_id": "text:1", "layer": "exact"} for k in (1, 2)]
    commit.write(FAMILIES, pl.DataFrame(same))
    case = commit.finish(stages=["import"])
    found = listings()["pair_acts"].rows(case, "coordination|weibo:b|weibo:a").collect()
    assert found.select("kinds", "gap_s", "object_id").rows() == [(["co_repost", "co_text"], 12, "weibo:r1")]
