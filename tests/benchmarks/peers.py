"""The rules of released tools and papers, as they would name accounts on the same events: EVENTS in, ids of accounts out.

Each rule sees reposts only (an act is about its root). They stand here to be compared with, under the peers' own settings;
what differs from the original is said in each docstring. Only the bipartite model asks what chance would give.
"""

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl
from scipy import sparse
from scipy.special import gammainc

from analytics.coordination.pairs.counting import coaction_pairs
from analytics.coordination.pairs.detectors import detectors

BLOCK_ROWS = 512  # Accounts whose similarities are held at once.


def reposts(events: pl.DataFrame) -> pl.DataFrame:
    """Acts of the co_repost detector that have an account, a moment and a post."""
    return detectors()["co_repost"].objects(events).drop_nulls(["account_id", "at", "object_id"])


def ends(pairs: pl.DataFrame) -> set[str]:
    """Every account that stands in a pair."""
    return set(pairs["account_a"]) | set(pairs["account_b"])


def same_object(events: pl.DataFrame, least_n: int = 2, window_s: float = 60.0) -> set[str]:
    """Accounts of a pair that meets on `least_n` or more distinct objects within the window.

    As the coordination-network-toolkit (60 s, 2), but distinct objects count, not messages.
    """
    return ends(coaction_pairs(reposts(events), "co_repost", (window_s,), least=least_n))


def percentile(events: pl.DataFrame, level: float = 0.995, window_s: float = 10.0) -> set[str]:
    """Accounts of edges heavier than the `level` quantile of all edges, as CooRTweet's generate_coordinated_network marks them.

    An edge is a pair that meets at least once; accounts with one object are left out (min_participation 2). CooRTweet weighs
    by pairs of messages and counts acts, here distinct objects count. Where the quantile is the heaviest weight, nobody is named.
    """
    edges = coaction_pairs(reposts(events), "co_repost", (window_s,), least=1)
    if edges.is_empty():
        return set()
    limit = float(np.quantile(edges["objects_n"].to_numpy(), level))
    return ends(edges.filter(pl.col("objects_n") > limit))


def tfidf_cosine(events: pl.DataFrame, top: float = 0.005, least_objects: int = 2) -> set[str]:
    """Accounts of the `top` share of edges by cosine of their TF-IDF vectors over reposted posts; ties at the limit are kept.

    idf = ln((1 + n) / (1 + df)) + 1, as scikit-learn's default. Accounts with fewer than `least_objects` posts are left out:
    with one post each, every two that share it have cosine 1. The limit is read from a histogram, exact to 1e-6.
    Source: Pacheco et al. 2021, doi:10.1609/icwsm.v15i1.18075 (co-retweets); the share and the least number are set here.
    """
    matrix, accounts = _matrix(events, least_objects)
    seen = np.asarray((matrix > 0).sum(axis=0)).ravel()
    weighted = matrix @ sparse.diags_array(np.log((1 + matrix.shape[0]) / (1 + seen)) + 1)
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    unit = sparse.csr_array(sparse.diags_array(1 / np.where(length > 0, length, 1)) @ weighted)
    places = 1_000_000
    histogram, best = np.zeros(places + 1, np.int64), np.full(len(accounts), -1)
    for a, b, value in _products(unit):
        place = np.rint(np.minimum(value, 1.0) * places).astype(np.int64)
        histogram += np.bincount(place, minlength=places + 1)
        np.maximum.at(best, a, place)
        np.maximum.at(best, b, place)
    from_top = np.cumsum(histogram[::-1])[::-1]
    wanted = int(np.ceil(top * from_top[0]))
    if not wanted:
        return set()
    limit = int(np.flatnonzero(from_top >= wanted)[-1])
    return set(accounts.filter(pl.Series(best >= limit)))


