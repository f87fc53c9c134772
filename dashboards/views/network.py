"""The network of accounts: who passed on or answered whom, which pairs acted together, and their tables.

A link is a number of events, never one: the drawer opens the events behind it. An account is not a person.
"""

from dataclasses import dataclass

import polars as pl

from analytics.alleged.actors import actors
from analytics.graph.account_network import account_acts, account_network, no_ties
from analytics.graph.coordination_network import coordination_network
from analytics.model.tables import NODES
from analytics.model.thresholds import ROLES
from analytics.model.time import trusted_at, trusted_precision
from analytics.model.untrusted_text import cut
from analytics.roles.standing import grades_by_role
from analytics.store.case_folder import Case
from dashboards.listing import Listing, ShownRows, parts_of
from dashboards.marks import marked

GRAPHS = ("repost", "comment", "coordination")
# What a browser without a graphics card still draws at a bearable pace.
NODES_MAX, EDGES_MAX = 20_000, 100_000
FOUND_MAX = 200  # Accounts that a search lists; how many there are is said.


@dataclass(frozen=True)
class NetworkView:
    """Accounts and ties of one graph.

    nodes: account_id, name, acts_n, passed_n (events of others that pass on or answer this account's; pairs
        in the coordination graph), first_at, last_at, cluster_id, cluster_grade (of the account in that
        group); a column for each role with the account's grade in it (null: not listed); actor (target,
        authority, press, debunker, provider; null: anybody else) and is_author (of a stated post).
        An account listed in a role stands here without an event in the graph too, with acts_n 0.
    edges: source (passed on), target (did so), acts_n, assumed_n (of them with an assumed or missing parent),
        first_at, last_at. In the coordination graph source < target, acts_n counts objects, and times are
        null.
    """

    nodes: pl.DataFrame
    edges: pl.DataFrame


_kept: list[
    tuple[Case, str, NetworkView]
] = []  # The last networks made: the page, its picture and its table ask for the same.


def network_view(case: Case, graph: str) -> NetworkView:
    """Read the whole network of a graph, made once for an open case.

    Both tables are empty if the stage that makes it has not run.
    """
    for known, name, net in _kept:
        if known is case and name == graph:
            return net
    net = _network(case, graph)
    _kept.append((case, graph, net))
    del _kept[: -len(GRAPHS)]
    return net


def _network(case: Case, graph: str) -> NetworkView:
    roles = grades_by_role(case.read_or_empty("roles"))
    if graph == "coordination":
        pairs = case.scan("coaction_pairs") if case.has("coaction_pairs") else None
        listed = pl.concat([case.read_or_empty("clusters")["account_id"], roles["account_id"]])
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
    nodes = pl.concat([net.accounts, _listed_only(case, net.accounts, roles)], how="diagonal")
    for table in (_groups(case), roles, _apart(case), _authors(case)):
        nodes = nodes.join(table, on="account_id", how="left")
    nodes = nodes.with_columns(pl.col("is_author").fill_null(False))
    return NetworkView(nodes.sort("account_id"), net.ties.sort("source", "target"))


def _listed_only(case: Case, drawn: pl.DataFrame, roles: pl.DataFrame) -> pl.DataFrame:
    """Accounts listed in a role that no event ties into the graph: they are drawn all the same."""
    absent = roles.select("account_id").join(drawn, on="account_id", how="anti")
    seen = account_acts(
        case.scan("events").filter(pl.col("account_id").is_in(absent["account_id"].implode()))
    )
    return absent.join(seen, on="account_id", how="left").with_columns(
        acts_n=pl.lit(0, pl.Int64), passed_n=pl.lit(0, pl.Int64)
    )


def _apart(case: Case) -> pl.DataFrame:
    """Accounts that stand apart: account_id, actor. Authors of corrections count as debunkers."""
    told = case.read_or_empty("alleged_events").select("account_id", "actor").drop_nulls()
    facts = case.toml()
    corrections = [one.event_id for one in facts.corrections]
    authors = case.scan("events").filter(pl.col("event_id").is_in(corrections)).select("account_id").collect()
    seen = actors(
        case.read_or_empty("accounts"), case.read_or_empty("account_names"), facts, authors["account_id"]
    )
    return pl.concat([told, seen]).unique("account_id", keep="first", maintain_order=True)


def _authors(case: Case) -> pl.DataFrame:
    """Authors of the posts that case.toml states as alleged: account_id, is_author."""
    rows = case.read_or_empty("alleged_events").filter(layer="stated", part="states")
    return rows.select("account_id").drop_nulls().unique().with_columns(is_author=pl.lit(True))


def every_account(case: Case) -> NetworkView:
    """Give all accounts that have events as a network without links, to search in."""
    nodes = account_acts(case.scan("events")).with_columns(passed_n=pl.lit(0, pl.Int64))
    return NetworkView(nodes, no_ties())


def is_listed() -> pl.Expr:
    """Tell whether an account of a NetworkView stands in a group or in any role."""
    return pl.any_horizontal(pl.col("cluster_id", *ROLES).is_not_null())


def search(net: NetworkView, text: str, most: int = FOUND_MAX) -> tuple[int, list[dict[str, str]]]:
    """Find accounts whose name or id holds `text`, those passed on most first; capitals do not matter.

    Returns how many there are, and id and name of the first `most`.
    """
    wanted = text.strip().lower()
    if not wanted:
        return 0, []
    holds = pl.col("name").fill_null("").str.to_lowercase().str.contains(wanted, literal=True) | pl.col(
        "account_id"
    ).str.to_lowercase().str.contains(wanted, literal=True)
    found = net.nodes.filter(holds).sort("passed_n", "acts_n", "account_id", descending=[True, True, False])
    rows = found.head(most).iter_rows(named=True)
    return found.height, [{"id": row["account_id"], "name": cut(row["name"] or "", 40)} for row in rows]


def between(net: NetworkView, nodes: pl.DataFrame) -> NetworkView:
    """Cut a network to some of its nodes and the links among them, the heaviest first, at most EDGES_MAX."""
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
    """Read the nodes of a graph, those passed on most first.

    about: the graph; behind a bar, the state of watch list and notes (`marks.stamp`).
    """
    nodes = network_view(case, about.partition("|")[0]).nodes
    nodes = marked(case.folder, nodes.with_columns(name=pl.coalesce("name", "account_id")))
    return nodes.sort("passed_n", "acts_n", "account_id", descending=[True, True, False]).lazy()


LISTING_NETWORK = Listing(
    name="network",
    columns=(
        ShownRows("mark", "accounts.col_mark", "text", 84),
        ShownRows("name", "col_name", "name"),
        ShownRows("acts_n", "col_acts", "count", 100),
        ShownRows("passed_n", "col_passed", "count", 130),
        *(ShownRows(role, f"network.col_{role}", "text", 92) for role in ROLES),
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
    """Read the events of the second account below events of the first.

    about: graph|source|target, the ids of accounts.
    """
    tree, source, target = parts_of(about, 3)
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
