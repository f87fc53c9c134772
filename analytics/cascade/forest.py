"""The trees of a case as integer forests, and the measures of their shape.

A forest holds all trees of one kind. A node is an event; the first nodes are the roots, also where the export
does not hold the root. The measures take arrays of parents, are compiled, and run in time linear in the
number of nodes.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numba import njit

from analytics.model.time import until, with_trusted_times

ACTS = {"repost": ["repost", "quote"], "comment": ["comment"]}


@dataclass(frozen=True)
class Forest:
    """All trees of one kind as integers, one node an event.

    Nodes 0..groups_n-1 are the roots, in order of root_id; the other events follow, in order of time.

    tree: "repost" or "comment".
    nodes: a row for each node: event_id (null for an absent root), account_id, at, until (end of the interval
        that the precision leaves), root_id, is_present, parent_basis.
    parent: for each node the index of its parent; MISSING where it is named and not there, ROOT for roots.
    group: for each node the index of its root.
    groups_n: the number of trees.
    """

    tree: str
    nodes: pl.DataFrame
    parent: np.ndarray
    group: np.ndarray
    groups_n: int


def forest_of(events: pl.DataFrame, tree: str) -> Forest:
    """Build the repost or comment forest of a case.

    events: PLACED_EVENTS, whose parents are resolved.
    tree: "repost" (reposts and quotes below a root) or "comment".

    A post without reposts is a repost tree of its own. A parent that hangs under another root than its child
    is treated as missing: a tree has one root. An event without a root is in no tree.
    """
    events = with_trusted_times(events).with_columns(until=until())
    acts = (
        events.filter(pl.col("kind").is_in(ACTS[tree]) & pl.col("root_id").is_not_null())
        .select("event_id", "account_id", "at", "until", "root_id", "parent_id", "parent_basis")
        .filter(pl.col("event_id") != pl.col("root_id"))
    )
    acts = acts.sort("at", "event_id", nulls_last=True)
    roots = _roots(events, acts, tree)
    groups_n = roots.height
    acts = acts.join(
        roots.select("root_id", "group"), on="root_id", how="left", maintain_order="left"
    ).with_columns(node=pl.int_range(groups_n, groups_n + acts.height, dtype=pl.Int64))
    nodes, parent = _nodes(roots, acts), _parents(acts)
    group = np.concatenate([np.arange(groups_n, dtype=np.int64), acts["group"].to_numpy().astype(np.int64)])
    return Forest(
        tree, nodes, np.concatenate([np.full(groups_n, ROOT, np.int64), parent.to_numpy()]), group, groups_n
    )


def _roots(events: pl.DataFrame, acts: pl.DataFrame, tree: str) -> pl.DataFrame:
    """group, root_id, account_id, at, until, is_present: the roots of the forest, in order of root_id."""
    named = acts.select("root_id")
    if tree == "repost":
        own = events.filter((pl.col("root_id") == pl.col("event_id")) & (pl.col("kind") != "comment")).select(
            "root_id"
        )
        named = pl.concat([named, own])
    roots = named.unique().sort("root_id").with_row_index("group")
    shown = events.select(
        pl.col("event_id").alias("root_id"), "account_id", "at", "until", is_present=pl.lit(True)
    )
    return roots.join(
        shown.join(roots.select("root_id"), on="root_id", how="semi"),
        on="root_id",
        how="left",
        maintain_order="left",
    ).with_columns(pl.col("is_present").fill_null(False))


def _parents(acts: pl.DataFrame) -> pl.Series:
    """The node above each event; MISSING where the parent is absent or hangs under another root."""
    parents = acts.join(
        acts.select(
            pl.col("event_id").alias("parent_id"), parent=pl.col("node"), parent_group=pl.col("group")
        ),
        on="parent_id",
        how="left",
        maintain_order="left",
    )
    is_direct = pl.col("parent_id") == pl.col("root_id")
    is_assumed = pl.col("parent_id").is_null() & (pl.col("parent_basis") == "root")
    return parents.select(
        parent=pl.when((is_direct | is_assumed).fill_null(False))
        .then(pl.col("group").cast(pl.Int64))
        .when((pl.col("parent_group") == pl.col("group")).fill_null(False))
        .then(pl.col("parent"))
        .otherwise(pl.lit(MISSING, pl.Int64))
    )["parent"]


def _nodes(roots: pl.DataFrame, acts: pl.DataFrame) -> pl.DataFrame:
    """Roots and other events as the nodes of a Forest."""
    return pl.concat(
        [
            roots.select(
                event_id=pl.when("is_present").then("root_id"),
                account_id="account_id",
                at="at",
                until="until",
                root_id="root_id",
                is_present="is_present",
                parent_basis=pl.lit(None, pl.String),
            ),
            acts.select(
                "event_id",
                "account_id",
                "at",
                "until",
                "root_id",
                pl.lit(True).alias("is_present"),
                "parent_basis",
            ),
        ]
    )


ROOT = -2  # parent of a root
MISSING = -1  # parent named but not there


@njit(cache=True, nogil=True)
def break_cycles(parent: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Attach every node that lies on a cycle to its root.

    parent: index of each node's parent, ROOT for roots.
    group: index of each node's root.

    Returns the new parents, and for each node whether it lay on a cycle. All nodes of a cycle are attached,
    so the result does not depend on the order of nodes.

    >>> parent, lay_on_a_cycle = break_cycles(np.array([-2, 2, 1, 1]), np.array([0, 0, 0, 0]))
    >>> parent.tolist(), lay_on_a_cycle.tolist()
    ([-2, 0, 0, 1], [False, True, True, False])
    """
    n = len(parent)
    fixed = parent.copy()
    circular = np.zeros(n, np.bool_)
    seen = np.zeros(n, np.int64)  # 0 new, walk number while walking, -1 done
    for start in range(n):
        walk = start + 1
        node = start
        while node >= 0 and seen[node] == 0:
            seen[node] = walk
            node = parent[node]
        if node >= 0 and seen[node] == walk:
            turn = node
            while not circular[turn]:
                circular[turn] = True
                fixed[turn] = group[turn]
                turn = parent[turn]
        node = start
        while node >= 0 and seen[node] == walk:
            seen[node] = -1
            node = parent[node]
    return fixed, circular


