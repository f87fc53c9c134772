"""What is measured of a group that acted together: numbers with a direction each, none of them a grade."""

from dataclasses import dataclass

import polars as pl

from analytics.coordination.explanations.pace import pace
from analytics.coordination.explanations.shared_words import SharedWords, shared_words, word_features
from analytics.model.tables import CLUSTER_ACTS, CLUSTER_TASKS, CLUSTER_TRAITS, CLUSTERS, check
from analytics.model.thresholds import DEFAULT, ExplanationLimits


@dataclass(frozen=True)
class Groups:
    """The groups that acted together: CLUSTERS, CLUSTER_ACTS, CLUSTER_TASKS and CLUSTER_TRAITS."""

    clusters: pl.DataFrame
    acts: pl.DataFrame
    tasks: pl.DataFrame
    traits: pl.DataFrame

    def __post_init__(self) -> None:
        """Check the tables at the door."""
        check(self.clusters, CLUSTERS)
        check(self.acts, CLUSTER_ACTS)
        check(self.tasks, CLUSTER_TASKS)
        check(self.traits, CLUSTER_TRAITS)

    def first_acts(self) -> pl.DataFrame:
        """Give the CLUSTER_ACTS with a moment, the first of each account on a post."""
        return (
            self.acts.drop_nulls("at")
            .sort("cluster_id", "object_id", "at", "event_id")
            .unique(["cluster_id", "object_id", "account_id"], keep="first", maintain_order=True)
        )


def words_of(
    groups: Groups,
    events: pl.DataFrame,
    families: pl.DataFrame,
    limits: ExplanationLimits = DEFAULT.explanations,
) -> SharedWords:
    """Find the words that members of each group share on its target posts.

    events: PLACED_EVENTS with trusted times; families: FAMILIES by words.
    """
    return shared_words(groups.first_acts(), groups.tasks, events, families, limits)


def features(
    groups: Groups,
    words: SharedWords,
    accounts: pl.DataFrame,
    limits: ExplanationLimits = DEFAULT.explanations,
) -> pl.DataFrame:
    """Measure each group.

    words: the words that its members share; accounts: ACCOUNTS.

    Returns a row a group, by cluster_id. Counts end in _n, seconds in _s, shares in _share, names and ids in
    _name and _id; null is unknown, or nothing to measure. Beside what `pace` and `word_features` give:

    members_n; moments_n, followed_n, text_n, pair_timing_n, link_n, one_post_n, own_clock_n, source_n
        (members for whom the line stands; one_post only at B, for at C most who used the text acted elsewhere
        too); task_share (median share of a member's events that lie on the target posts);
    tasks_n, authors_n (authors of these posts; those not exported count as one, an original as its own);
    pairs_60_share, lag_s, width_s (medians of the columns of CLUSTER_TASKS: pairs of members within 60 s, and
        delay and length of the densest span), late_share (posts on which that span begins `late_after_s`
        or more after the post, or that are originals with fewer than `outside_users_max` other accounts);
    verified_n, organisation_name and organisation_n (the reason of verification that most members state in
        the same words), traits_n (attributes shared out of proportion).
    """
    acts = groups.first_acts()
    found = _members(groups.clusters)
    stated = _stated(groups.clusters, accounts)
    traits = groups.traits.group_by("cluster_id").agg(traits_n=pl.len().cast(pl.Int64))
    for table in (
        _tasks(groups.tasks, limits),
        pace(acts, limits),
        word_features(acts, words, limits),
        stated,
        traits,
    ):
        found = found.join(table, on="cluster_id", how="left")
    zero = ("tasks_n", "authors_n", "texts_n", "verified_n", "traits_n")
    return found.with_columns(pl.col(zero).fill_null(0)).sort("cluster_id")


LINES = ("moments", "followed", "text", "pair_timing", "link", "one_post", "own_clock", "source")


def _members(clusters: pl.DataFrame) -> pl.DataFrame:
    stands = {line: pl.col("evidence_lines").list.contains(line) for line in LINES}
    stands["one_post"] &= pl.col("grade") == "B"
    return clusters.group_by("cluster_id").agg(
        *(whether.sum().cast(pl.Int64).alias(f"{line}_n") for line, whether in stands.items()),
        members_n=pl.len().cast(pl.Int64),
        task_share=pl.col("task_share").median(),
    )


def _tasks(tasks: pl.DataFrame, limits: ExplanationLimits) -> pl.DataFrame:
    is_post = pl.col("kind") == "post"
    known = pl.col("author_id").filter(is_post).drop_nulls().n_unique()
    unknown = (is_post & pl.col("author_id").is_null()).any().cast(pl.Int64)
    outside = pl.col("accounts_n") - pl.col("members_n")
    late = (
        pl.when(is_post)
        .then(pl.col("densest_lag_s") >= limits.late_after_s)
        .otherwise(outside < limits.outside_users_max)
    )
    return tasks.group_by("cluster_id").agg(
        tasks_n=pl.len().cast(pl.Int64),
        authors_n=(known + unknown + (~is_post).sum()).cast(pl.Int64),
        pairs_60_share=pl.col("pairs_60_share").median(),
        lag_s=pl.col("densest_lag_s").filter(is_post).median(),
        width_s=pl.col("densest_width_s").median(),
        late_share=late.fill_null(False).mean(),
    )


def _stated(clusters: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """What members openly state: how many the platform verified with a reason, and the commonest reason."""
    said = accounts.filter(pl.col("verified").fill_null(False) & (pl.col("verified_reason") != ""))
    mine = clusters.select("cluster_id", "account_id").join(
        said.select("account_id", organisation_name="verified_reason"), on="account_id"
    )
    verified = mine.group_by("cluster_id").agg(verified_n=pl.len().cast(pl.Int64))
    common = (
        mine.group_by("cluster_id", "organisation_name")
        .agg(organisation_n=pl.len().cast(pl.Int64))
        .filter(pl.col("organisation_n") > 1)
        .sort("organisation_n", "organisation_name", descending=[True, False])
        .unique("cluster_id", keep="first", maintain_order=True)
    )
    return verified.join(common, on="cluster_id", how="left")
