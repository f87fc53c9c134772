"""The events of a tree and their moments; what the network of accounts makes of them."""

from pathlib import Path

import polars as pl
import pytest

from analytics.graph.account_network import TREES
from analytics.model.untrusted_text import for_spreadsheet
from dashboards import source_cards
from dashboards.accounts import tie_facts
from dashboards.network.selection import selection
from dashboards.views import trees
from dashboards.views.network import network_view
from tests.contract.invented import R1, account
from tests.contract.places import EN, Told, cells, exported, iso, page, plain, show, two_tables, words

pytestmark = pytest.mark.slow

OPENED = 12  # Of many events or ties: as many are opened one by one, contradicted ones first.


def test_the_events_of_a_tree_and_their_moments(every: Told, tmp_path: Path) -> None:
    moments = dict(every.events.select("event_id", "moment").iter_rows())
    nodes = every.case.read("nodes")
    exports = {tree: exported(every, tree, "act", tmp_path)[0] for tree in TREES}
    of_paper = {(t["root_id"], t["tree"]): t for t in every.paper["trees"]}
    for root_id, tree, size in every.case.read("cascades").select("root_id", "tree", "size").iter_rows():
        of_table = {one: moments[one] for one in nodes.filter(root_id=root_id, tree=tree)["event_id"]}
        drawn = trees.nodes(every.case, root_id, tree).filter("is_exported")
        of_page = dict(drawn.select("event_id", "at").iter_rows())
        of_export = {
            row["id"]: row["at"]
            for row in exports[tree]
            if row["root_id"] == root_id and row["kind"] != "post_not_in_export"
        }
        assert of_table == of_page and {one: iso(at) for one, at in of_table.items()} == of_export
        known = [at for at in of_table.values() if at is not None]
        (listed,) = [
            row
            for row in page(every, "cascades").to_dicts()
            if (row["root_id"], row["tree"]) == (root_id, tree)
        ]
        ends = (min(known, default=None), max(known, default=None))
        assert (listed["first_at"], listed["last_at"]) == ends and listed["size"] == size == len(of_table)
        if size > 1 and (root_id, tree) in of_paper:
            told = of_paper[root_id, tree]
            assert (told["size"], told["first_at"]) == (size, ends[0] and ends[0].isoformat())
    wrong = every.events.filter("at_conflict")["event_id"].to_list()
    for one in [*wrong, *every.events["event_id"]][:OPENED]:
        (row,) = show(every, one).rows
        assert row["at"] == moments[one] == source_cards.event_row(every.case, one)["at"]


def test_the_moment_of_a_contradicted_event_is_the_trusted_one_everywhere(
    every: Told, tmp_path: Path
) -> None:
    wrong = every.events.filter("at_conflict")
    assert wrong.height
    nodes = [row for tree in TREES for row in exported(every, tree, "act", tmp_path)[0]]
    on_page = {row["event_id"]: row["at"] for row in page(every, "acts", "time_conflicts").to_dicts()}
    for row in wrong.to_dicts():
        one, who, moment = row["event_id"], row["account_id"], row["moment"]
        assert moment == row["at_from_id"] != row["at"]
        assert on_page[one] == moment
        assert {node["at"] for node in nodes if node["id"] == one} <= {iso(moment)}
        assert dict(page(every, "account_acts", who).select("event_id", "at").iter_rows())[one] == moment
        opened = source_cards.event_row(every.case, one)
        assert (opened["at"], opened["stated_at"]) == (moment, row["at"])
        assert [r["at"] for r in show(every, who).rows if r["event_id"] == one] == [moment]
        assert show(every, one).rows[0]["at_text"] == row["at_text"]
    named = {event_id for one in every.paper["roles"] for event_id in one["event_ids"]} & set(
        wrong["event_id"]
    )
    moments = dict(wrong.select("event_id", "moment").iter_rows())
    for one in every.paper["roles"]:
        for r in show(every, f"{one['role']}@{one['account_id']}").rows:
            assert r["event_id"] not in named or r["at"] == moments[r["event_id"]]
    conflicts = every.facts.conflicts.select("event_id", "at", "at_from_id").rows()
    assert conflicts == wrong.select("event_id", "at", "at_from_id").head(len(conflicts)).rows()
    assert every.facts.span == (every.events["moment"].min(), every.events["moment"].max())


def by_hand(one: Told, tree: str) -> dict[tuple[str, str], list[str]]:
    """(passed on, did so) -> events, from the drawn tree: nobody is tied to himself, nobody unknown is tied."""
    who = dict(one.events.select("event_id", "account_id").iter_rows())
    found: dict[tuple[str, str], list[str]] = {}
    for event_id, parent_id in (
        one.case.read("nodes").filter(tree=tree).select("event_id", "parent_used_id").iter_rows()
    ):
        source, target = who.get(parent_id), who.get(event_id)
        if parent_id is not None and source and target and source != target:
            found.setdefault((source, target), []).append(event_id)
    return found


