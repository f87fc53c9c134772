"""The acts of one tree, with what a drawing and its tables need of each."""

import polars as pl

from analytics.model.time import trusted_at, trusted_precision
from analytics.store.folder import Case

KINDS = {"repost": ("repost", "quote"), "comment": ("comment",)}  # Kinds of acts in each kind of tree.
_ACT = ("event_id", "account_id", "account_name", "parent_basis")


def roots(case: Case, most: int = 300) -> pl.DataFrame:
    """The largest trees: root_id, tree, size, first_at, account_name, own_text; at most `most`."""
    table = (
        case.scan("cascades")
        .sort("size", "root_id", "tree", descending=[True, False, True])
        .head(most)
        .collect()
    )
    names = (
        case.scan("events")
        .filter(pl.col("event_id").is_in(table["root_id"].unique().implode()))
        .select("event_id", "account_name", "own_text", "text")
        .collect()
    )
    return table.join(names, left_on="root_id", right_on="event_id", how="left", maintain_order="left")


def cascade(case: Case, root_id: str, tree: str) -> dict[str, object] | None:
    """The measures of one tree; None if there is no such tree."""
    found = case.scan("cascades").filter(root_id=root_id, tree=tree).collect()
    return found.row(0, named=True) if found.height else None


def nodes(case: Case, root_id: str, tree: str) -> pl.DataFrame:
    """NODES of one tree with account, moment and basis of each act; a root that was not exported is put in by
    name.

    Adds since_s: seconds from the root's moment (from the first act, if the root has none), and is_timed:
        whether the trusted moment is known; is_exported: false for a root put in.
    """
    found = case.scan("nodes").filter(root_id=root_id, tree=tree)
    acts = (
        case.placed_events()
        .filter((pl.col("root_id") == root_id) | (pl.col("event_id") == root_id))
        .select(*_ACT, "at_conflict", trusted_at(), trusted_precision())
    )
    table = found.join(acts, on="event_id", how="left").collect()
    known = table["event_id"]
    if table.height and not (table["depth"] == 0).any():
        total = int((table.filter(pl.col("depth") == 1)["subtree_n"] + 1).sum())
        absent = pl.DataFrame(
            {
                "root_id": [root_id],
                "tree": [tree],
                "event_id": [root_id],
                "depth": [0],
                "children_n": [int((table["depth"] == 1).sum())],
                "subtree_n": [total],
            }
        )
        table = pl.concat([absent, table], how="diagonal_relaxed").select(table.columns)
    table = table.with_columns(
        is_exported=pl.col("event_id").is_in(known.implode()), is_timed=pl.col("at").is_not_null()
    )
    timed = table.filter("is_timed")
    start = timed.filter(pl.col("depth") == 0)["at"].first() or timed["at"].min()
    return table.with_columns(since_s=(pl.col("at") - start).dt.total_milliseconds() / 1000).sort(
        "depth", "at", "event_id", nulls_last=True
    )


def levels(case: Case, root_id: str, tree: str) -> pl.DataFrame:
    """LEVELS of one tree with the share of each depth among the acts below the root."""
    table = case.scan("levels").filter(root_id=root_id, tree=tree).sort("depth").collect()
    below = table.filter(pl.col("depth") > 0)["events_n"].sum()
    return table.with_columns(share=pl.when(pl.col("depth") > 0).then(pl.col("events_n") / max(below, 1)))


def paths_to(tree_nodes: pl.DataFrame, event_ids: list[str]) -> list[list[str]]:
    """For each act the ids from the root down to it, itself included. No path is longer than the tree has
    acts."""
    above = dict(tree_nodes.select("event_id", "parent_used_id").iter_rows())
    paths = []
    for event_id in event_ids:
        path: list[str] = []
        at: str | None = event_id
        while at in above and len(path) <= len(above):
            path.append(at)
            at = above[at]
        paths.append(path[::-1])
    return paths


def spreaders(tree_nodes: pl.DataFrame, most: int = 20) -> pl.DataFrame:
    """The acts with the most acts below them, the root left out: rank, and path (names from the root, cut to
    six)."""
    top = (
        tree_nodes.filter((pl.col("depth") > 0) & (pl.col("subtree_n") > 0))
        .sort("subtree_n", "at", "event_id", descending=[True, False, False], nulls_last=True)
        .head(most)
    )
    paths = paths_to(tree_nodes, top["event_id"].to_list())
    on_paths = tree_nodes.filter(pl.col("event_id").is_in(sorted({step for path in paths for step in path})))
    names = dict(
        on_paths.select("event_id", pl.coalesce("account_name", "account_id", "event_id")).iter_rows()
    )
    named = [[names[step] for step in path] for path in paths]
    short = [path if len(path) <= 6 else [*path[:3], "…", *path[-2:]] for path in named]
    return top.with_columns(
        rank=pl.int_range(1, pl.len() + 1), path=pl.Series(short, dtype=pl.List(pl.String))
    )