@njit(cache=True, nogil=True)
def depths(parent: np.ndarray) -> np.ndarray:
    """Count the hops from the root to each node of a forest without cycles.

    >>> depths(np.array([-2, 0, 1, 0])).tolist()
    [0, 1, 2, 1]
    """
    n = len(parent)
    depth = np.full(n, -1, np.int64)
    for start in range(n):
        node, steps = start, 0
        while node >= 0 and depth[node] < 0:
            node = parent[node]
            steps += 1
        base = depth[node] if node >= 0 else -1
        node = start
        while steps > 0:
            depth[node] = base + steps
            node = parent[node]
            steps -= 1
    return depth


@njit(cache=True, nogil=True)
def subtree_sizes(parent: np.ndarray, depth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count the nodes in the subtree of each node, itself included, and the children of each node.

    parent: index of each node's parent; without cycles.
    depth: of each node, as `depths` gives it.

    >>> size, children = subtree_sizes(np.array([-2, 0, 1, 0]), np.array([0, 1, 2, 1]))
    >>> size.tolist(), children.tolist()
    ([4, 2, 1, 1], [2, 1, 0, 0])
    """
    n = len(parent)
    size = np.ones(n, np.int64)
    children = np.zeros(n, np.int64)
    deepest = 0
    for node in range(n):
        deepest = max(deepest, depth[node])
    count = np.zeros(deepest + 2, np.int64)
    for node in range(n):
        count[depth[node] + 1] += 1
    for level in range(deepest + 1):
        count[level + 1] += count[level]
    order = np.empty(n, np.int64)
    for node in range(n):
        order[count[depth[node]]] = node
        count[depth[node]] += 1
    for k in range(n - 1, -1, -1):
        node = order[k]
        if parent[node] >= 0:
            size[parent[node]] += size[node]
            children[parent[node]] += 1
    return size, children


@njit(cache=True, nogil=True)
def tree_statistics(
    parent: np.ndarray, group: np.ndarray, depth: np.ndarray, size: np.ndarray, groups_n: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Measure the shape of each tree.

    parent, group, depth, size: of each node, as `break_cycles`, `depths` and `subtree_sizes` give them.
    groups_n: the number of trees.

    Returns for each tree the deepest level, the largest breadth at depth 1 or more, and the structural
    virality (nan for a single node). Source: Goel, Anderson, Hofman & Watts 2016, doi:10.1287/mnsc.2015.2158.

    >>> chain = np.array([-2, 0, 1, 2, 3])
    >>> size, _ = subtree_sizes(chain, depths(chain))
    >>> tree_statistics(chain, np.zeros(5, np.int64), depths(chain), size, 1)
    (array([4]), array([1]), array([2.]))
    """
    deepest = np.zeros(groups_n, np.int64)
    for node in range(len(parent)):
        g = group[node]
        deepest[g] = max(deepest[g], depth[node])
    offset = np.zeros(groups_n + 1, np.int64)
    for g in range(groups_n):
        offset[g + 1] = offset[g] + deepest[g] + 1
    breadth = np.zeros(offset[groups_n], np.int64)
    pairs = np.zeros(groups_n, np.float64)
    total = np.zeros(groups_n, np.int64)
    for node in range(len(parent)):
        total[group[node]] += 1
    for node in range(len(parent)):
        g = group[node]
        breadth[offset[g] + depth[node]] += 1
        if parent[node] >= 0:
            pairs[g] += float(size[node]) * float(total[g] - size[node])
    widest = np.zeros(groups_n, np.int64)
    virality = np.full(groups_n, np.nan)
    for g in range(groups_n):
        for k in range(offset[g] + 1, offset[g + 1]):
            widest[g] = max(widest[g], breadth[k])
        if total[g] > 1:
            virality[g] = 2.0 * pairs[g] / (float(total[g]) * float(total[g] - 1))
    return deepest, widest, virality


@njit(cache=True, nogil=True)
def link_to_previous(parent: np.ndarray, group: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Replace each MISSING parent by the event before it in its tree, or by the root where it is the first.

    parent: index of each node's parent.
    group: index of each node's root.
    order: the nodes that are not roots, in order of time.

    >>> link_to_previous(np.array([-2, 0, -1]), np.zeros(3, np.int64), np.array([1, 2])).tolist()
    [-2, 0, 1]
    """
    fixed = parent.copy()
    last = np.full(len(parent), -1, np.int64)
    for k in range(len(order)):
        node = order[k]
        g = group[node]
        if parent[node] == MISSING:
            fixed[node] = last[g] if last[g] >= 0 else g
        if parent[node] != ROOT:
            last[g] = node
    return fixed
