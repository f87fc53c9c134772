"""Candidate groups: communities of accounts that share text or meet often, at several resolutions.

A candidate group is only a question. A group that was found by moments on the posts of one half of the
sources is tested on the posts of the other half.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import bmat, coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components
from sknetwork.clustering import Louvain

from analytics.coordination.groups.case_arrays import CaseArrays, Floats, Ints
from analytics.coordination.groups.pair_weights import pairs_by_meetings, pairs_by_text, synchronous_pairs
from analytics.coordination.groups.shared_text import SharedText
from analytics.model.thresholds import DEFAULT, DrawingLimits


@dataclass(frozen=True)
class Candidate:
    """members: sorted account codes; by: text, meetings, or text+meetings; half: the half of the sources that
    drew it together by moments (0 or 1) and on which its moments are therefore not tested, or None."""

    members: Ints
    by: str
    half: int | None


def sample_split(source: Ints) -> NDArray[np.int64]:
    """The half (0 or 1) of each object, by its source: a fixed mix of the source's code."""
    return ((source.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)).astype(np.int64) % 2


def candidate_groups(
    acts: CaseArrays, cells: SharedText, source: Ints, limits: DrawingLimits = DEFAULT.drawing
) -> list[Candidate]:
    """All candidate groups of four or more accounts, each set of members once for each half."""
    found: dict[tuple[bytes, int | None], Candidate] = {}

    def offer(groups: list[Ints], by: str, half: int | None) -> None:
        for members in groups:
            found.setdefault((members.tobytes(), half), Candidate(members, by, half))

    n = acts.accounts_n
    pair, count = pairs_by_text(cells, source, n, limits)
    enough = count >= limits.text_sources_min
    texts = communities(pair[enough], count[enough].astype(np.float64), n, limits)
    texts += bipartite_communities(cells, source, n, limits)
    offer(texts, "text", None)
    wide = [expand_by_text(cells, source, members, n, limits) for members in texts]
    offer(wide, "text", None)
    linked = np.zeros(n, bool)
    for members in wide:
        linked[members] = True
    everybody = np.ones(n, bool)
    half_of = sample_split(source)
    for half in (0, 1):
        for who, by in ((linked, "text+meetings"), (everybody, "meetings")):
            pair, weight = pairs_by_meetings(acts, source, half_of == half, who, limits)
            strong = weight >= limits.meeting_weight_min
            offer(communities(pair[strong], weight[strong], n, limits), by, half)
        offer(communities(*synchronous_pairs(acts, half_of == half, limits), n, limits), "meetings", half)
    return list(found.values())


def expand_by_text(
    cells: SharedText, source: Ints, members: Ints, accounts_n: int, limits: DrawingLimits = DEFAULT.drawing
) -> Ints:
    """The members and everybody who shares cells with three or more of them on the posts of two or more
    sources.

    A crowd in which each does only a few tasks holds together by its texts, hardly by its pairs.
    """
    for _ in range(limits.widenings_n):
        inside = np.zeros(accounts_n, bool)
        inside[members] = True
        held = (
            np.bincount(cells.cell[inside[cells.account]], minlength=cells.cells_n)[cells.cell]
            >= limits.widening_members_min
        )
        some = np.unique(np.stack([cells.account, source[cells.object]], 1)[held], axis=0)
        joined = np.flatnonzero(np.bincount(some[:, 0], minlength=accounts_n) >= limits.text_sources_min)
        wider = np.union1d(members, joined)
        if len(wider) == len(members):
            break
        members = wider
    return members


def bipartite_communities(
    cells: SharedText, source: Ints, accounts_n: int, limits: DrawingLimits = DEFAULT.drawing
) -> list[Ints]:
    """Communities of accounts and cells together: a crowd in which hardly two do the same tasks still hangs
    together by its texts.

    Accounts with cells on the posts of two or more sources count.
    """
    some = np.unique(np.stack([cells.account, source[cells.object]], 1), axis=0)
    able = np.bincount(some[:, 0], minlength=accounts_n) >= limits.text_sources_min
    kept = able[cells.account]
    if not kept.any():
        return []
    nodes, row = np.unique(cells.account[kept], return_inverse=True)
    _, column = np.unique(cells.cell[kept], return_inverse=True)
    graph = coo_matrix((np.ones(len(row)), (row, column))).tocsr()
    found: dict[bytes, Ints] = {}
    for resolution in limits.resolutions:
        fitted = Louvain(resolution=resolution, random_state=1).fit(graph, force_bipartite=True)
        both = np.append(fitted.labels_row_, fitted.labels_col_)
        label = connected(bmat([[None, graph], [graph.T, None]], format="csr"), both)[: len(nodes)]
        for members in _parts(label, nodes, limits.drawn_members_min):
            found[members.tobytes()] = members
    return list(found.values())


def connected(graph: csr_matrix, label: Ints) -> Ints:
    """Labels under which each community is in one piece: a community whose nodes no path inside it joins is
    split.

    Louvain does not promise it (Traag, Waltman & van Eck 2019, doi:10.1038/s41598-019-41695-z), and accounts
    that nothing draws together are no group. Communities keep their order; pieces follow each other in order
    of their first node.

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


def _parts(label: Ints, nodes: Ints, size_min: int) -> list[Ints]:
    order = np.argsort(label, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    return [np.sort(nodes[part]) for part in parts if len(part) >= size_min]


def communities(
    pair: Ints, weight: Floats, accounts_n: int, limits: DrawingLimits = DEFAULT.drawing
) -> list[Ints]:
    """Sorted members of every connected community of four or more, at each resolution (Louvain, fixed
    seed)."""
    if not len(pair):
        return []
    nodes, code = np.unique(np.concatenate([pair // accounts_n, pair % accounts_n]), return_inverse=True)
    a, b = code[: len(pair)], code[len(pair) :]
    size = len(nodes)
    graph = coo_matrix((np.append(weight, weight), (np.append(a, b), np.append(b, a))), (size, size)).tocsr()
    groups: dict[bytes, Ints] = {}
    for resolution in limits.resolutions:
        label = connected(graph, Louvain(resolution=resolution, random_state=1).fit_predict(graph))
        for members in _parts(label, nodes, limits.drawn_members_min):
            groups[members.tobytes()] = members
    return list(groups.values())
