"""The network of accounts: who passed on or answered whom, and which pairs acted together, with what the page
needs of each.

An edge is a number of acts, never one: the drawer opens the acts behind it. An account is not a person.
"""

from dataclasses import dataclass

import polars as pl

from analytics.store.folder import Case
from dashboards.safe import cut

GRAPHS = ("repost", "comment", "coordination")
WINDOW_S = 60.0  # The pairs of the coordination graph: the default window of the pair table.
ROLES = ("initiator", "organizer", "promoter", "amplifier", "repeater")
GRADES = ("A", "B", "C")
NODES_MAX, EDGES_MAX = (
    20_000,
    100_000,
)  # What a browser without a graphics card still draws at a bearable pace.


@dataclass(frozen=True)
class Network:
    """Accounts and ties of one graph.

    nodes: account_id, name, acts_n, passed_n (acts of others that pass on or answer this account's; pairs in
        the coordination graph), first_at, last_at, cluster_id, cluster_grade, roles, role_grade (the best of
        them; null: none).
    edges: source (passed on), target (did so), acts_n, assumed_n (of them with an assumed or missing parent),
        first_at, last_at; in the coordination graph source < target, acts_n counts objects, and times are
        null.
    """

    nodes: pl.DataFrame
    edges: pl.DataFrame


_kept: list[
    tuple[Case, str, Network]
] = []  # The last networks made: the page, its picture and its table ask for the same.


def network(case: Case, graph: str) -> Network:
    """The whole network of a graph; both tables empty if the stage that makes it has not run. Made once
    for an opened case."""
    for known, name, net in _kept:
        if known is case and name == graph:
            return net
    net = _network(case, graph)
    _kept.append((case, graph, net))
    del _kept[: -len(GRAPHS)]
    return net


def _network(case: Case, graph: str) -> Network:
    acts = _acts(case, None if graph == "coordination" else graph)
    if graph == "coordination":
        edges = _pairs(case)
        listed = (
            case.scan("clusters").select("account_id")
            if case.has("clusters")
            else pl.LazyFrame(schema={"account_id": pl.String})
        )
        ids = pl.concat(
            [edges.lazy().select(account_id="source"), edges.lazy().select(account_id="target"), listed]
        ).unique()
        nodes = ids.join(acts, on="account_id", how="left").collect()
        degree = (
            pl.concat([edges.select(account_id="source"), edges.select(account_id="target")])
            .group_by("account_id")
            .agg(passed_n=pl.len().cast(pl.Int64))
        )
    else:
        edges = _ties(case, graph) if case.has("nodes") else _no_ties()
        nodes = acts.collect()
        degree = edges.group_by(account_id="source").agg(passed_n=pl.col("acts_n").sum())
    nodes = nodes.join(degree, on="account_id", how="left").with_columns(
        pl.col("passed_n").fill_null(0), pl.col("acts_n").fill_null(0)
    )
    nodes = nodes.join(_groups(case), on="account_id", how="left").join(
        _roles(case), on="account_id", how="left"
    )
    return Network(nodes.sort("account_id"), edges.sort("source", "target"))


def leading(net: Network, most: int) -> Network:
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


def around(net: Network, account_id: str, most: int = 400) -> Network:
    """An account and those tied to it, the heaviest ties first, at most `most`, with the ties among all of
    them."""
    touching = (
        net.edges.filter((pl.col("source") == account_id) | (pl.col("target") == account_id))
        .sort("acts_n", "source", "target", descending=[True, False, False])
        .head(most)
    )
    ids = {account_id, *touching["source"], *touching["target"]}
    return _between(net, net.nodes.filter(pl.col("account_id").is_in(sorted(ids))))


def search(net: Network, text: str, most: int = 12) -> list[dict[str, str]]:
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


