"""The network as it is explored, with communities and facets; and which accounts of many are drawn."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from analytics.model.thresholds import ROLES
from analytics.store.case_folder import Case
from dashboards.figures.layout_cache import cached_pair
from dashboards.network.communities import communities, community_names
from dashboards.network.facets import facet_columns
from dashboards.views.network import NODES_MAX, NetworkView, between, network_view

TABLES = ("events", "nodes", "coaction_pairs", "clusters", "roles", "alleged_events", "accounts")
LAYOUT = "4"  # Raised when places or communities would come out otherwise.
SHARE_MIN = 0.01  # A community below this share of the accounts gets no places of its own in the picture.


@dataclass(frozen=True)
class Explored(NetworkView):
    """A network whose nodes have region, client, followers, age, group and community too.

    modularity: of the communities, nan without links; names: of each, the largest first.
    """

    modularity: float = float("nan")
    names: tuple[str, ...] = ()


def explored(case: Case, folder: Path, graph: str) -> Explored:
    """Read the network of a graph with communities and facets.

    Communities are computed on first use and kept with the case for the same tables.
    """
    net = network_view(case, graph)

    def made() -> tuple[np.ndarray, np.ndarray]:
        found = communities(net)
        return found.of, np.array([found.modularity])

    of, modularity = cached_pair(folder, f"communities-{graph}", about(case, graph), made)
    nodes = net.nodes.with_columns(community=pl.Series(of, dtype=pl.Int64))
    names = tuple(community_names(nodes))
    return Explored(facet_columns(case, nodes), net.edges, float(modularity[0]), names)


def leading(net: Explored, most: int, watched: frozenset[str] = frozenset()) -> NetworkView:
    """Cut a network to at most `most` accounts by a stated rule.

    All at A or B in a role, in a group, watched, and authors of alleged posts come first. What room is left
    is shared among the communities of at least SHARE_MIN of the accounts by their size, inside each by the
    reposts an account led to; then comes the rest, by the same. Links among them are kept, the heaviest
    first, at most EDGES_MAX. The rows stand in order of the first event.
    """
    most = min(most, NODES_MAX)
    order = {"by": ["passed_n", "acts_n", "first_at", "account_id"], "descending": [True, True, False, False]}
    ranked = net.nodes.sort(**order, nulls_last=True).with_columns(certain=_certain(watched))  # type: ignore[arg-type]
    room = max(most - int(ranked["certain"].sum()), 0)
    open_ = pl.col("certain").not_()
    community_n = pl.col("community").is_not_null().sum().over("community")
    quota = (room * community_n / max(ranked.height, 1)).floor()
    inside = open_.cum_sum().over("community")
    is_kept = open_ & (community_n >= SHARE_MIN * ranked.height) & (inside <= quota)
    tier = pl.when("certain").then(0).when(is_kept).then(1).otherwise(2)
    kept = ranked.with_columns(tier=tier).sort("tier", maintain_order=True).head(most)
    return between(net, kept.drop("tier", "certain"))


def _certain(watched: frozenset[str]) -> pl.Expr:
    listed = pl.any_horizontal(
        [pl.col(role).is_in(["A", "B"]).fill_null(False) for role in ROLES]
        + [pl.col("cluster_id").is_not_null(), pl.col("is_author")]
    )
    return listed | pl.col("account_id").is_in(sorted(watched))


def about(case: Any, *more: object) -> str:
    """Name the state of the tables that a network rests on."""
    tables = case.manifest["tables"]
    names = [f"{name}.parquet" for name in TABLES]
    hashes = {name: tables[name]["sha256"] for name in names if name in tables}
    return json.dumps([LAYOUT, more, hashes], sort_keys=True)
