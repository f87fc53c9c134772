"""Reposts with and without those that may not count: each flagged subset, the overlaps, the range between.

There is never one "net" figure: whether a flagged repost counts is for the court (法释〔2013〕21号 Article 2
gives no list).
"""

import polars as pl

from analytics.model.tables import SCOPE
from analytics.model.thresholds import ListLimits, ScopeLimits
from analytics.scope.tables_read import Measure, ScopeData, rows

FLAGS = ("same_second", "repeat", "group_a", "group_b", "group_c", "organizer", "target_own", "automation")


def flagged(material: ScopeData) -> pl.DataFrame:
    """Mark each repost with the reasons for which it may not count.

    Returns the reposts with a column of true or false for each of FLAGS:

    same_second: three or more accounts reposted one post in one second (moments known to the second).
    repeat: it is not the account's first repost of this post.
    group_a, group_b, group_c: the account is listed in a candidate group at that grade.
    organizer: the account is an organizer candidate at A or B.
    target_own: case.toml lists the account under a target.
    automation: the account follows a schedule of its own.
    """
    reposts = material.reposts().select("event_id", "account_id", "root_id", "at", "width_s")
    reposts = reposts.sort("root_id", "account_id", "at", "event_id", nulls_last=True)
    crowd = pl.col("account_id").n_unique().over("root_id", "second")
    graded = material.clusters.select(
        "account_id", "grade", clock=pl.col("reasons").list.contains("own_clock")
    ).unique("account_id")
    leads = material.roles.filter((pl.col("role") == "organizer") & pl.col("grade").is_in(["A", "B"]))[
        "account_id"
    ].unique()
    own = sorted({i for target in material.facts.targets for i in target.ids})
    found = reposts.with_columns(second=pl.col("at").dt.truncate("1s")).join(
        graded, on="account_id", how="left", maintain_order="left"
    )
    return found.with_columns(
        same_second=(pl.col("width_s") <= ScopeLimits.same_second_width_s)
        & pl.col("at").is_not_null()
        & (crowd >= material.limits.same_second_min),
        repeat=pl.col("account_id").is_not_null()
        & (pl.int_range(pl.len()).over("root_id", "account_id") > 0),
        **{f"group_{g.lower()}": pl.col("grade").eq_missing(g) for g in "ABC"},
        organizer=pl.col("account_id").is_in(leads.implode()).fill_null(False),
        target_own=pl.col("account_id").is_in(own).fill_null(False),
        automation=pl.col("clock").fill_null(False),
    ).drop("second", "grade", "clock")


def find(material: ScopeData) -> pl.DataFrame:
    """Measure the traced reposts with and without the flagged ones.

    reposts_unflagged: lower: all flagged ones left out; upper: none left out.
    reposts_flagged: by flag (class_value), the reposts with this flag.
    reposts_flagged_overlap: for each two flags that meet, the reposts with both.
    """
    table = flagged(material)
    if table.is_empty():
        return SCOPE.empty()
    table = table.with_columns(any=pl.any_horizontal(FLAGS))
    pairs = [(a, b) for k, a in enumerate(FLAGS) for b in FLAGS[k + 1 :]]
    sums = (
        material.by_subject(table)
        .group_by("subject_id")
        .agg(
            all=pl.len(),
            any=pl.col("any").sum(),
            as_of=pl.col("at").max(),
            event_ids=pl.col("event_id").filter("any").sort().head(ListLimits.shown_n),
            **{f: pl.col(f).sum() for f in FLAGS},
            **{f"{a}+{b}": (pl.col(a) & pl.col(b)).sum() for a, b in pairs},
        )
    )
    whole = rows(
        sums.select("subject_id", "as_of", "event_ids", lower=pl.col("all") - pl.col("any"), upper="all"),
        "reposts_unflagged",
        "reposts",
        "unflagged_range",
    )
    return pl.concat(
        [
            whole,
            _each(sums, FLAGS, "reposts_flagged"),
            _each(sums, tuple(f"{a}+{b}" for a, b in pairs), "reposts_flagged_overlap"),
        ]
    )


def _each(sums: pl.DataFrame, names: tuple[str, ...], measure: str) -> pl.DataFrame:
    long = sums.unpivot(
        names, index=["subject_id", "as_of"], variable_name="class_value", value_name="n"
    ).filter(pl.col("n") > 0)
    return rows(long.with_columns(lower="n", point="n", upper="n"), measure, "reposts", "flagged_counted")


MEASURE = Measure("unflagged", ("reposts_unflagged", "reposts_flagged", "reposts_flagged_overlap"), find)