def bipartite_model(events: pl.DataFrame, fdr: float = 0.01) -> set[str]:
    """Accounts of pairs that share more posts than the bipartite configuration model gives, Benjamini-Hochberg over all pairs.

    The number shared is taken as Poisson with mean sum over o of p_io p_jo, p_io = x_i y_o / (1 + x_i y_o).
    Source: Saracco et al. 2017, doi:10.1088/1367-2630/aa6b38.
    """
    matrix, accounts = _matrix(events, 1)
    binary = (matrix > 0).astype(np.float64)
    ranks, degrees, chance, times = _fitted(binary)
    mean = (chance * times) @ chance.T
    kept: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for a, b, shared in _products(sparse.csr_array(binary)):
        expected = mean[ranks[a], ranks[b]]
        # P(Poisson >= v) exceeds 1 % wherever v does not exceed its mean, and for v = 1 it is 1 - exp(-mean).
        may = (shared > expected) & ((shared > 1) | (expected <= -np.log1p(-fdr)))
        p = gammainc(np.rint(shared[may]), expected[may])
        low = p <= fdr
        kept.append((a[may][low], b[may][low], p[low]))
    if not kept:
        return set()
    first, second, p = (np.concatenate([part[k] for part in kept]) for k in range(3))
    order = np.sort(p)
    pairs_n = len(degrees) * (len(degrees) - 1) / 2
    passed = np.flatnonzero(order <= fdr * np.arange(1, len(order) + 1) / pairs_n)
    if not len(passed):
        return set()
    named = p <= order[passed[-1]]
    return set(accounts.gather(np.unique(np.concatenate([first[named], second[named]]))))


PEERS: dict[str, Callable[[pl.DataFrame], set[str]]] = {
    "60 s, 2 objects": same_object,
    "60 s, 3 objects": lambda events: same_object(events, 3),
    "60 s, 10 objects": lambda events: same_object(events, 10),
    "10 s, 0.995 percentile": percentile,
    "TF-IDF cosine, top 0.5 %": tfidf_cosine,
    "TF-IDF cosine, top 0.5 %, 10 posts": lambda events: tfidf_cosine(events, least_objects=10),
    "bipartite model, FDR 1 %": bipartite_model,
}


def _matrix(events: pl.DataFrame, least_objects: int) -> tuple[sparse.csr_array, pl.Series]:
    """(accounts x posts, how often each account reposted each post; the ids of the rows, sorted)."""
    counts = (
        reposts(events)
        .group_by("account_id", "object_id")
        .len()
        .filter(pl.len().over("account_id") >= least_objects)
    )
    rows, columns = (
        counts[name].rank("dense").cast(pl.Int64).to_numpy() - 1 for name in ("account_id", "object_id")
    )
    shape = (counts["account_id"].n_unique(), counts["object_id"].n_unique())
    return sparse.csr_array(
        (counts["len"].to_numpy().astype(np.float64), (rows, columns)), shape=shape
    ), counts["account_id"].unique().sort()


def _products(matrix: sparse.csr_array) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """(a, b, product of rows a and b) of every two rows a < b that share a column, block by block."""
    turned = sparse.csc_array(matrix.T)
    for low in range(0, matrix.shape[0], BLOCK_ROWS):
        found = sparse.coo_array(matrix[low : low + BLOCK_ROWS] @ turned)
        a, b = found.row.astype(np.int64) + low, found.col.astype(np.int64)
        yield a[a < b], b[a < b], found.data[a < b]


def _fitted(
    binary: sparse.csr_array, tolerance: float = 1e-8, rounds: int = 20_000
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The model by distinct degree: (rank of each row's degree, each row's degree, chance by row and column degree, columns of each).

    Fixed point of x_i = k_i / sum over o of y_o / (1 + x_i y_o) and its counterpart, until no expected degree is off by more
    than `tolerance` of itself. A row or column that is full has no finite solution: its chances come as near to 1 as the
    rounds allow.
    """
    degrees, sizes = np.asarray(binary.sum(axis=1)).ravel(), np.asarray(binary.sum(axis=0)).ravel()
    k, ranks, accounts_n = np.unique(degrees, return_inverse=True, return_counts=True)
    h, times = np.unique(sizes, return_counts=True)
    x, y = k / np.sqrt(max(1.0, degrees.sum())), h / np.sqrt(max(1.0, degrees.sum()))
    chance = np.zeros((len(k), len(h)))
    for _ in range(rounds):
        x = k / ((y * times) / (1 + np.outer(x, y))).sum(axis=1)
        y = h / ((x * accounts_n)[:, None] / (1 + np.outer(x, y))).sum(axis=0)
        chance = np.outer(x, y) / (1 + np.outer(x, y))
        if np.max(np.abs((chance * times).sum(axis=1) / k - 1), initial=0.0) < tolerance:
            break
    return ranks, degrees, chance, times
