"""Communities of a network: accounts more linked among each other than to the rest, by the Louvain method.

They describe who passes on whom. They are no evidence of acting together: see the groups for that.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.model.untrusted_text import cut
from dashboards.views.network import NetworkView

NAMED_MAX = 12  # Communities with an outline and a name: the largest.
LABEL_MAX = 24  # Characters of an account's name that stands for its community.


@dataclass(frozen=True)
class Communities:
    """Communities of a network.

    of: the community of each row of the nodes, 1 for the largest; 0 for accounts that are linked to nobody.
    modularity: how much more links lie inside than chance puts there, -0.5 to 1; nan without links.
    """

    of: np.ndarray
    modularity: float


def communities(net: NetworkView) -> Communities:
    """Divide a network by the Louvain method; the same network gives the same communities.

    Links count by their events, either way round.

    Source: Blondel, Guillaume, Lambiotte & Lefebvre 2008, doi:10.1088/1742-5468/2008/10/P10008.
    """
    n = net.nodes.height
    alone = Communities(np.zeros(n, np.int64), float("nan"))
    if not n or net.edges.is_empty():
        return alone
    from scipy.sparse import coo_matrix  # noqa: PLC0415 - the start of the server does not pay for it
    from sknetwork.clustering import Louvain, get_modularity  # noqa: PLC0415 - as scipy

    place = net.nodes.select("account_id").with_row_index("row")
    ends = net.edges.select("source", "target", "acts_n").join(
        place.rename({"account_id": "source", "row": "s"}), on="source"
    )
    ends = ends.join(place.rename({"account_id": "target", "row": "t"}), on="target").sort("s", "t")
    if ends.is_empty():
        return alone
    s, t, weight = (ends[name].to_numpy() for name in ("s", "t", "acts_n"))
    graph = coo_matrix((weight.astype(float), (s, t)), shape=(n, n)).tocsr()
    graph = (graph + graph.T).tocsr()
    found = Louvain(shuffle_nodes=False, random_state=0).fit_predict(graph)
    linked = np.diff(graph.indptr) > 0
    return Communities(_by_size(found, linked), float(get_modularity(graph, found)))


def _by_size(found: np.ndarray, linked: np.ndarray) -> np.ndarray:
    """Number communities from 1, the largest first; of two as large, the one with the earlier row."""
    sizes = np.bincount(found[linked], minlength=found.max() + 1)
    first = np.full(len(sizes), len(found))
    np.minimum.at(first, found, np.arange(len(found)))
    order = np.lexsort((first, -sizes))
    number = np.empty(len(sizes), np.int64)
    number[order] = np.arange(1, len(sizes) + 1)
    return np.where(linked, number[found], 0)


def community_names(nodes: pl.DataFrame) -> list[str]:
    """Name each community after the account in it that was passed on most, the largest community first.

    nodes: with account_id, name, passed_n and community.
    """
    heads = (
        nodes.filter(pl.col("community") > 0)
        .sort("community", "passed_n", "account_id", descending=[False, True, False])
        .unique("community", keep="first", maintain_order=True)
    )
    return [
        cut(name or account, LABEL_MAX) for account, name in heads.select("account_id", "name").iter_rows()
    ]
