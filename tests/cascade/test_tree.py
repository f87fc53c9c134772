"""Trees worked out by hand, and held against networkx on random ones."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.cascade.statistics import measure_cascades, with_notes
from analytics.model.tables import PARENTS, PLACED_EVENTS

START = datetime(2025, 3, 1, tzinfo=UTC)


def act(
    id_: str, parent: str | None, second: int | None, kind: str = "repost", root: str = "r", **more: Any
) -> dict[str, Any]:
    basis = "stated" if parent else ("root" if kind != "post" else None)
    return {
        "event_id": id_,
        "platform": "weibo",
        "kind": kind,
        "account_id": more.pop("account_id", "a" + id_),
        "at": None if second is None else START + timedelta(seconds=second),
        "root_id": root,
        "parent_id": parent,
        "parent_basis": basis,
        "source_sha256": "0" * 64,
        "source_row": 0,
        "source_path": "",
    } | more


def table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return PLACED_EVENTS.fit(
        pl.DataFrame(rows, schema_overrides={"parent_basis": pl.String, "parent_id": pl.String})
    )


def noted(rows: list[dict[str, Any]]) -> dict[str, str]:
    """What the trees write beside acts."""
    events = table(rows)
    found = with_notes(PARENTS.fit(events), events).drop_nulls("parent_note")
    return dict(found.select("event_id", "parent_note").iter_rows())


def one(rows: list[dict[str, Any]], tree: str = "repost") -> dict[str, Any]:
    return measure_cascades(table(rows)).cascades.filter(tree=tree).row(0, named=True)


def test_a_small_tree_by_hand() -> None:
    # r - a - b - c and r - d: depths 0 1 2 3 1; distances of the 10 pairs add up to 20.
    found = one(
        [
            act("r", None, 0, "post"),
            act("a", "r", 10),
            act("b", "a", 20),
            act("c", "b", 40),
            act("d", "r", 30),
        ]
    )
    assert (found["size"], found["depth"], found["max_breadth"], found["accounts_n"]) == (5, 3, 2, 5)
    assert found["structural_virality"] == pytest.approx(2.0)
    assert found["half_life_s"] == 20.0
    assert found["to_100_s"] is None
    assert found["first_at"] == START and found["last_at"] == START + timedelta(seconds=40)
    assert not found["missing_root"]


def test_an_absent_root_keeps_depth_zero_and_is_not_counted() -> None:
    found = one([act("a", "r", 10), act("b", "a", 20)])
    assert (found["size"], found["depth"], found["missing_root"]) == (2, 2, True)
    assert found["half_life_s"] is None


def test_a_lone_post_is_a_tree_of_one() -> None:
    found = one([act("r", None, 0, "post")])
    assert (found["size"], found["depth"], found["max_breadth"], found["structural_virality"]) == (
        1,
        0,
        0,
        None,
    )


def test_missing_parents_bound_the_depth_from_both_sides() -> None:
    rows = [
        act("r", None, 0, "post"),
        act("a", "r", 10),
        act("b", "a", 20),
        act("c", None, 30, parent_basis="missing"),
        act("d", None, 40, parent_basis="missing"),
    ]
    found = one(rows)
    assert (found["depth"], found["depth_upper"], found["missing_parents_n"]) == (2, 4, 2)
    assert found["structural_virality"] < found["structural_virality_upper"]


def test_a_circle_is_cut_named_and_survives() -> None:
    rows = [
        act("r", None, 0, "post"),
        act("a", "b", 10),
        act("b", "c", 20),
        act("c", "a", 30),
        act("d", "a", 40),
    ]
    measured = measure_cascades(table(rows))
    found = measured.cascades.row(0, named=True)
    assert (found["size"], found["cycles_n"], found["depth"]) == (5, 3, 2)
    assert noted(rows) == {"a": "in_circle", "b": "in_circle", "c": "in_circle"}


def test_a_child_before_its_parent_is_named_and_survives() -> None:
    rows = [act("r", None, 0, "post"), act("a", "r", 30), act("b", "a", 10)]
    measured = measure_cascades(table(rows))
    assert measured.cascades.row(0, named=True)["earlier_than_parent_n"] == 1
    assert noted(rows) == {"b": "earlier_than_parent"}
    assert measured.cascades.row(0, named=True)["depth"] == 2


def test_comments_form_a_tree_of_their_own() -> None:
    rows = [
        act("r", None, 0, "post"),
        act("a", "r", 10),
        act("x", "r", 11, "comment"),
        act("y", "x", 12, "comment"),
        act("z", "r", 13, "comment"),
    ]
    reposts, comments = one(rows), one(rows, "comment")
    assert (reposts["size"], reposts["depth"]) == (2, 1)
    assert (comments["size"], comments["depth"], comments["max_breadth"]) == (4, 2, 2)


def test_time_to_the_hundredth_act() -> None:
    rows = [act("r", None, 0, "post")] + [act(f"a{k}", "r", 3 * k) for k in range(1, 151)]
    found = one(rows)
    assert (found["to_100_s"], found["to_500_s"], found["half_life_s"]) == (300.0, None, 225.0)


@st.composite
def trees(draw: st.DrawFn) -> list[int]:
    n = draw(st.integers(2, 40))
    return [draw(st.integers(0, k - 1)) for k in range(1, n)]


@settings(deadline=None, max_examples=60)
@given(parents=trees(), seed=st.integers(0, 10_000))
def test_shape_agrees_with_networkx_whatever_the_order(parents: list[int], seed: int) -> None:
    rows = [act("n0", None, 0, "post", root="n0")]
    rows += [act(f"n{k}", f"n{p}", k, root="n0") for k, p in enumerate(parents, 1)]
    random.Random(seed).shuffle(rows)
    measured = measure_cascades(table(rows))
    found = measured.cascades.row(0, named=True)
    graph = nx.Graph([(p, k) for k, p in enumerate(parents, 1)])
    hops = nx.single_source_shortest_path_length(graph, 0)
    levels = [list(hops.values()).count(d) for d in range(1, max(hops.values()) + 1)]
    assert found["size"] == len(parents) + 1
    assert found["depth"] == max(hops.values())
    assert found["max_breadth"] == max(levels)
    assert found["structural_virality"] == pytest.approx(nx.average_shortest_path_length(graph))
    n = len(parents) + 1
    assert 2 - 2 / n - 1e-9 <= found["structural_virality"] <= (n + 1) / 3 + 1e-9
    assert dict(measured.levels.select("depth", "events_n").rows()) == {0: 1, **dict(enumerate(levels, 1))}
    directed = nx.DiGraph([(p, k) for k, p in enumerate(parents, 1)])
    below = {f"n{k}": len(nx.descendants(directed, k)) for k in directed}
    assert dict(measured.nodes.select("event_id", "subtree_n").rows()) == below


@settings(deadline=None, max_examples=60)
@given(
    links=st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 14), st.sampled_from(["r", "s"])), max_size=25
    )
)
def test_any_parents_survive(links: list[tuple[int, int, str]]) -> None:
    seen: dict[int, tuple[int, str]] = {}
    for child, parent, root in links:
        seen.setdefault(child, (parent, root))
    rows = [act(f"n{c}", f"n{p}" if p != c else None, c, root=root) for c, (p, root) in seen.items()]
    if not rows:
        return
    measured = measure_cascades(table(rows))
    assert measured.cascades["size"].sum() == len(rows)
    assert measured.nodes.height == len(rows)
    assert (measured.cascades["depth"] <= measured.cascades["size"]).all()
    assert measured.levels["events_n"].sum() == len(rows)


@settings(deadline=None, max_examples=150)
@given(acts=st.lists(st.tuples(st.integers(-3, 12), st.integers(0, 30)), min_size=1, max_size=13))
def test_bounds_never_cross(acts: list[tuple[int, int]]) -> None:
    """Parents below 0 are missing; moments are free, so that children may be dated before their parents."""
    rows = [act("r", None, 0, "post")]
    rows += [
        act(
            f"n{k}",
            f"n{p}" if 0 <= p < len(acts) and p != k else None,
            at,
            **({} if 0 <= p < len(acts) and p != k else {"parent_basis": "missing"}),
        )
        for k, (p, at) in enumerate(acts)
    ]
    found = one(rows)
    assert found["depth"] <= found["depth_upper"]
    assert found["max_breadth_lower"] <= found["max_breadth"]
    assert found["structural_virality"] <= found["structural_virality_upper"]


def test_a_lone_act_under_an_absent_root_has_no_pair() -> None:
    found = one([act("a", "r", 10)])
    assert (found["size"], found["structural_virality"], found["structural_virality_upper"]) == (
        1,
        None,
        None,
    )


def test_a_minute_is_an_interval_when_order_is_judged() -> None:
    within = [act("r", None, 0, "post"), act("a", "r", 90), act("b", "a", 60, at_precision="min")]
    assert one(within)["earlier_than_parent_n"] == 0
    before = [act("r", None, 0, "post"), act("a", "r", 120), act("b", "a", 60, at_precision="min")]
    assert one(before)["earlier_than_parent_n"] == 1
