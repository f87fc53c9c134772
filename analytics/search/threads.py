"""What stands below a post as it is read, what happened around a record, and the versions of a text."""

from datetime import datetime, timedelta

import polars as pl

from analytics.model.time import trusted_at, trusted_precision
from analytics.store.case_folder import Case

AROUND = timedelta(minutes=10)


def thread(case: Case, root_id: str) -> pl.DataFrame:
    """Read a post and its comments as a reading column: each answer below what it answers, earliest first.

    Returns event_id, depth, hidden_n (answers below it), and of EVENTS account_id, account_name, at,
    at_precision, own_text. A comment whose parent is not known stands right below the post.
    """
    nodes = case.read_or_empty("nodes").filter(root_id=root_id, tree="comment")
    events = (
        case.scan("events")
        .filter(pl.col("event_id").is_in(nodes["event_id"].implode()) | (pl.col("event_id") == root_id))
        .select("event_id", "account_id", "account_name", "own_text", trusted_at(), trusted_precision())
        .collect()
    )
    placed = nodes.select("event_id", "depth", above="parent_used_id", hidden_n="subtree_n")
    known = placed.join(events, on="event_id", how="full", coalesce=True)
    return read_in_order(known.with_columns(pl.col("depth").fill_null(0), pl.col("hidden_n").fill_null(0)))


def read_in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Sort the rows of a tree so that each stands below its parent, before the next of its siblings.

    rows: event_id, above, depth, at. The order is that of the path of (moment, id) from the root down; a tree
    has as many passes as it has levels.

    >>> rows = {"event_id": ["r", "a", "b", "c"], "above": [None, "r", "r", "a"], "depth": [0, 1, 1, 2]}
    >>> read_in_order(pl.DataFrame(rows | {"at": [0, 1, 2, 3]}))["event_id"].to_list()
    ['r', 'a', 'c', 'b']
    """
    own = (
        pl.col("place").cast(pl.String).str.zfill(12)
    )  # Of one width, so that paths sort as their levels do.
    placed = rows.sort("at", "event_id", nulls_last=True).with_row_index("place").with_columns(own=own)
    level = placed.filter(pl.col("depth") == 0).with_columns(path="own")
    found = [level]
    while level.height:
        below = level.select(above="event_id", path_above="path")
        level = (
            placed.join(below, on="above")
            .with_columns(path=pl.concat_str("path_above", "own"))
            .drop("path_above")
        )
        found.append(level.select(found[0].columns))
    return pl.concat(found).sort("path").drop("path", "own", "place")


def around(rows: pl.DataFrame, event_id: str, reach: timedelta = AROUND) -> pl.DataFrame:
    """Select every record of the case within `reach` of one, in the order of time; none if it has no time.

    rows: event_id, at.
    """
    mine = rows.filter(event_id=event_id)["at"]
    at = mine[0] if len(mine) else None
    if not isinstance(at, datetime):
        return rows.clear()
    return rows.filter(pl.col("at").is_between(at - reach, at + reach))


def variants(case: Case, family_id: str) -> pl.DataFrame:
    """List the texts of a family: text, event_id (the earliest), author, at, records_n, accounts_n."""
    ids = case.read_or_empty("families").filter(family_id=family_id)["event_id"].unique()
    events = case.scan("events").filter(pl.col("event_id").is_in(ids.implode()))
    whole = events.select(
        "event_id",
        "account_id",
        trusted_at(),
        text=pl.coalesce("own_text", "text"),
        author=pl.coalesce("account_name", "account_id"),
    ).collect()
    dated = whole.drop_nulls("text").sort("at", "event_id", nulls_last=True)
    return dated.group_by("text", maintain_order=True).agg(
        pl.col("event_id", "author", "at").first(),
        records_n=pl.len(),
        accounts_n=pl.col("account_id").n_unique(),
    )


def families_of(case: Case, event_ids: list[str]) -> dict[str, str]:
    """Find for records the family of their words, where it has other members: family by event."""
    families = case.read_or_empty("families").filter(pl.col("layer") != "link")
    several = families.filter(pl.col("event_id").n_unique().over("family_id") > 1)
    mine = several.filter(pl.col("event_id").is_in(event_ids)).unique(
        "event_id", keep="first", maintain_order=True
    )
    return dict(mine.select("event_id", "family_id").iter_rows())


def roots_of(case: Case, event_ids: list[str]) -> dict[str, str]:
    """Find for records the post below which they stand, or themselves: root by event."""
    mine = case.placed_events(pl.col("event_id").is_in(event_ids))
    return dict(mine.select("event_id", root=pl.coalesce("root_id", "event_id")).collect().iter_rows())
