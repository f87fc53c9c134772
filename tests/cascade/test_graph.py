"""Graphs in hand and as files: nothing null, nothing lost, hostile names survive."""

from pathlib import Path

import networkx as nx
import polars as pl
import pytest

from analytics.graph.export import comment_graph, export_graph, repost_graph
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.store.case_folder import Case
from tests.importing.invented import START, jsonl, mid_at, repost

HOSTILE = '<b>&"\x00\x1b=cmd|\u202e'


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("graph")
    rows = [
        repost(1),
        repost(2, "对//@虚构1号:转发微博"),
        repost(3, "好//@虚构2号:对//@虚构1号:转发微博"),
        repost(4, user={"_id": "9100000004", "nick_name": HOSTILE}),
        repost(5, "=1+1//@无此人:x"),
    ]
    (folder / "a.jsonl").write_bytes(jsonl(rows))
    taken = import_files(
        folder / "case", [folder / "a.jsonl"], ImportOptions(), Thresholds(), lambda name, done: None
    )
    return analyse(taken.case, Thresholds(), "scope", lambda stage: None)


def test_edges_run_from_parent_to_child(case: Case) -> None:
    graph = repost_graph(case)
    ids = [f"weibo:{repost(k)['_id']}" for k in range(6)]
    root = f"weibo:{mid_at(START)}"
    assert set(graph.edges) == {
        (root, ids[1]),
        (ids[1], ids[2]),
        (ids[2], ids[3]),
        (root, ids[4]),
        (root, ids[5]),
    }
    assert graph.edges[ids[1], ids[2]]["basis"] == "chain"
    assert graph.edges[root, ids[5]]["basis"] == "missing"
    assert graph.nodes[root]["kind"] == "post_not_in_export"
    assert nx.is_arborescence(graph)
    assert comment_graph(case).number_of_nodes() == 0


def test_accounts_are_joined_with_how_often(case: Case) -> None:
    graph = repost_graph(case, "account")
    assert graph.edges["weibo:9100000001", "weibo:9100000002"]["acts_n"] == 1
    assert graph.number_of_nodes() == 5


@pytest.mark.parametrize("form, read", [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)])
@pytest.mark.parametrize("level", ["act", "account"])
def test_files_are_read_back_equal(case: Case, tmp_path: Path, form: str, read: object, level: str) -> None:
    counts = export_graph(case, "repost", level, form, tmp_path / f"g.{form}")
    back = read(tmp_path / f"g.{form}")  # type: ignore[operator]
    graph = repost_graph(case, level)
    assert counts == (graph.number_of_nodes(), graph.number_of_edges())
    assert set(back.edges) == set(graph.edges) and set(back.nodes) == set(graph.nodes)


def test_csv_cells_run_no_formula(case: Case, tmp_path: Path) -> None:
    export_graph(case, "repost", "act", "csv", tmp_path / "g.csv")
    text = (tmp_path / "g.nodes.csv").read_text(encoding="utf-8-sig")
    assert "'=1+1" in text and ",=1+1" not in text
    export_graph(case, "repost", "act", "parquet", tmp_path / "g.parquet")
    assert pl.read_parquet(tmp_path / "g.parquet").columns == ["source", "target", "basis"]