def _between(net: Network, nodes: pl.DataFrame) -> Network:
    ids = nodes.select("account_id")
    edges = net.edges.join(ids, left_on="source", right_on="account_id", how="semi").join(
        ids, left_on="target", right_on="account_id", how="semi"
    )
    edges = edges.sort("acts_n", "source", "target", descending=[True, False, False]).head(EDGES_MAX)
    return Network(nodes.sort("first_at", "account_id", nulls_last=True), edges)


def _moment() -> pl.Expr:
    """The moment of an act, where its id does not contradict it."""
    return pl.when(~pl.col("at_conflict").fill_null(False)).then("at")


def _acts(case: Case, tree: str | None) -> pl.LazyFrame:
    """Accounts with their acts in one kind of tree (in all, if None): roots count too."""
    acts = case.scan("events").filter(pl.col("account_id").is_not_null())
    if tree == "comment":
        answered = case.placed_events(pl.col("kind") == "comment").select(event_id="root_id").unique()
        acts = pl.concat(
            [
                acts.filter(kind="comment"),
                acts.filter(pl.col("kind") != "comment").join(answered, on="event_id", how="semi"),
            ]
        )
    elif tree == "repost":
        acts = acts.filter(pl.col("kind") != "comment")
    return (
        acts.with_columns(moment=_moment())
        .group_by("account_id")
        .agg(
            name=pl.col("account_name").sort_by("moment", "event_id").drop_nulls().last(),
            acts_n=pl.len().cast(pl.Int64),
            first_at=pl.col("moment").min(),
            last_at=pl.col("moment").max(),
        )
    )


def _no_ties() -> pl.DataFrame:
    time = pl.Datetime("us", "UTC")
    return pl.DataFrame(
        schema={
            "source": pl.String,
            "target": pl.String,
            "acts_n": pl.Int64,
            "assumed_n": pl.Int64,
            "first_at": time,
            "last_at": time,
        }
    )


def _ties(case: Case, tree: str) -> pl.DataFrame:
    acts = case.placed_events().select("event_id", "account_id", "parent_basis", moment=_moment())
    drawn = (
        case.scan("nodes")
        .filter(tree=tree)
        .filter(pl.col("parent_used_id").is_not_null())
        .select("event_id", "parent_used_id")
    )
    both = drawn.join(acts, on="event_id").join(
        acts.select(parent_used_id="event_id", source="account_id"), on="parent_used_id"
    )
    both = both.filter(
        pl.col("source").is_not_null()
        & pl.col("account_id").is_not_null()
        & (pl.col("source") != pl.col("account_id"))
    )
    return (
        both.group_by("source", target="account_id")
        .agg(
            acts_n=pl.len().cast(pl.Int64),
            assumed_n=pl.col("parent_basis").is_in(["root", "missing"]).sum().cast(pl.Int64),
            first_at=pl.col("moment").min(),
            last_at=pl.col("moment").max(),
        )
        .collect()
    )


def _pairs(case: Case) -> pl.DataFrame:
    if not case.has("coaction_pairs"):
        return _no_ties()
    pairs = (
        case.scan("coaction_pairs")
        .filter(pl.col("window_s") == WINDOW_S)
        .group_by("account_a", "account_b")
        .agg(acts_n=pl.col("objects_n").max())
        .collect()
    )
    return pl.concat(
        [_no_ties(), pairs.select(source="account_a", target="account_b", acts_n="acts_n")], how="diagonal"
    ).with_columns(assumed_n=pl.lit(0, pl.Int64))


def _groups(case: Case) -> pl.DataFrame:
    """Each listed account with the first of its groups."""
    return (
        case.read_or_empty("clusters")
        .sort("cluster_id", "account_id")
        .group_by("account_id", maintain_order=True)
        .agg(cluster_id=pl.col("cluster_id").first(), cluster_grade=pl.col("grade").first())
    )


def _roles(case: Case) -> pl.DataFrame:
    """Each account with its candidate roles; "insufficient" is no role."""
    table = case.read_or_empty("roles").filter(pl.col("grade").is_in(GRADES))
    return table.group_by("account_id").agg(
        roles=pl.col("role").unique().sort(), role_grade=pl.col("grade").min()
    )
