"""The network of accounts: who passed on or answered whom, which pairs acted together, and their tables.

A link is a number of events, never one: the drawer opens the events behind it. An account is not a person.
"""

from dataclasses import dataclass

import polars as pl

from analytics.graph.account_network import account_network
from analytics.graph.coordination_network import coordination_network
from analytics.model.tables import NODES
from analytics.model.time import trusted_at, trusted_precision
from analytics.model.untrusted_text import cut
from analytics.roles.standing import accounts
from analytics.store.case_folder import Case
from dashboards.listing import Listing, ShownRows

GRAPHS = ("repost", "comment", "coordination")
# What a browser without a graphics card still draws at a bearable pace.
NODES_MAX, EDGES_MAX = 20_000, 100_000


@dataclass(frozen=True)
class NetworkView:
    """Accounts and ties of one graph.

    nodes: account_id, name, acts_n, passed_n (acts of others that pass on or answer this account's; pairs in
        the coordination graph), first_at, last_at, cluster_id, cluster_grade; role, role_grade, roles,
        role_grades as in roles/standing (null: none).
    edges: source (passed on), target (did so), acts_n, assumed_n (of them with an assumed or missing parent),
        first_at, last_at; in the coordination graph source < target, acts_n counts objects, and times are
        null.
    """

    nodes: pl.DataFrame
    edges: pl.DataFrame


_kept: list[
    tuple[Case, str, NetworkView]
] = []  # The last networks made: the page, its picture and its table ask for the same.


def network_view(case: Case, graph: str) -> NetworkView:
    """The whole network of a graph; both tables empty if the stage that makes it has not run. Made once
    for an opened case."""
    for known, name, net in _kept:
        if known is case and name == graph:
            return net
    net = _network(case, graph)
    _kept.append((case, graph, net))
    del _kept[: -len(GRAPHS)]
    return net


def _network(case: Case, graph: str) -> NetworkView:
    if graph == "coordination":
        pairs = case.scan("coaction_pairs") if case.has("coaction_pairs") else None
        listed = case.read_or_empty("clusters")["account_id"]
        net = coordination_network(case.scan("events"), pairs, listed)
    else:
        empty = NODES.empty()
        net = account_network(
            case.placed_events(),
            case.placed_events(),
            case.scan("nodes") if case.has("nodes") else empty,
            (graph,),
            with_assumed=True,
        )
    nodes = net.accounts.join(_groups(case), on="account_id", how="left").join(
        accounts(case.read_or_empty("roles")), on="account_id", how="left"
    )
    return NetworkView(nodes.sort("account_id"), net.ties.sort("source", "target"))


def leading(net: NetworkView, most: int) -> NetworkView:
    """At most `most` accounts: those in a group or role first, then those passed on most, then the most
    active and the earliest.

    Ties between them, the heaviest first, at most EDGES_MAX. The rows stand in order of first act.
    """
    listed = pl.col("cluster_id").is_not_null() | pl.col("role_grade").is_not_null()
    nodes = net.nodes.sort(
        listed,
        "passed_n",
        "acts_n",
        "first_at",
        "account_id",
        descending=[True, True, True, False, False],
        nulls_last=True,
    ).head(min(most, NODES_MAX))
    return _between(net, nodes)


def around(net: NetworkView, account_id: str, most: int = 400) -> NetworkView:
    """An account and those tied to it, the heaviest ties first, at most `most`, with the ties among all of
    them."""
    touching = (
        net.edges.filter((pl.col("source") == account_id) | (pl.col("target") == account_id))
        .sort("acts_n", "source", "target", descending=[True, False, False])
        .head(most)
    )
    ids = {account_id, *touching["source"], *touching["target"]}
    return _between(net, net.nodes.filter(pl.col("account_id").is_in(sorted(ids))))


