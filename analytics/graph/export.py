"""Repost, comment and coordination graphs as networkx graphs, and as files for other programs.

At level "act" a node is an event, and an edge runs from the event passed on (or answered) to the event that
did so. At level "account" a node is an account, and an edge runs from the account passed on to the account
that did so, with acts_n (how often), assumed_n (of them through an assumed parent), first_at and last_at. An
account is not a person.

The coordination graph has accounts alone, and no direction: its acts_n counts the objects on which both acted
within 60 s. Ties of an account to itself and contradicted moments are treated as in
`analytics.graph.account_network`.
"""

import csv
import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import networkx as nx
import polars as pl

from analytics.graph.account_network import AccountNetwork, account_network
from analytics.graph.coordination_network import coordination_network
from analytics.model.errors import CaseError, SettingsError
from analytics.model.time import trusted_at
from analytics.model.untrusted_text import for_spreadsheet, shown_column
from analytics.store.case_folder import Case
from analytics.store.pseudonyms import Pseudonyms, hidden_words, key_of, names_of, sealed

Tables = tuple[pl.DataFrame, pl.DataFrame]  # nodes, edges
FORMATS = ("gexf", "graphml", "csv", "parquet")
LEVELS = ("act", "account")
GRAPHS = ("repost", "comment", "coordination")
TREES = GRAPHS[:2]


def repost_graph(case: Case, level: str = "act") -> nx.DiGraph:
    """Build the repost graph of an analysed case.

    level: "act" (a node an event) or "account".

    Unknown parents are drawn at the root, with basis "missing". Raises CaseError if the case is not analysed,
    SettingsError for an unknown level.
    """
    return digraph(*graph_tables(case, "repost", level))


def comment_graph(case: Case, level: str = "act") -> nx.DiGraph:
    """Build the comment graph of an analysed case; see `repost_graph`."""
    return digraph(*graph_tables(case, "comment", level))


def graph_tables(case: Case, tree: str, level: str) -> Tables:
    """Read (nodes, edges) of a graph: nodes have `id`, edges `source`, `target` and `basis` or `acts_n`."""
    _check(tree, GRAPHS)
    levels = levels_of(tree)
    if level not in levels:
        raise SettingsError("level_unknown", found=level, known=", ".join(levels))
    if tree == "coordination":
        return _coordination_tables(case)
    return act_tables(case, tree) if level == "act" else account_tables(case, (tree,))


def levels_of(tree: str) -> tuple[str, ...]:
    """List the levels at which a graph can be had, the usual one first."""
    return LEVELS[1:] if tree == "coordination" else LEVELS


def _check(tree: str, known: tuple[str, ...]) -> None:
    if tree not in known:
        raise SettingsError("graph_unknown", found=tree, known=", ".join(known))


def act_tables(case: Case, tree: str, root_id: str | None = None) -> Tables:
    """Read (nodes, edges) of level "act", of the one tree below `root_id`, or of all.

    Raises CaseError if the case is not analysed or has no such tree, SettingsError for an unknown graph.
    """
    _check(tree, TREES)
    drawn = case.scan("nodes").filter(tree=tree)
    if root_id is not None:
        drawn = drawn.filter(root_id=root_id)
    table = drawn.collect()
    if root_id is not None and table.is_empty():
        raise CaseError("tree_absent", case=case.folder, found=root_id, tree=tree)
    return _acts(case, table)


def _acts(case: Case, drawn: pl.DataFrame) -> Tables:
    acts = (
        case.placed_events(pl.col("event_id").is_in(drawn["event_id"].implode()))
        .select(
            "event_id",
            "kind",
            "account_id",
            "account_name",
            trusted_at(),
            "parent_basis",
            "own_text",
            "region",
            "client",
        )
        .collect()
    )
    table = drawn.join(acts, on="event_id", how="left")
    nodes = table.select(
        id="event_id",
        kind="kind",
        account_id="account_id",
        name="account_name",
        at=_iso("at"),
        root_id="root_id",
        depth="depth",
        children_n="children_n",
        subtree_n="subtree_n",
        text="own_text",
    )
    edges = table.filter(pl.col("parent_used_id").is_not_null()).select(
        source="parent_used_id", target="event_id", basis=pl.col("parent_basis").fill_null("root")
    )
    absent = edges.select(id="source").unique().join(nodes, on="id", how="anti")
    nodes = pl.concat([nodes, absent.with_columns(kind=pl.lit("post_not_in_export"))], how="diagonal")
    return nodes.sort("id"), edges.sort("source", "target")


def account_tables(case: Case, trees: tuple[str, ...], *, with_assumed: bool = True) -> Tables:
    """Read (nodes, edges) of level "account", of the events drawn in `trees` added up.

    See `analytics.graph.account_network`. Raises CaseError if the case is not analysed, SettingsError for an
    unknown graph.
    """
    for tree in trees:
        _check(tree, TREES)
    net = account_network(
        case.placed_events(), case.placed_events(), case.scan("nodes"), trees, with_assumed=with_assumed
    )
    return _network_tables(case, net)


def _coordination_tables(case: Case) -> Tables:
    listed = case.read_or_empty("clusters")["account_id"]
    return _network_tables(
        case, coordination_network(case.scan("events"), case.scan("coaction_pairs"), listed)
    )


