"""Cases that are no joy to show: a viral star, one act alone, nothing at all. No evidence behind them, only tables."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl

from analytics.model.tables import CASCADES, LEVELS, NODES, SOURCES
from analytics.store.case_folder import Case, Commit, create_case
from tests.dashboards.invented import HOSTILE, START, root_id
from tests.placed import write_placed

STAGES = ["import", "parents", "cascades"]


def star(folder: Path, leaves_n: int) -> Case:
    """One post that `leaves_n` accounts passed on directly, most of them early: act k comes 20 000 (k / n)² s after it.

    The first leaves bear names that try to act on the page.
    """
    k = np.arange(leaves_n + 1)
    root = root_id()
    ids = [root, *(f"weibo:53{i:014d}" for i in k[1:])]
    since = (20_000_000_000 * (k / max(leaves_n, 1)) ** 2).astype(np.int64)
    events = (
        pl.DataFrame({"event_id": ids, "since": since})
        .with_columns(
            pl.lit("weibo").alias("platform"),
            kind=pl.when(pl.col("event_id") == root).then(pl.lit("post")).otherwise(pl.lit("repost")),
            account_id=pl.Series([f"weibo:9{i:09d}" for i in k]),
            account_name=pl.Series([*(f"户{i}" for i in k)]),
            at=pl.lit(START).dt.cast_time_unit("us") + pl.duration(microseconds="since"),
            at_precision=pl.lit("s"),
            at_basis=pl.lit("export"),
            at_conflict=pl.lit(False),
            parent_id=pl.when(pl.col("event_id") != root).then(pl.lit(root)),
            parent_basis=pl.when(pl.col("event_id") != root).then(pl.lit("stated")),
            root_id=pl.lit(root),
            text=pl.lit("原话"),
            own_text=pl.lit("原话"),
            source_sha256=pl.lit("0" * 64),
            source_row=pl.Series(k),
            source_path=pl.lit(""),
        )
        .drop("since")
    )
    names = [*HOSTILE, *events["account_name"][min(len(HOSTILE), events.height) :]][: events.height]
    events = events.with_columns(account_name=pl.Series(names, dtype=pl.String))
    nodes = events.select(
        "root_id",
        "event_id",
        tree=pl.lit("repost"),
        parent_used_id="parent_id",
        depth=(pl.col("event_id") != root).cast(pl.Int64),
        children_n=pl.when(pl.col("event_id") == root).then(leaves_n).otherwise(0),
        subtree_n=pl.when(pl.col("event_id") == root).then(leaves_n).otherwise(0),
    )
    commit = Commit(create_case(folder))
    write_placed(commit, events)
    commit.write(NODES, nodes)
    commit.write(LEVELS, nodes.group_by("root_id", "tree", "depth").agg(events_n=pl.len()))
    commit.write(
        CASCADES,
        pl.DataFrame(
            [
                dict(
                    root_id=root,
                    tree="repost",
                    platform="weibo",
                    size=leaves_n + 1,
                    depth=min(leaves_n, 1),
                    depth_upper=min(leaves_n, 1),
                    max_breadth=leaves_n,
                    max_breadth_lower=leaves_n,
                    structural_virality=2 - 2 / (leaves_n + 1) if leaves_n else None,
                    accounts_n=leaves_n + 1,
                    first_at=START,
                    last_at=START + timedelta(seconds=20_000),
                    half_life_s=5_000.0 if leaves_n else None,
                    missing_root=False,
                    missing_parents_n=0,
                    assumed_parents_n=0,
                    cycles_n=0,
                    earlier_than_parent_n=0,
                )
            ],
            infer_schema_length=None,
        ),
    )
    commit.write(
        SOURCES,
        pl.DataFrame(
            [
                {
                    "sha256": "0" * 64,
                    "name": "invented.jsonl",
                    "bytes": 1,
                    "format": "jsonl",
                    "importer": "invented",
                    "encoding": "utf-8",
                    "records_n": leaves_n + 1,
                    "events_n": leaves_n + 1,
                    "duplicates_n": 0,
                    "rejected_n": 0,
                    "other_n": 0,
                }
            ]
        ),
    )
    return commit.finish(stages=STAGES, versions={"wakeline": "0"})
