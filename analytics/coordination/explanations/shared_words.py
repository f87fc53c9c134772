"""Whose words the members of a group share on a post: who wrote them first, who else uses them, how soon.

A cell is a family of texts that members share on one post of the group (for posts of their own: that they
share at all). These are counts of what was written; where the words came from is not in them.
"""

from typing import NamedTuple

import polars as pl

from analytics.model.thresholds import DEFAULT, ExplanationLimits

CELL = ["cluster_id", "object_id", "family_id"]


class SharedWords(NamedTuple):
    """The words that groups share.

    cells: a row a cell: cluster_id, object_id, family_id, users_n (accounts that use the words there),
        members_n of them, first_at, first_id (null where several came first in one moment), third_s (seconds
        from the first to the third user), is_fresh (used nowhere in the export before first_at).
    uses: a row an account and cell: the same names, account_id, event_id, at, is_member.
    """

    cells: pl.DataFrame
    uses: pl.DataFrame


def shared_words(
    acts: pl.DataFrame,
    tasks: pl.DataFrame,
    events: pl.DataFrame,
    families: pl.DataFrame,
    limits: ExplanationLimits = DEFAULT.explanations,
) -> SharedWords:
    """Find the words that `word_members_min` or more members of a group share on a post.

    acts: CLUSTER_ACTS; tasks: CLUSTER_TASKS; events: PLACED_EVENTS with trusted times; families: FAMILIES by
        words.

    Everybody who used the words on that post counts, once, at the first use; the author of the post does not.
    Where members wrote posts of their own, all posts with these words count.
    """
    kinds = tasks.select("cluster_id", "object_id", "author_id", is_post=pl.col("kind") == "post")
    said = families.select("event_id", "family_id")
    used = (
        events.select("event_id", "account_id", "at", "kind", "root_id")
        .drop_nulls(["account_id", "at"])
        .join(said, on="event_id")
        .with_columns(place=pl.when(pl.col("kind") != "post").then("root_id").otherwise(pl.lit("")))
    )
    cells = (
        acts.join(said, on="event_id")
        .group_by(CELL)
        .agg(n=pl.col("account_id").n_unique())
        .filter(pl.col("n") >= limits.word_members_min)
        .join(kinds, on=["cluster_id", "object_id"])
        .with_columns(place=pl.when("is_post").then("object_id").otherwise(pl.lit("")))
    )
    members = acts.select("cluster_id", "account_id", is_member=pl.lit(True)).unique()
    uses = (
        cells.join(used, on=["place", "family_id"])
        .filter(pl.col("account_id").ne_missing(pl.col("author_id")))
        .sort("at", "event_id")
        .unique([*CELL, "account_id"], keep="first", maintain_order=True)
        .join(members, on=["cluster_id", "account_id"], how="left", maintain_order="left")
        .with_columns(pl.col("is_member").fill_null(False))
        .select(*CELL, "account_id", "event_id", "at", "is_member")
    )
    anywhere = used.group_by("family_id").agg(ever_at=pl.col("at").min())
    return SharedWords(_measured(uses).join(anywhere, on="family_id").pipe(_fresh), uses)


def _measured(uses: pl.DataFrame) -> pl.DataFrame:
    """A row a cell. Uses stand in order of time."""
    first = pl.col("at").min()
    return uses.group_by(CELL, maintain_order=True).agg(
        users_n=pl.len(),
        members_n=pl.col("is_member").sum(),
        first_at=first,
        first_id=pl.when((pl.col("at") == first).sum() == 1).then(pl.col("account_id").first()),
        third_s=(pl.col("at").get(2, null_on_oob=True) - first).dt.total_microseconds() / 1e6,
    )


def _fresh(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_columns(is_fresh=pl.col("ever_at") >= pl.col("first_at")).drop("ever_at").sort(CELL)


def word_features(
    acts: pl.DataFrame, words: SharedWords, limits: ExplanationLimits = DEFAULT.explanations
) -> pl.DataFrame:
    """Sum up the shared words of each group.

    acts: CLUSTER_ACTS.

    Returns a row a group: cluster_id, copies_share (events of members with shared words, mean over posts),
    texts_n (cells), owned_share (members among all who use these words, median over cells; low: the words are
    everybody's), first_id, first_ids, first_n and first_share (the account that is first in most cells, its
    events there, and in how many), lead_s (median seconds of the others behind it there), third_s (median),
    fresh_n and fresh_share (cells whose words nobody used before and three accounts used within
    `fresh_within_s`).
    """
    shared = words.uses.filter("is_member").select(*CELL[:2], "event_id", copies=pl.lit(True))
    copies = (
        acts.select(*CELL[:2], "event_id")
        .join(shared.unique(), on=[*CELL[:2], "event_id"], how="left")
        .group_by(CELL[:2])
        .agg(copies_share=pl.col("copies").is_not_null().mean())
        .group_by("cluster_id")
        .agg(pl.col("copies_share").mean())
    )
    at_once = pl.col("is_fresh") & (pl.col("third_s") <= limits.fresh_within_s)
    of_cells = words.cells.group_by("cluster_id").agg(
        texts_n=pl.len().cast(pl.Int64),
        owned_share=(pl.col("members_n") / pl.col("users_n")).median(),
        third_s=pl.col("third_s").median(),
        fresh_n=at_once.fill_null(False).sum().cast(pl.Int64),
        fresh_share=at_once.fill_null(False).mean(),
    )
    return (
        copies.join(of_cells, on="cluster_id", how="left")
        .join(_leads(words), on="cluster_id", how="left")
        .with_columns(first_share=pl.col("first_n") / pl.col("texts_n"))
    )


def _leads(words: SharedWords) -> pl.DataFrame:
    """The account that is first in most cells of a group, in how many, and how far the others lie behind."""
    top = (
        words.cells.drop_nulls("first_id")
        .group_by("cluster_id", "first_id")
        .agg(first_n=pl.len().cast(pl.Int64))
        .sort("first_n", "first_id", descending=[True, False])
        .unique("cluster_id", keep="first", maintain_order=True)
    )
    led = words.cells.join(top, on=["cluster_id", "first_id"]).select(*CELL, "first_at", "first_id")
    uses = words.uses.join(led, on=CELL)
    own = (
        uses.filter(account_id=pl.col("first_id"))
        .sort("at", "event_id")
        .group_by("cluster_id")
        .agg(first_ids=pl.col("event_id").unique(maintain_order=True))
    )
    behind = (
        uses.filter(pl.col("account_id") != pl.col("first_id"))
        .group_by("cluster_id")
        .agg(lead_s=((pl.col("at") - pl.col("first_at")).dt.total_microseconds() / 1e6).median())
    )
    return top.join(own, on="cluster_id", how="left").join(behind, on="cluster_id", how="left")
