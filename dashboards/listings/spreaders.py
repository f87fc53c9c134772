"""The acts of one tree that were passed on most, with the path that led to each. A click opens one."""

import polars as pl

from analytics.model.untrusted_text import cut
from analytics.store.folder import Case
from dashboards.listing import Listing, Shown
from dashboards.queries.trees import nodes, spreaders


def rows(case: Case, about: str) -> pl.LazyFrame:
    """The leading acts. about: root_id and tree, "weibo:1|repost"."""
    root_id, tree = about.rsplit("|", 1)
    found = nodes(case, root_id, tree)
    top = spreaders(found)
    below = max(found.height - 1, 1)
    words = [" → ".join(f"\u2068{cut(step, 16)}\u2069" for step in path) for path in top["path"].to_list()]
    return top.with_columns(
        pl.coalesce("account_name", "account_id"),
        path=pl.Series(words, dtype=pl.String),
        share=pl.col("subtree_n") / below,
    ).lazy()


LISTING = Listing(
    name="spreaders",
    columns=(
        Shown("rank", "col_rank", "count", 64),
        Shown("account_name", "col_author", "name", 150),
        Shown("subtree_n", "col_induced", "count", 100),
        Shown("share", "col_share", "share", 80),
        Shown("children_n", "col_direct", "count", 80),
        Shown("depth", "col_depth", "count", 70),
        Shown("at", "col_at", "time", 170),
        Shown("path", "col_path", "path", sortable=False),
    ),
    rows=rows,
    subject=lambda row: f"act|{row['event_id']}",
)