def _network_tables(case: Case, net: AccountNetwork) -> Tables:
    people = case.read("accounts").select(
        id="account_id", profile="name", followers_n="followers_n", region="region"
    )
    nodes = net.accounts.select(id="account_id", acts_n="acts_n", name="name").join(
        people, on="id", how="left"
    )
    nodes = nodes.select(
        "id", "acts_n", pl.coalesce("name", "profile").alias("name"), "followers_n", "region"
    )
    edges = net.ties.with_columns(first_at=_iso("first_at"), last_at=_iso("last_at"))
    return nodes.sort("id"), edges.sort("source", "target")


def _iso(name: str) -> pl.Expr:
    return pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%SZ").alias(name)


def digraph(nodes: pl.DataFrame, edges: pl.DataFrame) -> nx.DiGraph:
    """Make a DiGraph whose attributes are never null: what is unknown is absent.

    >>> nodes = pl.DataFrame({"id": ["a", "b"], "name": ["A", None]})
    >>> edges = pl.DataFrame({"source": ["a"], "target": ["b"], "acts_n": [2]})
    >>> graph = digraph(nodes, edges)
    >>> dict(graph.nodes["a"]), dict(graph.nodes["b"]), graph.edges["a", "b"]
    ({'name': 'A'}, {}, {'acts_n': 2})
    """
    return _filled(nx.DiGraph(), nodes, edges)


def _filled(graph: nx.Graph, nodes: pl.DataFrame, edges: pl.DataFrame) -> nx.Graph:
    for row in nodes.iter_rows(named=True):
        graph.add_node(row.pop("id"), **{k: v for k, v in row.items() if v is not None})
    for row in edges.iter_rows(named=True):
        graph.add_edge(
            row.pop("source"), row.pop("target"), **{k: v for k, v in row.items() if v is not None}
        )
    return graph


def export_graph(
    case: Case, tree: str, level: str, form: str, out: Path, change: Callable[[Tables], Tables] | None = None
) -> tuple[int, int]:
    """Write a graph to `out`; csv and parquet are an edge list, with the nodes in a file beside it.

    form: csv, gexf, graphml or parquet.
    change: what is done to (nodes, edges) before they are written, such as `pseudonymise_graph`.

    Returns the number of nodes and of edges. The file appears whole or not at all. Raises SettingsError for
    an unknown form.
    """
    if form not in FORMATS:
        raise SettingsError("graph_form_unknown", found=form, known=", ".join(FORMATS))
    nodes, edges = (
        graph_tables(case, tree, level) if change is None else change(graph_tables(case, tree, level))
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    if form in ("gexf", "graphml"):
        empty = nx.Graph() if tree == "coordination" else nx.DiGraph()
        graph = _filled(empty, _writable(nodes), _writable(edges))
        write: Callable[[Any, str], None] = nx.write_gexf if form == "gexf" else nx.write_graphml
        _whole(out, lambda path: _dateless(write, graph, path))
    else:
        beside = out.with_name(f"{out.stem}.nodes{out.suffix}")
        for path, table in ((out, edges), (beside, nodes)):
            _whole(path, table.write_parquet if form == "parquet" else partial(_csv, table))
    return nodes.height, edges.height


def _dateless(write: Callable[[Any, str], None], graph: nx.DiGraph, path: Path) -> None:
    """Write a graph without the moment of writing: the same graph gives the same bytes."""
    write(graph, str(path))
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1), encoding="utf-8")


def _writable(table: pl.DataFrame) -> pl.DataFrame:
    """The table with hidden characters of texts shown by number, among them all that XML 1.0 cannot hold."""
    texts = [name for name, dtype in table.schema.items() if dtype == pl.String]
    return table.with_columns(shown_column(table[name]) for name in texts)


def _csv(table: pl.DataFrame, path: Path) -> None:
    """Cells that a spreadsheet would run as a formula get a leading apostrophe."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.columns)
        for row in table.iter_rows():
            writer.writerow([for_spreadsheet(v) if isinstance(v, str) else v for v in row])


def _whole(path: Path, write: Callable[[Path], object]) -> None:
    draft = path.with_name(f".{path.name}.draft")
    write(draft)
    os.replace(draft, path)


def pseudonymise_graph(case: Case, level: str) -> Callable[[Tables], Tables]:
    """Make the change that turns (nodes, edges) of a graph into a graph that may be handed on.

    Ids become pseudonyms, names are left out, and texts lose who is named in them. The table that resolves
    the pseudonyms stays with the case. Raises CaseError if the key of the case cannot be read or made.
    """
    names = Pseudonyms(key_of(case))
    owners, hidden = names_of(case), hidden_words(case)
    kind = "act" if level == "act" else "account"

    def veiled(tables: Tables) -> Tables:
        nodes, edges = tables
        nodes = nodes.drop("name", strict=False)
        columns = {"id": kind, "root_id": "act", "account_id": "account"}
        nodes = nodes.with_columns(
            names.column(columns[c], nodes[c]).alias(c) for c in nodes.columns if c in columns
        )
        if "text" in nodes.columns:
            nodes = nodes.with_columns(names.texts(nodes["text"], owners, hidden).alias("text"))
        edges = edges.with_columns(names.column(kind, edges[c]).alias(c) for c in ("source", "target"))
        sealed(case.folder, names)
        return nodes.sort("id"), edges.sort("source", "target")

    return veiled
