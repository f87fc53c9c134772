"""Surroundings and shortest ways in the whole graph, beside two joins and beside networkx."""

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.model.thresholds import ROLES
from analytics.store.case_folder import Case
from dashboards.network.paths import ASK_ABOVE, PATHS_MAX, Around, among, ego, shortest_paths
from dashboards.views.network import NetworkView, network_view

LINKS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40)


def made(links: list[tuple[int, int]]) -> NetworkView:
    """A network of ten accounts, a to j."""
    pairs = sorted({(chr(97 + a), chr(97 + b)) for a, b in links if a != b})
    edges = pl.DataFrame(pairs, schema={"source": pl.String, "target": pl.String}, orient="row")
    nodes = pl.DataFrame({"account_id": list("abcdefghij"), "first_at": [None] * 10}).with_columns(
        **{name: pl.lit(None, pl.String) for name in ("cluster_id", *ROLES)}
    )
    return NetworkView(nodes, edges.with_columns(acts_n=pl.lit(1, pl.Int64)))


def directed(net: NetworkView, way: str) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(net.nodes["account_id"])
    for a, b in net.edges.select("source", "target").iter_rows():
        if way != "in":
            graph.add_edge(a, b)
        if way != "out":
            graph.add_edge(b, a)
    return graph


@settings(deadline=None, max_examples=60)
@given(LINKS, st.sampled_from(["in", "out", "both"]))
def test_shortest_ways_are_those_of_networkx(links: list[tuple[int, int]], way: str) -> None:
    net = made(links)
    graph, found = directed(net, way), shortest_paths(net, "a", "j", way)
    if not nx.has_path(graph, "a", "j"):
        assert (found.total, found.paths) == (0, [])
        return
    every = sorted(nx.all_shortest_paths(graph, "a", "j"))
    assert found.total == len(every) and found.paths == every[:PATHS_MAX]


@settings(deadline=None, max_examples=60)
@given(LINKS, st.sampled_from(["in", "out", "both"]), st.integers(1, 3))
def test_surroundings_are_the_ball_of_networkx(links: list[tuple[int, int]], way: str, depth: int) -> None:
    net = made(links)
    ball = nx.single_source_shortest_path_length(directed(net, way), "e", depth)
    found = ego(net, Around("e", depth, way))
    assert set(found.ids) == set(ball) and found.total == len(ball)
    assert [ball[one] for one in found.ids] == sorted(ball.values())  # The nearest come first.


def test_depth_two_against_the_links_is_two_joins(case: Case) -> None:
    net = network_view(case, "repost")
    who = net.edges["target"].mode().sort()[0]
    first = net.edges.filter(target=who)["source"]
    second = net.edges.filter(pl.col("target").is_in(first.implode()))["source"]
    assert set(ego(net, Around(who, 2, "in")).ids) == {who, *first, *second}


def test_of_too_many_the_reader_chooses_and_the_total_is_told() -> None:
    n = ASK_ABOVE + 50
    names = [f"u{k:04d}" for k in range(n)]
    edges = pl.DataFrame({"source": ["hub"] * n, "target": names, "acts_n": list(range(n))})
    nodes = pl.DataFrame({"account_id": ["hub", *names]}).with_columns(
        cluster_id=pl.when(pl.col("account_id") == "u0007").then(pl.lit("g1")),
        **{role: pl.lit(None, pl.String) for role in ROLES},
    )
    net = NetworkView(nodes, edges)
    assert ego(net, Around("hub")).ids == [] and ego(net, Around("hub")).total == n + 1
    most = ego(net, Around("hub", pick="most")).ids
    assert most[0] == "hub" and set(most[1:]) == set(names[-(ASK_ABOVE - 1) :])  # Most events between.
    assert ego(net, Around("hub", pick="listed")).ids == ["hub", "u0007"]


def test_many_ways_are_counted_beyond_those_listed() -> None:
    """a, then 25 accounts side by side, then z: 25 ways, of which 20 are listed."""
    middle = [f"m{k:02d}" for k in range(25)]
    edges = pl.DataFrame({"source": ["a"] * 25 + middle, "target": middle + ["z"] * 25, "acts_n": [1] * 50})
    net = NetworkView(pl.DataFrame({"account_id": ["a", "z", *middle]}), edges)
    found = shortest_paths(net, "a", "z")
    assert found.total == 25 and found.paths == [["a", m, "z"] for m in middle[:20]]


def test_what_is_added_comes_with_its_links_to_what_is_drawn() -> None:
    net = made([(0, 1), (1, 2), (2, 3), (4, 5)])
    part = among(net, ["b"], ["a", "d"])
    assert part.edges.select("source", "target").rows() == [("a", "b")]
    assert part.nodes["account_id"].to_list() == ["a", "b"]
    assert among(net, [], ["a", "b"]).nodes.is_empty()


@pytest.mark.parametrize("ends", [("a", "a"), ("a", "nobody")])
def test_no_way_leads_to_itself_or_to_nobody(ends: tuple[str, str]) -> None:
    assert shortest_paths(made([(0, 1)]), *ends).paths == []
