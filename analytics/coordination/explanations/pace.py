"""How near in time the members of a group come to each other, as a whole and in its parts.

The parts are told beside the whole, so that nobody picks the fast part of a group and calls it the group.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sknetwork.clustering import Louvain

from analytics.model.thresholds import DEFAULT, ExplanationLimits

Ints = NDArray[np.int64]


def pairs_near(task: Ints, at_us: Ints, within_us: int) -> Ints:
    """Count for each event the later events of the same task at most `within_us` after it.

    task: code of the task of each event; at_us: its moment in microseconds, ascending within a task. Events
        of one task stand in a row. Two events of one moment are a pair, counted at the first of them.

    >>> pairs_near(np.array([0, 0, 0, 1]), np.array([0, 5, 20, 20]), 15).tolist()
    [1, 1, 0, 0]
    """
    if not len(task):
        return np.empty(0, np.int64)
    code = np.cumsum(np.append(0, task[1:] != task[:-1]))
    begin = np.flatnonzero(np.append(True, code[1:] != code[:-1]))
    since = at_us - at_us[begin][code]
    line = since + code * (int(since.max()) + within_us + 1)  # Tasks one after the other, too far to meet.
    found: Ints = np.searchsorted(line, line + within_us, side="right") - np.arange(1, len(line) + 1)
    return found


def pair_shares(acts: pl.DataFrame, by: list[str], limits: ExplanationLimits) -> pl.DataFrame:
    """Compute the median over tasks of the share of pairs of events within each of `pace_windows_s`.

    acts: object_id, at, the columns of `by`, and one row an account and task.
    by: what a group, or a part of it, is named by.

    Returns the columns of `by`, pairs_10_share and pairs_60_share; tasks with one event have no pair and are
    left out. 1 means that all come at once, 0 that no two do.
    """
    row = acts.sort(*by, "object_id", "at").with_columns(
        task=pl.struct(*by, "object_id").rle_id().cast(pl.Int64), us=pl.col("at").dt.epoch("us")
    )
    task, us = row["task"].to_numpy(), row["us"].to_numpy()
    near = {f"pairs_{w:g}_share": pairs_near(task, us, round(w * 1e6)) for w in limits.pace_windows_s}
    of_task = row.with_columns(**{name: pl.Series(n) for name, n in near.items()})
    pairs = pl.len() * (pl.len() - 1) / 2
    return (
        of_task.group_by(*by, "object_id")
        .agg(*(pl.col(name).sum() / pairs for name in near), n=pl.len())
        .filter(pl.col("n") > 1)
        .group_by(by)
        .agg(pl.col(name).median() for name in near)
    )


def parts_of(acts: pl.DataFrame, limits: ExplanationLimits = DEFAULT.explanations) -> pl.DataFrame:
    """Divide each group into parts: communities of accounts that acted on the same posts.

    acts: CLUSTER_ACTS. Returns cluster_id, account_id, part (0, 1, ...), one row an account; parts of fewer
    than `part_members_min` accounts are left out. A group whose members all act on the same posts is one
    part. Method: Louvain's on accounts and posts, with a fixed seed.
    """
    found = [
        pl.DataFrame(schema={"cluster_id": pl.String, "account_id": pl.String, "part": pl.Int64}),
        *(_parts(frame, limits) for frame in acts.partition_by("cluster_id", maintain_order=True)),
    ]
    return pl.concat(found).filter(pl.len().over("cluster_id", "part") >= limits.part_members_min)


def _parts(acts: pl.DataFrame, limits: ExplanationLimits) -> pl.DataFrame:
    who, what = acts["account_id"].unique().sort(), acts["object_id"].unique().sort()
    if len(who) < 2 * limits.part_members_min or len(what) < 2:
        part = np.zeros(len(who), np.int64)
    else:
        row, column = who.search_sorted(acts["account_id"]), what.search_sorted(acts["object_id"])
        table = csr_matrix((np.ones(acts.height), (row.to_numpy(), column.to_numpy())), (len(who), len(what)))
        part = Louvain(random_state=1).fit(table, force_bipartite=True).labels_row_.astype(np.int64)
    return pl.DataFrame(
        {"cluster_id": [acts["cluster_id"][0]] * len(who), "account_id": who, "part": part},
        schema_overrides={"part": pl.Int64},
    )


def pace(acts: pl.DataFrame, limits: ExplanationLimits = DEFAULT.explanations) -> pl.DataFrame:
    """Compute how near in time the members of each group come, as a whole and in its parts.

    acts: CLUSTER_ACTS, one row an account and task.

    Returns a row a group: cluster_id, pairs_10_share (the share of pairs of members on a post within 10 s,
    median over posts), tie_share (gaps between one member and the next below 2 s), order_share (see
    `order_shares`), parts_n, and the share within 60 s of the slowest and the fastest part. Null where a
    group is one part, or has no pair.
    """
    whole = pair_shares(acts, ["cluster_id"], limits).select("cluster_id", "pairs_10_share")
    gap = (
        acts.sort("cluster_id", "object_id", "at")
        .with_columns(gap=pl.col("at").diff().over("cluster_id", "object_id").dt.total_microseconds() / 1e6)
        .drop_nulls("gap")
    )
    ties = gap.group_by("cluster_id").agg(tie_share=(pl.col("gap") < limits.tie_within_s).mean())
    part = acts.join(parts_of(acts, limits), on=["cluster_id", "account_id"])
    parts_n = part.group_by("cluster_id").agg(parts_n=pl.col("part").n_unique().cast(pl.Int64))
    of_part = pair_shares(part, ["cluster_id", "part"], limits).group_by("cluster_id")
    ends = of_part.agg(
        slowest_part_share=pl.col("pairs_60_share").min(), fastest_part_share=pl.col("pairs_60_share").max()
    )
    several = parts_n.filter(pl.col("parts_n") > 1).join(ends, on="cluster_id")
    found = acts.select(pl.col("cluster_id").unique())
    for table in (whole, ties, order_shares(acts, limits), several):
        found = found.join(table, on="cluster_id", how="left")
    return found.sort("cluster_id")


def order_shares(acts: pl.DataFrame, limits: ExplanationLimits = DEFAULT.explanations) -> pl.DataFrame:
    """Compute how far members of each group come in one and the same order, post after post.

    acts: CLUSTER_ACTS, one row an account and task.

    Returns cluster_id, order_share: the share of the variance of the place in the order of arrival (0 first,
    1 last) that lies between members. Near 0 the order is new each time, as among people; near 1 it is fixed,
    as in programs that go down a list. Members on `order_posts_min` posts or more count; null below
    that many members, or where no place differs.
    """
    place = (pl.col("at").rank("average").over("cluster_id", "object_id") - 1) / (
        pl.len().over("cluster_id", "object_id") - 1
    ).clip(1)
    member = (
        acts.with_columns(place=place)
        .group_by("cluster_id", "account_id")
        .agg(n=pl.len(), mean=pl.col("place").mean(), var=pl.col("place").var())
        .filter(pl.col("n") >= limits.order_posts_min)
    )
    within = (pl.col("var") * pl.col("n")).sum() / pl.col("n").sum()
    between = pl.col("mean").var() - (pl.col("var") / pl.col("n")).mean()
    return (
        member.group_by("cluster_id")
        .agg(within=within, between=between.clip(0), members=pl.len())
        .filter((pl.col("members") >= limits.order_posts_min) & (pl.col("within") + pl.col("between") > 0))
        .select("cluster_id", order_share=pl.col("between") / (pl.col("within") + pl.col("between")))
    )
