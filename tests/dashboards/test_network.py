"""The network without a browser: every tie counted once, the same places each time, nothing dropped in silence."""

import gzip
import json
from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.model.tables import FAMILIES
from analytics.store.case_folder import Case, Commit, create_case
from dashboards.app import create_app
from dashboards.case_session import CaseSession
from dashboards.figures.layout_cache import cached_layout
from dashboards.figures.network_layout import network_layout
from dashboards.figures.wire_format import TYPES
from dashboards.request_guard import OWN
from dashboards.routes import drawn
from dashboards.selection import selection
from dashboards.views.network import around, network_view, search
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
    assert arrays["passed"].sum() == passed.head(50).sum()


def test_names_reach_the_browser_short_and_without_what_reorders_them(case: Case) -> None:
    head, _ = read(drawn(CaseSession(case.folder), "repost", 2_000))
    assert len(head["names"]) == 601 and max(map(len, head["names"])) <= 40
    assert not any("\u202e" in name or "\x00" in name for name in head["names"])


def test_the_surroundings_of_an_account_are_those_tied_to_it(case: Case) -> None:
    net = network_view(case, "comment")
    who = net.edges["source"].mode().sort()[0]
    near = around(net, who)
    tied = net.edges.filter((pl.col("source") == who) | (pl.col("target") == who))
    assert set(near.nodes["account_id"]) == {who, *tied["source"], *tied["target"]}


def test_an_account_is_found_by_name_or_id(case: Case) -> None:
    net = network_view(case, "repost")
    assert search(net, "灯下旧")[0]["id"] == "weibo:9000000001"
    assert search(net, "9000000001")[0]["id"] == "weibo:9000000001"
    assert search(net, ".*") == [] and search(net, " ") == []


def test_a_selection_is_written_without_running_anything(case: Case) -> None:
    net = network_view(case, "repost")
    ids = net.nodes["account_id"].to_list()
    table = selection(net, ids, "csv")[0].decode("utf-8-sig")
    assert "'=HYPERLINK" in table and ",=HYPERLINK" not in table and '"=HYPERLINK' not in table
    graph = selection(net, ids, "gexf")[0].decode()
    assert "<script>" not in graph and graph.count("<node ") == 601 and graph.count("<edge ") == 600
    assert len(HOSTILE) > 5


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
        assert cached_layout(tmp_path, "places-repost-9", about, make)[0].tolist() == [0, 1, 2]
    assert len(made) == 2 and len(list((tmp_path / "dashboard").iterdir())) == 1
    next((tmp_path / "dashboard").iterdir()).write_bytes(b"cut off")
    assert cached_layout(tmp_path, "places-repost-9", "b", make)[1].tolist() == [1, 1, 1]


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
    assert found.select("kind", "gap_s", "event_a").rows() == [
        ("co_repost", 12, "weibo:1"),
        ("co_text", 30, "weibo:4"),
        ("co_link", 5, "weibo:5"),
    ]
