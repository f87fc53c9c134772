"""The events behind each observation about a group, so that a reader can open them."""

import polars as pl

from analytics.coordination.explanations.features import LINES, Groups
from analytics.coordination.explanations.shared_words import CELL, SharedWords
from analytics.model.thresholds import DEFAULT, ExplanationLimits, ListLimits


def events_behind(
    groups: Groups,
    words: SharedWords,
    measured: pl.DataFrame,
    limits: ExplanationLimits = DEFAULT.explanations,
) -> dict[tuple[str, str], list[str]]:
    """List the events behind each observation.

    measured: the rows of `features`.

    Returns (cluster_id, name) -> event ids, earliest first, at most `shown_n`. Names: all (events of members
    on the target posts), near (those within the widest of `pace_windows_s` of another member), the lines of
    evidence (events of the members for whom the line stands), first (uses of shared words by the account that
    is first in most), fresh (the first three uses of words that nobody used before), outside (uses by
    accounts that are no members).
    """
    acts = groups.acts.drop_nulls("at").select("cluster_id", "account_id", "event_id", "at", "nearest_gap_s")
    near = acts.filter(pl.col("nearest_gap_s") <= max(limits.pace_windows_s))
    lines = groups.clusters.select("cluster_id", "account_id", name="evidence_lines").explode("name")
    by_line = acts.join(lines.filter(pl.col("name").is_in(LINES)), on=["cluster_id", "account_id"])
    top = measured.select("cluster_id", account_id="first_id")
    fresh = words.cells.filter("is_fresh").select(CELL)
    found = pl.concat(
        _named(rows, name)
        for rows, name in (
            (acts, "all"),
            (near, "near"),
            (by_line, None),
            (words.uses.join(top, on=["cluster_id", "account_id"]), "first"),
            (words.uses.join(fresh, on=CELL).sort("at", "event_id").group_by(CELL).head(3), "fresh"),
            (words.uses.filter(~pl.col("is_member")), "outside"),
        )
    )
    listed = (
        found.sort("at", "event_id")
        .unique(["cluster_id", "name", "event_id"], keep="first", maintain_order=True)
        .group_by("cluster_id", "name", maintain_order=True)
        .agg(pl.col("event_id").head(ListLimits.shown_n))
    )
    return {(cluster_id, name): ids for cluster_id, name, ids in listed.iter_rows()}


def _named(rows: pl.DataFrame, name: str | None) -> pl.DataFrame:
    """cluster_id, name, event_id, at; the name is in the rows where none is given."""
    named = rows if name is None else rows.with_columns(name=pl.lit(name))
    return named.select("cluster_id", "name", "event_id", "at")
