"""Trees as integers: depth, subtree size and circles of a forest, in time linear in its nodes."""

import numpy as np
from numba import njit

ROOT = -2  # parent of a root
MISSING = -1  # parent named but not there


@njit(cache=True, nogil=True)
def cut_circles(parent: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(parents with every circle cut, whether a node lay on a circle).

    parent: index of each node's parent, ROOT for roots. group: index of each node's root. Every node of a
        circle is attached to its root, so that the result does not depend on the order of nodes.
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
    """Hops from the root of each node of a forest without circles."""
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
    """(nodes in the subtree of each node, itself included; children of each node)."""
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
def shapes(
    parent: np.ndarray, group: np.ndarray, depth: np.ndarray, size: np.ndarray, groups_n: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(deepest level, largest breadth at depth >= 1, structural virality) of each group; nan virality for one
    node."""
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
def chained(parent: np.ndarray, group: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Parents with each MISSING one replaced by the act before it in its group, in `order` (time); else the
    root."""
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
