"""The data of the figure of a group's moments: seconds from the first member's event on each post."""

from datetime import datetime

import polars as pl

from analytics.model.thresholds import ListLimits
from analytics.report.figures.group_moments import GroupMoments, MomentRow

ROWS_MAX = ListLimits.columns_n  # Posts drawn, those with most members; events on others are counted only.
WIDE = 3.0  # The axis ends at this many times the middle span of the posts; what comes later is counted.


def moments_of(tasks: pl.DataFrame, acts: pl.DataFrame, cluster_id: str) -> GroupMoments | None:
    """Make the figure of one group; None where none of its events on a common post has a time.

    tasks: CLUSTER_TASKS; acts: CLUSTER_ACTS. No account is told apart: the figure shows moments alone.
    """
    mine = acts.filter(cluster_id=cluster_id)
    timed = mine.drop_nulls("at")
    posts = (
        tasks.filter(cluster_id=cluster_id)
        .sort("members_n", "object_id", descending=[True, False])
        .select("object_id")
    )
    timed = timed.join(posts, on="object_id", how="semi")
    if timed.is_empty():
        return None
    drawn_posts = posts.join(timed.select("object_id").unique(), on="object_id", how="semi").head(ROWS_MAX)
    drawn = timed.join(drawn_posts, on="object_id", how="semi").with_columns(
        first=pl.col("at").min().over("object_id")
    )
    drawn = drawn.with_columns(since_s=(pl.col("at") - pl.col("first")).dt.total_microseconds() / 1e6)
    spans = drawn.group_by("object_id").agg(pl.col("since_s").max())["since_s"]
    span_s = max(min(_number(spans.max()), WIDE * _number(spans.quantile(0.5, "lower"))), 1.0)
    grouped = drawn.sort("since_s", "event_id").partition_by("first", "object_id", maintain_order=False)
    rows = []
    for one in sorted(grouped, key=lambda frame: (frame["first"][0], frame["object_id"][0])):
        first: datetime = one["first"][0]
        seconds = one["since_s"]
        near = seconds.filter(seconds <= span_s)
        rows.append(MomentRow(first, tuple(near.to_list()), seconds.len() - near.len()))
    return GroupMoments(tuple(rows), span_s, mine.height - drawn.height)


def _number(value: object) -> float:
    return float(str(value or 0.0))
