"""The data of the figure of a repost tree: named accounts to depth 3, all other events as numbers."""

import polars as pl

from analytics.model.thresholds import ListLimits
from analytics.report.figures.spread_tree import DEPTH_MAX, Knot, Tree
from analytics.report.names import Names
from analytics.report.scope_data import Spread
from analytics.store.case_folder import Case

KNOTS_MAX = ListLimits.hubs_n  # Named accounts drawn; the others are counted beside the event they hang on.


def largest_tree(case: Case, spread: Spread, names: Names) -> tuple[int, Tree, tuple[str, ...]] | None:
    """Make the figure of the alleged post with most reposts.

    Returns (its place in case.toml, the tree, the ids of all its records); None where nothing can be drawn.
    """
    stated = [one for one in spread.extents if one.layer == "stated" and one.post_id and one.reposts]
    if not stated or not case.has("nodes"):
        return None
    one = max(stated, key=lambda extent: (len(extent.reposts), -extent.number))
    nodes = (
        case.scan("nodes").filter((pl.col("root_id") == one.post_id) & (pl.col("tree") == "repost")).collect()
    )
    mine = pl.col("event_id").is_in(nodes["event_id"].implode())
    accounts = case.scan("events").filter(mine).select("event_id", "account_id").collect()
    tree = tree_of(nodes, accounts, names)
    return None if tree is None else (one.number, tree, tuple(nodes["event_id"]))


def tree_of(nodes: pl.DataFrame, accounts: pl.DataFrame, names: Names) -> Tree | None:
    """Make the figure of one tree; None where its root is not in the export or nothing hangs below it.

    nodes: NODES of one tree. accounts: event_id, account_id.
    names: who may be printed by name; an account that may not be stands only where it leads to one that may.

    Every event that is not drawn is counted at the nearest event above it that is drawn: all numbers add up.
    """
    rows = nodes.join(accounts.unique("event_id"), on="event_id", how="left", maintain_order="left")
    if rows.height < 2 or rows.filter(depth=0).height != 1:
        return None
    chosen = _chosen(rows, names)
    drawn = rows.filter(pl.col("event_id").is_in(chosen)).sort(
        "subtree_n", "event_id", descending=[True, False]
    )
    below: dict[str | None, list[dict[str, object]]] = {}
    for row in drawn.to_dicts():
        below.setdefault(row["parent_used_id"] if row["depth"] else None, []).append(row)
    knots: list[Knot] = []
    waiting: list[tuple[dict[str, object], int | None]] = [(below[None][0], None)]
    while waiting:
        row, parent = waiting.pop()
        children = below.get(str(row["event_id"]), [])
        hanging_n = _n(row, "subtree_n") - sum(_n(child, "subtree_n") + 1 for child in children)
        direct_n = _n(row, "children_n") - len(children)
        account = row["account_id"]
        name = names.shown(str(account)) if account is not None and names.may(str(account)) else None
        knots.append(Knot(name, _n(row, "depth"), parent, direct_n, hanging_n - direct_n))
        waiting += [(child, len(knots) - 1) for child in reversed(children)]
    levels = dict(rows.group_by("depth").len().iter_rows())
    shown = tuple(int(levels.get(depth, 0)) for depth in range(DEPTH_MAX + 1))
    return Tree(tuple(knots), shown, rows.height - sum(shown))


def _n(row: dict[str, object], name: str) -> int:
    return int(str(row[name]))


def _chosen(rows: pl.DataFrame, names: Names) -> list[str]:
    """The root, the named events with most below them, and every event on the way to one of them."""
    near = rows.filter(pl.col("depth") <= DEPTH_MAX)
    may = pl.Series(sorted(names.named), dtype=pl.String).implode()
    ranked = near.filter((pl.col("depth") > 0) & pl.col("account_id").is_in(may))
    ranked = ranked.sort("subtree_n", "event_id", descending=[True, False]).head(KNOTS_MAX)
    above = dict(near.select("event_id", "parent_used_id").iter_rows())
    root = near.filter(depth=0)["event_id"][0]
    chosen = {root}
    for one in ranked["event_id"]:
        on_way = one
        while on_way is not None and on_way not in chosen:
            chosen.add(on_way)
            on_way = above.get(on_way)
    return sorted(chosen)