def search(net: NetworkView, text: str, most: int = 12) -> list[dict[str, str]]:
    """Accounts whose name or id holds `text` (capitals do not matter), those passed on most first: id and
    name."""
    wanted = text.strip().lower()
    if not wanted:
        return []
    holds = pl.col("name").fill_null("").str.to_lowercase().str.contains(wanted, literal=True) | pl.col(
        "account_id"
    ).str.to_lowercase().str.contains(wanted, literal=True)
    found = (
        net.nodes.filter(holds)
        .sort("passed_n", "acts_n", "account_id", descending=[True, True, False])
        .head(most)
    )
    return [
        {"id": row["account_id"], "name": cut(row["name"] or "", 40)} for row in found.iter_rows(named=True)
    ]


def _between(net: NetworkView, nodes: pl.DataFrame) -> NetworkView:
    ids = nodes.select("account_id")
    edges = net.edges.join(ids, left_on="source", right_on="account_id", how="semi").join(
        ids, left_on="target", right_on="account_id", how="semi"
    )
    edges = edges.sort("acts_n", "source", "target", descending=[True, False, False]).head(EDGES_MAX)
    return NetworkView(nodes.sort("first_at", "account_id", nulls_last=True), edges)


def _groups(case: Case) -> pl.DataFrame:
    """Each listed account with the first of its groups."""
    return (
        case.read_or_empty("clusters")
        .sort("cluster_id", "account_id")
        .group_by("account_id", maintain_order=True)
        .agg(cluster_id=pl.col("cluster_id").first(), cluster_grade=pl.col("grade").first())
    )


def rows_network(case: Case, about: str) -> pl.LazyFrame:
    """Nodes of the graph `about`, those passed on most first."""
    nodes = network_view(case, about).nodes.with_columns(name=pl.coalesce("name", "account_id"))
    return nodes.sort("passed_n", "acts_n", "account_id", descending=[True, True, False]).lazy()


LISTING_NETWORK = Listing(
    name="network",
    columns=(
        ShownRows("name", "col_name", "name"),
        ShownRows("acts_n", "col_acts", "count", 100),
        ShownRows("passed_n", "col_passed", "count", 130),
        ShownRows("role", "col_roles", "word", 140),
        ShownRows("role_grade", "col_grade", "text", 80),
        ShownRows("cluster_id", "col_group", "text", 80),
        ShownRows("cluster_grade", "col_group_grade", "text", 110),
        ShownRows("first_at", "col_first", "time", 170),
        ShownRows("last_at", "col_last", "time", 170),
        ShownRows("account_id", "col_account_id", "id", 190),
    ),
    rows=rows_network,
    subject=lambda row: f"account|{row['account_id']}",
)


def rows_tie_acts(case: Case, about: str) -> pl.LazyFrame:
    """Acts of the second account below acts of the first. about: graph|source|target, the ids of accounts."""
    tree, source, target = about.split("|", 2)
    acts = case.scan("events")
    above = acts.filter(account_id=source).select(parent_used_id="event_id")
    drawn = (
        case.scan("nodes")
        .filter(tree=tree)
        .select("event_id", "parent_used_id")
        .join(above, on="parent_used_id", how="semi")
    )
    return (
        case.placed_events(pl.col("account_id") == target)
        .join(drawn, on="event_id", how="semi")
        .select("event_id", "kind", trusted_at(), trusted_precision(), "parent_basis", "own_text")
        .sort("at", "event_id", nulls_last=True)
    )


LISTING_TIE_ACTS = Listing(
    name="tie_acts",
    columns=(
        ShownRows("at", "col_at", "time", 170),
        ShownRows("kind", "col_kind", "word", 76),
        ShownRows("parent_basis", "col_basis", "word", 96),
        ShownRows("own_text", "col_own_text", sortable=False),
    ),
    rows=rows_tie_acts,
    subject=lambda row: f"act|{row['event_id']}",
)

LISTINGS = (LISTING_NETWORK, LISTING_TIE_ACTS)
