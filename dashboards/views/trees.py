"""The events of one tree with what a drawing needs of each, and the tables of trees and spreaders."""

from typing import Any

import polars as pl

from analytics.model.errors import CaseError
from analytics.model.time import trusted_at, trusted_precision
from analytics.model.untrusted_text import cut
from analytics.store.case_folder import Case
from dashboards.listing import Listing, ShownRows

KINDS = {"repost": ("repost", "quote"), "comment": ("comment",)}  # Kinds of acts in each kind of tree.
_ACT = ("event_id", "account_id", "account_name", "parent_basis")


def roots(case: Case, most: int = 300) -> pl.DataFrame:
    """List the largest trees, at most `most`: root_id, tree, size, first_at, account_name, own_text."""
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


def cascade(case: Case, root_id: str, tree: str) -> dict[str, Any] | None:
    """Read the measures of one tree; None if there is no such tree."""
    found = case.scan("cascades").filter(root_id=root_id, tree=tree).collect()
    return found.row(0, named=True) if found.height else None


def nodes(case: Case, root_id: str, tree: str) -> pl.DataFrame:
    """Read NODES of one tree with account, moment and basis of each event.

    Adds since_s, the seconds from the root's moment (from the first event, if the root has none); is_timed,
    whether the trusted moment is known; and is_exported. A root that was not exported is put in by its id,
    with is_exported false.
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
    """Read LEVELS of one tree with the share of each depth among the events below the root."""
    table = case.scan("levels").filter(root_id=root_id, tree=tree).sort("depth").collect()
    below = table.filter(pl.col("depth") > 0)["events_n"].sum()
    return table.with_columns(share=pl.when(pl.col("depth") > 0).then(pl.col("events_n") / max(below, 1)))


def paths_to(tree_nodes: pl.DataFrame, event_ids: list[str]) -> list[list[str]]:
    """Find for each event the ids from the root down to it, itself included.

    No path is longer than the tree has events.

    >>> nodes = pl.DataFrame({"event_id": ["r", "a", "b"], "parent_used_id": [None, "r", "a"]})
    >>> paths_to(nodes, ["b"])
    [['r', 'a', 'b']]
    """
    above = dict(tree_nodes.select("event_id", "parent_used_id").iter_rows())
    paths: list[list[str]] = []
    for event_id in event_ids:
        path: list[str] = []
        at: str | None = event_id
        while at is not None and at in above and len(path) <= len(above):
            path.append(at)
            at = above[at]
        paths.append(path[::-1])
    return paths


def spreaders(tree_nodes: pl.DataFrame, most: int = 20) -> pl.DataFrame:
    """Find the events with the most events below them, without the root.

    Returns them with rank and path (names from the root, cut to six).

    >>> nodes = pl.DataFrame({"event_id": list("rab"), "parent_used_id": [None, "r", "a"], "at": [0, 1, 2]})
    >>> nodes = nodes.with_columns(account_id=pl.Series(list("uvw")), account_name=None, depth="at")
    >>> spreaders(nodes.with_columns(subtree_n=2 - pl.col("depth"))).select("rank", "event_id", "path").row(0)
    (1, 'a', ['u', 'v'])
    """
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


def rows_cascades(case: Case, about: str) -> pl.LazyFrame:
    """Read CASCADES, largest first, with the name shown with the root; a click opens the root."""
    names = (
        case.scan("events").filter(pl.col("kind") == "post").select("event_id", "account_name", "account_id")
    )
    return (
        case.scan("cascades")
        .join(names, left_on="root_id", right_on="event_id", how="left")
        .with_columns(pl.coalesce("account_name", "account_id", "root_id"))
        .sort("size", "root_id", "tree", descending=[True, False, True])
    )


LISTING_CASCADES = Listing(
    name="cascades",
    columns=(
        ShownRows("account_name", "col_root_author", "name"),
        ShownRows("tree", "col_tree", "word", 104),
        ShownRows("size", "col_size", "count", 90),
        ShownRows("depth", "col_depth", "count", 84),
        ShownRows("depth_upper", "col_depth_upper", "count", 100),
        ShownRows("max_breadth", "col_breadth", "count", 100),
        ShownRows("accounts_n", "col_accounts", "count", 90),
        ShownRows("half_life_s", "col_half_life", "span", 130),
        ShownRows("first_at", "col_first", "time", 170),
        ShownRows("last_at", "col_last", "time", 170),
        ShownRows("missing_parents_n", "col_missing", "count", 110),
        ShownRows("root_id", "col_root", "id", 210),
    ),
    rows=rows_cascades,
    subject=lambda row: f"act|{row['root_id']}",
)


def rows_spreaders(case: Case, about: str) -> pl.LazyFrame:
    """Read the leading events of a tree, with the path to each; a click opens one.

    about: root_id and tree, "weibo:1|repost".
    """
    root_id, _, tree = about.rpartition("|")
    if cascade(case, root_id, tree) is None:
        raise CaseError("asked_unknown", found=about[:80] or "-")
    found = nodes(case, root_id, tree)
    top = spreaders(found)
    below = max(found.height - 1, 1)
    words = [" → ".join(f"\u2068{cut(step, 16)}\u2069" for step in path) for path in top["path"].to_list()]
    return top.with_columns(
        pl.coalesce("account_name", "account_id"),
        path=pl.Series(words, dtype=pl.String),
        share=pl.col("subtree_n") / below,
    ).lazy()


LISTING_SPREADERS = Listing(
    name="spreaders",
    columns=(
        ShownRows("rank", "col_rank", "count", 64),
        ShownRows("account_name", "col_author", "name", 150),
        ShownRows("subtree_n", "col_induced", "count", 100),
        ShownRows("share", "col_share", "share", 80),
        ShownRows("children_n", "col_direct", "count", 80),
        ShownRows("depth", "col_depth", "count", 70),
        ShownRows("at", "col_at", "time", 170),
        ShownRows("path", "col_path", "path", sortable=False),
    ),
    rows=rows_spreaders,
    subject=lambda row: f"act|{row['event_id']}",
)

LISTINGS = (LISTING_CASCADES, LISTING_SPREADERS)
