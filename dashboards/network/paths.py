"""Who stands around an account, and by what shortest ways two are linked: always in the whole graph.

A link runs from the account passed on to the account that did so: "out" follows it, "in" goes against it.
The coordination graph has no direction: there only "both" means anything.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from dashboards.views.network import EDGES_MAX, NetworkView, is_listed

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WAYS = ("in", "out", "both")
DEPTH_MAX = 3
ASK_ABOVE = 400  # Accounts around one: above, the reader says which of them to draw.
PICKS = ("most", "listed", "time")  # Most frequent links; listed in a role or group; within the time brush.
PATHS_MAX = 20


@dataclass(frozen=True)
class Ego:
    """Those around an account.

    total: how many they are, itself included; ids: those to draw, nearest first; [] if the reader is asked.
    """

    total: int
    ids: list[str]


@dataclass(frozen=True)
class Paths:
    """Shortest ways between two accounts.

    total: how many there are of that length; paths: the first PATHS_MAX of them, sorted by id.
    """

    total: int
    paths: list[list[str]]


@dataclass(frozen=True)
class Around:
    """What is asked of the surroundings of an account.

    depth: links from it, 1 to DEPTH_MAX; way: one of WAYS.
    pick: which are drawn where they are more than ASK_ABOVE; "": none yet.
    span: the ends of the time brush in seconds since 1970, for "time".
    """

    account_id: str
    depth: int = 1
    way: str = "both"
    pick: str = ""
    span: tuple[float, float] | None = None


def ego(net: NetworkView, asked: Around) -> Ego:
    """Find the accounts within some links of an account.

    >>> edges = pl.DataFrame({"source": ["a", "b", "c"], "target": ["b", "c", "d"], "acts_n": [1, 1, 1]})
    >>> ego(NetworkView(pl.DataFrame({"account_id": list("abcd")}), edges), Around("c", 2, "in")).ids
    ['c', 'b', 'a']
    """
    ends = _directed(net.edges, asked.way)
    seen = pl.DataFrame({"account_id": [asked.account_id]}).with_columns(
        hops=pl.lit(0), acts_n=pl.lit(0, pl.Int64)
    )
    front = seen
    for hop in range(1, asked.depth + 1):
        reached = ends.join(front.select(start="account_id"), on="start", how="semi")
        front = (
            reached.group_by(account_id="end")
            .agg(pl.col("acts_n").sum())
            .join(seen, on="account_id", how="anti")
            .select("account_id", pl.lit(hop).alias("hops"), "acts_n")
        )
        seen = pl.concat([seen, front])
    seen = seen.sort("hops", "acts_n", "account_id", descending=[False, True, False])
    total = seen.height
    if total > ASK_ABOVE:
        seen = _picked(net, seen, asked)
    return Ego(total, seen["account_id"].to_list())


def _picked(net: NetworkView, seen: pl.DataFrame, asked: Around) -> pl.DataFrame:
    """Choose of too many the account itself and those the reader asks for; nobody before that."""
    if asked.pick == "most":
        return seen.head(ASK_ABOVE)
    rows = seen.join(net.nodes, on="account_id", how="left", maintain_order="left", suffix="_node")
    if asked.pick == "listed":
        return seen.filter(rows.select((pl.col("hops") == 0) | is_listed()).to_series())
    if asked.pick == "time" and asked.span is not None:
        low, high = (datetime.fromtimestamp(end, UTC) for end in asked.span)
        within = (pl.col("first_at") <= high) & (pl.col("last_at") >= low)
        return seen.filter(rows.select((pl.col("hops") == 0) | within.fill_null(False)).to_series())
    return seen.clear()


def _directed(edges: pl.DataFrame, way: str) -> pl.DataFrame:
    """Links as start and end, the way they are followed."""
    out = edges.select(start="source", end="target", acts_n="acts_n")
    back = edges.select(start="target", end="source", acts_n="acts_n")
    return {"out": out, "in": back, "both": pl.concat([out, back])}[way]


def shortest_paths(net: NetworkView, first: str, last: str, way: str = "both") -> Paths:
    """Find the shortest ways from one account to another in the whole graph, by breadth first search.

    Paths(0, []) if there is none, or an account is unknown.

    >>> edges = pl.DataFrame({"source": list("aabc"), "target": list("bcdd"), "acts_n": [1] * 4})
    >>> shortest_paths(NetworkView(pl.DataFrame({"account_id": list("abcd")}), edges), "a", "d").paths
    [['a', 'b', 'd'], ['a', 'c', 'd']]
    """
    ids = net.nodes["account_id"].sort()
    row = {account: i for i, account in enumerate(ids)}
    if first not in row or last not in row or first == last:
        return Paths(0, [])
    graph = _matrix(_directed(net.edges, way), ids)
    hops = _hops(graph, row[first], row[last])
    if hops[row[last]] < 0:
        return Paths(0, [])
    back = graph.T.tocsr()
    ways_n, above = _counted(back, hops, row[last])
    return Paths(ways_n[row[last]], [[str(ids[i]) for i in path] for path in _walked(above, hops, row[last])])


def _matrix(ends: pl.DataFrame, ids: pl.Series) -> "csr_array":
    from scipy.sparse import csr_array  # noqa: PLC0415 - the start of the server does not pay for it

    place = pl.DataFrame({"id": ids}).with_row_index("row")
    rows = ends.join(place.rename({"id": "start", "row": "s"}), on="start").join(
        place.rename({"id": "end", "row": "e"}), on="end"
    )
    data = np.ones(rows.height, np.int8)
    return csr_array((data, (rows["s"].to_numpy(), rows["e"].to_numpy())), shape=(len(ids), len(ids)))


def _hops(graph: "csr_array", first: int, last: int) -> np.ndarray:
    """Links from the first account to each, as far as the last one lies; -1 beyond."""
    hops = np.full(graph.shape[0], -1)
    hops[first], front, step = 0, np.array([first]), 0
    while len(front) and hops[last] < 0:
        step += 1
        found = np.unique(
            np.concatenate([graph.indices[graph.indptr[i] : graph.indptr[i + 1]] for i in front])
        )
        front = found[hops[found] < 0]
        hops[front] = step
    return hops


def _counted(back: "csr_array", hops: np.ndarray, last: int) -> tuple[dict[int, int], dict[int, list[int]]]:
    """How many shortest ways lead to each account on one, and by which accounts."""
    above: dict[int, list[int]] = {}
    layers = [[last]]
    for step in range(int(hops[last]) - 1, -1, -1):
        for i in layers[-1]:
            near = np.unique(back.indices[back.indptr[i] : back.indptr[i + 1]])
            above[i] = near[hops[near] == step].tolist()
        layers.append(sorted({j for i in layers[-1] for j in above[i]}))
    ways_n = {layers[-1][0]: 1}
    for layer in layers[-2::-1]:
        ways_n |= {i: sum(ways_n[j] for j in above[i]) for i in layer}
    return ways_n, above


def _walked(above: dict[int, list[int]], hops: np.ndarray, last: int) -> list[list[int]]:
    """The first PATHS_MAX ways, by the rows of their accounts from the start."""
    ways = [[last]]
    for _ in range(int(hops[last])):
        ways = [[j, *way] for way in ways for j in above[way[0]]][: PATHS_MAX * 50]
    return sorted(ways)[:PATHS_MAX]


def among(net: NetworkView, fresh: list[str], known: list[str]) -> NetworkView:
    """Cut a network to some accounts, with the links among them and to those that are drawn already.

    fresh: ids to add; known: ids in the picture, of which those linked to a fresh one stand in the result.
    """
    new = pl.DataFrame({"id": fresh}, schema={"id": pl.String}).unique()
    here = pl.concat([new, pl.DataFrame({"id": known}, schema={"id": pl.String})]).unique()
    within = net.edges.join(here, left_on="source", right_on="id", how="semi").join(
        here, left_on="target", right_on="id", how="semi"
    )
    touching = within.filter(
        pl.col("source").is_in(new["id"].implode()) | pl.col("target").is_in(new["id"].implode())
    )
    touching = touching.sort("acts_n", "source", "target", descending=[True, False, False]).head(EDGES_MAX)
    ids = pl.concat([new["id"], touching["source"], touching["target"]]).unique()
    nodes = net.nodes.filter(pl.col("account_id").is_in(ids.implode()))
    return NetworkView(nodes.sort("first_at", "account_id", nulls_last=True), touching)
