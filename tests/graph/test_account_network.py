"""One account network for export, page and report, worked out by hand on a case with every trap.

root p of a; r1 b reposts p (stated); r2 b reposts p again (assumed); r3 c passes on b's r1 (chain); r4 b passes
on its own r1 (a self tie); r5 d's parent is named and missing, so it is drawn at the root; r6 e, dated 2020 by
the export while its id says 2025; r7 f below the absent root q. k1 d answers p; k2 a answers k1.

Ties: a>b 2 acts (1 assumed), b>c 1, a>d 1 assumed, a>e 1, and as comments a>d 1, d>a 1.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from analytics.graph.account_network import account_network
from analytics.graph.export import account_tables, graph_tables
from analytics.model.tables import ACCOUNTS, NODES
from analytics.store.case_folder import Case, Commit, create_case
from dashboards.views.network import network_view
from tests.placed import write_placed

START = datetime(2025, 3, 1, tzinfo=UTC)
WRONG = datetime(2020, 1, 1, tzinfo=UTC)
ACTS = (  # id, kind, account, minute, root, parent drawn, basis
    ("p", "post", "a", 0, "p", None, None),
    ("r1", "repost", "b", 1, "p", "p", "stated"),
    ("r2", "repost", "b", 2, "p", "p", "root"),
    ("r3", "repost", "c", 3, "p", "r1", "chain"),
    ("r4", "repost", "b", 4, "p", "r1", "stated"),
    ("r5", "repost", "d", 5, "p", "p", "missing"),
    ("r6", "repost", "e", 6, "p", "p", "stated"),
    ("r7", "repost", "f", 7, "q", "q", "stated"),
    ("k1", "comment", "d", 8, "p", "p", "stated"),
    ("k2", "comment", "a", 9, "p", "k1", "stated"),
)
REPOSTS = {("a", "b"): (2, 1), ("b", "c"): (1, 0), ("a", "d"): (1, 1), ("a", "e"): (1, 0)}
COMMENTS = {("a", "d"): (1, 0), ("d", "a"): (1, 0)}


def minute(n: int) -> datetime:
    return START + timedelta(minutes=n)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    events = [
        {
            "event_id": name,
            "platform": "weibo",
            "kind": kind,
            "account_id": account,
            "account_name": account.upper(),
            "at": WRONG if name == "r6" else minute(at),
            "at_precision": "s",
            "at_basis": "export",
            "at_conflict": name == "r6",
            "at_from_id": minute(at),
            "root_id": root,
            "parent_id": None if basis in ("root", "missing") else parent,
            "parent_basis": basis,
            "source_sha256": "0",
            "source_row": k,
            "source_path": "",
        }
        for k, (name, kind, account, at, root, parent, basis) in enumerate(ACTS)
    ]
    drawn = [
        {"root_id": root, "tree": tree, "event_id": name, "parent_used_id": parent, "depth": 0}
        | {"children_n": 0, "subtree_n": 0}
        for tree, of in (("repost", ("post", "repost")), ("comment", ("post", "comment")))
        for name, kind, _, _, root, parent, _ in ACTS
        if kind in of
    ]
    commit = Commit(create_case(tmp_path / "case"))
    write_placed(commit, pl.DataFrame(events, infer_schema_length=None))
    commit.write(NODES, NODES.fit(pl.DataFrame(drawn)))
    commit.write(ACCOUNTS, ACCOUNTS.empty())
    return commit.finish(stages=["import", "parents", "cascades"], versions={"wakeline": "0"})


def told(ties: pl.DataFrame) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (s, t): (n, k) for s, t, n, k in ties.select("source", "target", "acts_n", "assumed_n").iter_rows()
    }


def test_self_ties_are_none_and_a_contradicted_moment_is_the_ids_own(case: Case) -> None:
    events = case.placed_events().collect()
    net = account_network(events, events, case.read("nodes"), ("repost",), with_assumed=True)
    assert told(net.ties) == REPOSTS and net.unknown_n == 1
    assert net.ties.filter(target="e").select("first_at", "last_at").row(0) == (minute(6), minute(6))
    assert net.accounts.select("account_id", "name", "acts_n", "passed_n").rows() == [
        ("a", "A", 1, 4),
        ("b", "B", 3, 1),
        ("c", "C", 1, 0),
        ("d", "D", 1, 0),
        ("e", "E", 1, 0),
        ("f", "F", 1, 0),
    ]


def test_assumed_parents_are_an_argument(case: Case) -> None:
    events = case.placed_events().collect()
    net = account_network(events, events, case.read("nodes"), ("repost",), with_assumed=False)
    assert told(net.ties) == {("a", "b"): (1, 0), ("b", "c"): (1, 0), ("a", "e"): (1, 0)}


@pytest.mark.parametrize(("tree", "ties"), [("repost", REPOSTS), ("comment", COMMENTS)])
def test_page_and_export_show_the_same_ties(
    case: Case, tree: str, ties: dict[tuple[str, str], tuple[int, int]]
) -> None:
    page, (nodes, edges) = network_view(case, tree), graph_tables(case, tree, "account")
    assert told(page.edges) == told(edges) == ties
    assert page.nodes["account_id"].to_list() == nodes["id"].to_list()
    moments = page.edges["first_at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ").to_list()
    assert moments == edges["first_at"].to_list()


def test_an_event_in_the_file_has_the_moment_of_its_id_where_the_export_contradicts_it(case: Case) -> None:
    """r6 is of minute 6 by its id and of 2020 by the export; r1, not contradicted, is of minute 1."""
    nodes, _ = graph_tables(case, "repost", "act")
    at = dict(nodes.select("id", "at").iter_rows())
    assert (at["r6"], at["r1"]) == ("2025-03-01T00:06:00Z", "2025-03-01T00:01:00Z")


def test_the_accounts_are_exported_with_assumed_parents_unless_told_otherwise(case: Case) -> None:
    """Of the two reposts of b below a one has an assumed parent; d is known by an assumed parent alone."""
    assert told(account_tables(case, ("repost",))[1]) == REPOSTS
    without = told(account_tables(case, ("repost",), with_assumed=False)[1])
    assert without == {("a", "b"): (1, 0), ("b", "c"): (1, 0), ("a", "e"): (1, 0)}