def test_the_ties_of_the_account_network_and_their_counts(every: Told, tmp_path: Path) -> None:
    basis = dict(every.events.select("event_id", "parent_basis").iter_rows())
    moments = dict(every.events.select("event_id", "moment").iter_rows())
    for tree in TREES:
        hand = {}
        for pair, acts in by_hand(every, tree).items():
            at = [moments[a] for a in acts if moments[a] is not None]
            assumed = sum(basis[a] in ("root", "missing") for a in acts)
            hand[pair] = (len(acts), assumed, min(at, default=None), max(at, default=None))
        edges = network_view(every.case, tree).edges
        assert {(s, t): tuple(rest) for s, t, *rest in edges.iter_rows()} == hand
        nodes, lines = exported(every, tree, "account", tmp_path)
        assert {
            (r["source"], r["target"]): (r["acts_n"], r["assumed_n"], r["first_at"], r["last_at"])
            for r in lines
        } == {pair: (str(n), str(k), iso(a), iso(b)) for pair, (n, k, a, b) in hand.items()}
        # A listed account without an event in the graph is drawn too; an export of the graph has no place for it.
        drawn = network_view(every.case, tree).nodes.filter(pl.col("acts_n") > 0)
        assert {r["id"]: r["acts_n"] for r in nodes} == {
            a: str(n) for a, n in drawn.select("account_id", "acts_n").iter_rows()
        }
        _, chosen = two_tables(
            selection(network_view(every.case, tree), drawn["account_id"].to_list(), "csv", None)[0]
        )
        assert {(r["source"], r["target"]): r["acts_n"] for r in chosen} == {
            pair: str(n) for pair, (n, *_) in hand.items()
        }
        for (source, target), (n, assumed, *_) in sorted(hand.items(), key=lambda tie: -tie[1][0])[:OPENED]:
            behind = page(every, "tie_acts", f"{tree}|{source}|{target}")
            assert sorted(behind["event_id"]) == sorted(by_hand(every, tree)[source, target])
            assert [moments[one] for one in behind["event_id"]] == behind["at"].to_list()
            said = words(tie_facts(every.desk, f"{tree}|{source}|{target}", EN)[1])
            assert {str(n), str(assumed)} <= set(plain(said).replace(",", "").split())


def test_the_ties_of_the_account_network_and_their_counts_by_hand(stated: Told) -> None:
    """R1: accounts 2, 3, 5, 6 and 493 others pass on account 1's post, 4 passes on 2; two self reposts are no tie."""
    edges = network_view(stated.case, "repost").edges.filter(pl.col("source") == account(1))
    assert edges.height == edges["acts_n"].sum() == 1 + 1 + 1 + 1 + 493
    assert (account(2), account(4)) in set(
        network_view(stated.case, "repost").edges.select("source", "target").iter_rows()
    )
    comment = network_view(stated.case, "comment").edges.select("source", "target", "acts_n").rows()
    assert comment == [(account(1), account(2), 1), (account(2), account(3), 1)]
    assert page(stated, "cascades").filter(root_id=R1, tree="repost")["size"].item() == 501


def test_the_name_of_an_account(every: Told, tmp_path: Path) -> None:
    """The one shown with its last event, by the trusted moment: on the network, in lists, in the drawer, exported."""
    last = {
        who: name
        for who, name in every.events.filter(pl.col("account_name").is_not_null())
        .sort("moment", "event_id", nulls_last=False)
        .group_by("account_id", maintain_order=True)
        .agg(pl.col("account_name").last())
        .iter_rows()
    }
    trees_of = {tree: every.case.read("nodes").filter(tree=tree)["event_id"] for tree in TREES}
    for tree in TREES:
        drawn = every.events.filter(pl.col("event_id").is_in(trees_of[tree].implode()))
        for row in network_view(every.case, tree).nodes.to_dicts():
            seen = (
                drawn.filter(account_id=row["account_id"])
                .drop_nulls("account_name")
                .sort("moment", "event_id")
            )
            if set(seen["event_id"]) == set(every.events.filter(account_id=row["account_id"])["event_id"]):
                assert row["name"] == last.get(row["account_id"])
        names = {r["id"]: r["name"] for r in exported(every, tree, "account", tmp_path)[0]}
        shown = network_view(every.case, tree).nodes.filter(pl.col("acts_n") > 0)
        written = {a: n or "" for a, n in shown.select("account_id", "name").iter_rows()}
        assert names == {a: for_spreadsheet(n) for a, n in written.items()}
    for role in every.case.read("roles")["role"].unique():
        for row in page(every, "roles", role).to_dicts():
            assert row["name"] == last.get(row["account_id"], row["account_id"])
            assert source_cards.account_row(every.case, row["account_id"]).name == last.get(row["account_id"])
    for group in every.case.read("clusters")["cluster_id"].unique():
        for row in page(every, "members", group).to_dicts():
            assert row["name"] == last.get(row["account_id"], row["account_id"])


def test_the_name_of_an_account_is_shown_without_what_acts_or_hides(stated: Told) -> None:
    (row,) = [one for one in cells(stated, "network", "repost") if one["account_id"] == account(1)]
    assert row["name"] == "=1+1<b>⟨U+202E⟩粗</b>⟨U+0007⟩⟨U+200B⟩\"'<script>"
    (renamed,) = [one for one in cells(stated, "network", "repost") if one["account_id"] == account(6)]
    assert renamed["name"] == "新名"
