"""Communities, filters and which accounts of many are drawn: beside hand counts, networkx and Polars."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.model.tables import ACCOUNTS
from analytics.model.thresholds import ROLES
from analytics.store.case_folder import Case, Commit
from dashboards.access.request_guard import OWN
from dashboards.app import create_app
from dashboards.network.communities import communities, community_names
from dashboards.network.explored import Explored, explored, leading
from dashboards.network.facets import (
    FACETS,
    SINGLE,
    UNKNOWN,
    _on_axis,
    _single_bars,
    bars,
    facet_columns,
    passing,
)
from dashboards.views.network import NetworkView
from tests.dashboards.invented import write_case

START = datetime(2025, 3, 1, tzinfo=UTC)


def net_of(links: list[tuple[str, str, int]], accounts: list[str] | None = None) -> NetworkView:
    edges = pl.DataFrame(
        links, schema={"source": pl.String, "target": pl.String, "acts_n": pl.Int64}, orient="row"
    )
    ids = accounts or sorted({one for a, b, _ in links for one in (a, b)})
    return NetworkView(pl.DataFrame({"account_id": ids}, schema={"account_id": pl.String}), edges)


def test_two_cliques_and_a_bridge_are_two_communities() -> None:
    """Five accounts each, all linked, one link between: by hand, and the modularity that networkx computes."""
    first, second = [f"a{k}" for k in range(5)], [f"b{k}" for k in range(6)]
    links = [(x, y, 1) for group in (first, second) for x in group for y in group if x < y] + [
        ("a0", "b0", 1)
    ]
    net = net_of(links, [*first, *second, "z"])
    found = communities(net)
    of = dict(zip(net.nodes["account_id"], found.of.tolist(), strict=True))
    assert {of[x] for x in second} == {1} and {of[x] for x in first} == {2} and of["z"] == 0
    graph = nx.Graph([(a, b) for a, b, _ in links])
    assert found.modularity == pytest.approx(nx.community.modularity(graph, [set(first), set(second)]))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.integers(1, 5)), max_size=60))
def test_communities_are_the_same_each_time_and_their_modularity_is_true(
    links: list[tuple[int, int, int]],
) -> None:
    told = {(min(a, b), max(a, b)): w for a, b, w in links if a != b}
    net = net_of(
        [(f"{a:02d}", f"{b:02d}", w) for (a, b), w in sorted(told.items())], [f"{k:02d}" for k in range(15)]
    )
    found, again = communities(net), communities(net)
    assert found.of.tolist() == again.of.tolist()
    sizes = np.bincount(found.of)[1:]
    assert (np.diff(sizes) <= 0).all()  # The largest first.
    if not told:
        assert set(found.of) == {0} and np.isnan(found.modularity)
        return
    graph = nx.Graph()
    graph.add_weighted_edges_from((a, b, w) for (a, b), w in told.items())
    parts = [{k for k in graph if found.of[k] == c} for c in range(1, int(found.of.max()) + 1)]
    assert found.modularity == pytest.approx(nx.community.modularity(graph, parts))


def test_a_community_is_named_after_the_account_passed_on_most() -> None:
    nodes = pl.DataFrame(
        {
            "account_id": ["a", "b", "c"],
            "name": ["甲", None, "丙"],
            "passed_n": [3, 9, 1],
            "community": [1, 1, 0],
        }
    )
    assert community_names(nodes) == ["b"]


def whole(n: int, community_n: dict[str, int], at: dict[str, str] | None = None) -> Explored:
    """n accounts in communities of given sizes; the first of each was passed on most; `at`: account -> grade as hub."""
    of = [name for name, size in community_n.items() for _ in range(size)]
    of += [None] * (n - len(of))  # type: ignore[list-item]
    ids = [f"u{k:05d}" for k in range(n)]
    nodes = pl.DataFrame(
        {
            "account_id": ids,
            "passed_n": [1_000 - k % 1_000 for k in range(n)],
            "acts_n": [1] * n,
            "first_at": [START] * n,
            "cluster_id": [None] * n,
            "is_author": [False] * n,
            "community": of,
        },
        schema_overrides={"cluster_id": pl.String, "community": pl.String},
    )
    grades = {role: [None] * n for role in ROLES}
    for account, grade in (at or {}).items():
        grades["promoter"][int(account[1:])] = grade  # type: ignore[call-overload]
    roles = pl.DataFrame(grades, schema=dict.fromkeys(ROLES, pl.String))
    edges = pl.DataFrame(schema={"source": pl.String, "target": pl.String, "acts_n": pl.Int64})
    return Explored(pl.concat([nodes, roles], how="horizontal"), edges)


def test_of_many_accounts_all_at_a_and_b_are_drawn_then_communities_by_their_share() -> None:
    """25,000: 6,000 and 4,000 in two communities, 100 (below 1 %) in a third; room for 2,000 less the listed three."""
    net = whole(25_000, {"1": 6_000, "2": 4_000, "3": 100}, {"u24999": "A", "u24998": "B", "u24997": "C"})
    part = leading(net, 2_000, frozenset({"u24996"})).nodes
    assert part.height == 2_000
    assert {"u24999", "u24998", "u24996"} <= set(part["account_id"]) and "u24997" not in set(
        part["account_id"]
    )
    room = 2_000 - 3
    shares = part.group_by("community").len()
    told = dict(shares.iter_rows())
    # The shares at least; what is left goes to those passed on most, wherever they are.
    assert told["1"] >= room * 6_000 // 25_000 and told["2"] >= room * 4_000 // 25_000
    inside = net.nodes.filter(community="2").sort("passed_n", "account_id", descending=[True, False])
    best = inside["account_id"].head(room * 4_000 // 25_000)
    assert set(best) <= set(part["account_id"])
    assert leading(net, 2_000).nodes.equals(leading(net, 2_000).nodes)


def people() -> pl.DataFrame:
    rows = [
        ("北京", "a", "A"),
        ("北京", "b", None),
        (None, "a", "B"),
        ("云州", None, "A"),
        ("云州", "a", None),
    ]
    nodes = pl.DataFrame(
        [
            {
                "account_id": f"u{k}",
                "region": region,
                "client": client,
                "promoter": grade,
                "first_at": START + timedelta(hours=k),
                "last_at": START + timedelta(hours=k),
            }
            for k, (region, client, grade) in enumerate(rows)
        ]
    )
    empty = [name for name in (*ROLES, *SINGLE) if name not in nodes.columns]
    return nodes.with_columns(pl.lit(None, pl.String).alias(name) for name in empty)


def test_every_bar_counts_those_that_pass_all_other_filters_of_all() -> None:
    told = bars(people(), {"region": ["北京", UNKNOWN], "pair": ["promoter:A", "promoter:B"]})
    assert (told["all"], told["passing"]) == (5, 2)  # u0 and u2.
    assert told["facets"]["region"] == [["云州", 1, 2], ["北京", 1, 2], [UNKNOWN, 1, 1]]
    assert told["facets"]["client"] == [["a", 2, 3], ["b", 0, 1], [UNKNOWN, 0, 1]]
    assert told["facets"]["pair"] == [["promoter:A", 1, 2], ["promoter:B", 1, 1]]
    assert bars(people(), {})["passing"] == 5


def test_a_night_is_brushed_on_all_bars() -> None:
    ends = [str((START + timedelta(hours=h)).timestamp()) for h in (1, 3)]
    told = bars(people(), {"time": ends})
    assert told["passing"] == 3 and told["facets"]["region"] == [
        ["云州", 1, 2],
        ["北京", 1, 2],
        [UNKNOWN, 1, 1],
    ]


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "region": st.lists(st.sampled_from(["北京", "云州", UNKNOWN])),
            "client": st.lists(st.sampled_from(["a", "b", UNKNOWN])),
            "pair": st.lists(st.sampled_from(["promoter:A", "promoter:B", "initiator:A"])),
        },
    )
)
def test_the_bars_of_a_facet_of_one_value_an_account_add_up(chosen: dict[str, list[str]]) -> None:
    nodes = people()
    told = bars(nodes, chosen)
    for facet in SINGLE:
        others = {name: values for name, values in chosen.items() if name != facet}
        assert sum(n for _, n, _ in told["facets"][facet]) == nodes.filter(passing(nodes, others)).height
        assert sum(every for *_, every in told["facets"][facet]) == nodes.height


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = write_case(tmp_path / "case", 30, 0)
    commit = Commit(made)
    start = datetime(2025, 4, 2, 1, 30, tzinfo=UTC)
    profiles = [
        {"account_id": "weibo:9110000001", "followers_n": 0, "registered_at": start - timedelta(days=10)},
        {
            "account_id": "weibo:9110000002",
            "followers_n": 9_999,
            "registered_at": start - timedelta(days=800),
        },
        {"account_id": "weibo:9110000003", "followers_n": 10_000, "registered_at": None},
    ]
    commit.write(ACCOUNTS, ACCOUNTS.fit(pl.DataFrame([{"platform": "weibo", **row} for row in profiles])))
    return commit.finish(stages=["import", "parents", "cascades"], versions={"wakeline": "0"})


def test_followers_stand_in_powers_of_ten_and_age_is_that_of_the_first_event(case: Case) -> None:
    nodes = explored(case, case.folder, "repost").nodes
    told = {row["account_id"]: (row["followers"], row["age"], row["region"]) for row in nodes.to_dicts()}
    assert told["weibo:9110000001"][:2] == ("0", "0") and told["weibo:9110000002"][:2] == ("1000", "365")
    assert told["weibo:9110000003"][:2] == ("10000", None) and told["weibo:9110000004"] == (
        None,
        None,
        "云州",
    )


def test_far_numbers_of_followers_share_a_bin_at_either_end_of_the_axis() -> None:
    """By hand: of 100 known numbers the 5th percentile is 20, the 95th 3,000; bins of ten and of a thousand are the ends."""
    known = [0] * 2 + [9] * 2 + [20] * 46 + [3_000] * 46 + [10_000] * 2 + [50_000_000] * 2
    nodes = pl.DataFrame({"followers": _on_axis(pl.Series([*known, None]))})
    rows = _single_bars(nodes.with_columns(account_id=pl.lit("u")), {}, "followers")
    assert rows == [["<10", 4, 4], ["10", 46, 46], ["1000", 46, 46], [">10000", 4, 4], ["", 1, 1]]
    chosen = nodes.with_columns(account_id=pl.lit("u")).filter(passing(nodes, {"followers": ["", ">10000"]}))
    assert chosen.height == 5
    assert _on_axis(pl.Series([None, None], dtype=pl.Int64)).to_list() == [None, None]


def test_communities_are_kept_with_the_case(case: Case) -> None:
    first = explored(case, case.folder, "repost")
    (file,) = (case.folder / "dashboard").glob("communities-repost-*.npz")
    written = file.stat().st_mtime_ns
    assert explored(case, case.folder, "repost").nodes.equals(first.nodes)
    assert file.stat().st_mtime_ns == written and first.modularity > 0


def test_bars_are_served_for_the_whole_graph(case: Case) -> None:
    client = create_app(case.folder).server.test_client()
    answer = client.post("/wakeline/bars/repost", json={"region": ["云州"], "x": 1}, headers={OWN: "1"})
    told = json.loads(answer.data)
    assert (
        told["all"] == 31
        and told["facets"]["region"] == [["云州", 31, 31]]
        and set(told["facets"]) == set(FACETS)
    )
    assert client.post("/wakeline/bars/repost", json={}).status_code == 403


def test_an_account_has_the_region_of_most_of_its_events(case: Case) -> None:
    nodes = pl.DataFrame(
        {"account_id": ["weibo:9000000001"], "first_at": [START], "cluster_id": [None], "community": [1]}
    )
    row = facet_columns(case, nodes.with_columns(pl.col("cluster_id").cast(pl.String))).to_dicts()[0]
    assert (row["region"], row["client"], row["community"], row["followers"]) == (
        "云州",
        "invented phone",
        "1",
        None,
    )
