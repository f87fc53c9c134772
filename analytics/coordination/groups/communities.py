"""Groups for reading: communities of links among graded accounts. A group is no finding of its own.

Connected components merge neighbouring groups: in one invented world a component of 279 accounts joined
seventeen activists to another group. Communities part them.
"""

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components
from sknetwork.clustering import Louvain

from analytics.coordination.groups.case_arrays import Ints

NO_GROUP = -1


def communities(accounts_n: int, listed: Ints, a: Ints, b: Ints, members_min: int) -> Ints:
    """Part the listed accounts into connected communities of `members_min` members or more.

    listed: codes of the accounts; a, b: the two ends of each link, in any order and number; links of other
    accounts are passed over.

    Returns for each of the `accounts_n` accounts the number of its group, -1 for none. Louvain (Blondel,
    Guillaume, Lambiotte & Lefebvre 2008, doi:10.1088/1742-5468/2008/10/P10008) with a fixed seed; a piece
    that is too small joins the group that it has the most links with.

    >>> a, b = np.array([0, 1, 0, 3, 4, 3]), np.array([1, 2, 2, 4, 5, 5])
    >>> communities(7, np.arange(7), a, b, 3).tolist()
    [0, 0, 0, 1, 1, 1, -1]
    """
    group = np.full(accounts_n, NO_GROUP)
    place = np.full(accounts_n, -1)
    place[listed] = np.arange(len(listed))
    kept = (place[a] >= 0) & (place[b] >= 0) & (a != b)
    if not kept.any():
        return group
    x, y = place[a[kept]], place[b[kept]]
    size = len(listed)
    graph = coo_matrix((np.ones(2 * len(x)), (np.append(x, y), np.append(y, x))), (size, size)).tocsr()
    graph.data[:] = 1.0
    label = connected(graph, Louvain(resolution=1.0, random_state=1).fit_predict(graph))
    label = _joined(graph, label, members_min)
    _, first, number, count = np.unique(label, return_index=True, return_inverse=True, return_counts=True)
    order = np.argsort(first[count >= members_min])
    numbers = np.full(len(first), NO_GROUP)
    numbers[np.flatnonzero(count >= members_min)[order]] = np.arange(len(order))
    group[listed] = numbers[number.reshape(-1)]
    return group


def connected(graph: csr_matrix, label: Ints) -> Ints:
    """Split each community into its connected pieces, and number the pieces.

    label: the community of each node.

    Louvain does not promise connected communities (Traag, Waltman & van Eck 2019,
    doi:10.1038/s41598-019-41695-z), and accounts that nothing links are no group. Communities keep their
    order; pieces follow each other in order of their first node.

    >>> path = csr_matrix(([1, 1, 1, 1], ([0, 1, 1, 2], [1, 0, 2, 1])), (4, 4))
    >>> connected(path, np.array([0, 1, 0, 1])).tolist()
    [0, 2, 1, 3]
    >>> connected(path, np.array([1, 1, 1, 0])).tolist()
    [1, 1, 1, 0]
    """
    edges = graph.tocoo()
    inside = label[edges.row] == label[edges.col]
    kept = coo_matrix((edges.data[inside], (edges.row[inside], edges.col[inside])), graph.shape)
    piece = connected_components(kept, directed=False)[1]
    _, renamed = np.unique(np.stack([label, piece], 1), axis=0, return_inverse=True)
    return renamed.reshape(-1)


def _joined(graph: csr_matrix, label: Ints, members_min: int) -> Ints:
    """Let each piece that is too small join the neighbouring piece with the most links, smallest first."""
    label = label.copy()
    while True:
        size = np.bincount(label)
        small = [p for p in np.argsort(size, kind="stable") if 0 < size[p] < members_min]
        for piece in small:
            links = graph[np.flatnonzero(label == piece)].tocoo()
            other = label[links.col]
            other = other[other != piece]
            if len(other):
                label[label == piece] = np.bincount(other).argmax()
                break
        else:
            return label
