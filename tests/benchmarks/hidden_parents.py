"""First promoters of CED cascades with parents taken away: how many are called by rank, and how many rightly.

    python -m tests.benchmarks.hidden_parents FOLDER [--seeds 5] [--sizes 80-1500]

FOLDER holds rumor-repost/ and non-rumor-repost/ (<n>_<bid>_<account>.json, rows mid, parent, uid, date). The truth is the account with
the largest subtree by the true parents, ten or more (one event an account: the account's largest). Of each tree a share of the parents
is hidden (told as the root, assumed) and the ranks are computed as the study does. An account is called if its rank reaches
`promoter_rank_min` and what hangs below it by the parents left reaches the least loss of the role. Beside it: the largest subtree by the
parents left, always called. Each seed hides other parents. Moments come from the ids, which hold them to the second.
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl

from analytics.importing.values import moment_of_weibo_id
from analytics.model.thresholds import DEFAULT
from analytics.roles.first_promoter import rank_shares
from tests.benchmarks.check_ced import mid
from tests.benchmarks.check_ced_roles import PARTS, raw_tree

HIDDEN = (0.5, 1.0)


def reposts(folder: Path, low: int, high: int) -> pl.DataFrame:
    """root_id, event_id, account_id, true (the true parent, else the root), at of every tree of such a size."""
    rows = []
    for file in (f for part in PARTS for f in sorted((folder / part).glob("*.json"))):
        root, author, tree = raw_tree(file)
        if low <= len(tree) <= high:
            rows += [
                (root, f"{root}/{node}", None if uid == author else uid, f"{root}/{parent}", mid(node))
                for node, (parent, uid, *_) in tree.items()
            ]
    acts = pl.DataFrame(rows, schema=["root_id", "event_id", "account_id", "true", "mid"], orient="row")
    known = pl.col("true").is_in(acts["event_id"].implode())
    return acts.with_columns(
        true=pl.when(known).then("true").otherwise("root_id"), at=moment_of_weibo_id(pl.col("mid"))
    )


def below(acts: pl.DataFrame, parent: str) -> pl.DataFrame:
    """root_id, account_id, lost: the most that hangs below one event of the account, by the column `parent`."""
    placed = acts.sort("root_id", "at", "event_id").with_row_index("row")
    rows = dict(placed.select("event_id", "row").iter_rows())
    above = np.array([rows.get(one, -1) for one in placed[parent]])
    above[above >= np.arange(len(above))] = -1
    size = np.zeros(len(above), np.int64)
    for row in range(len(above) - 1, -1, -1):
        if above[row] >= 0:
            size[above[row]] += size[row] + 1
    found = placed.with_columns(lost=pl.Series(size)).drop_nulls("account_id")
    return found.group_by("root_id", "account_id").agg(lost=pl.col("lost").max())


def largest(found: pl.DataFrame) -> pl.DataFrame:
    ordered = found.filter(pl.col("lost") > 0).sort(
        "root_id", "lost", "account_id", descending=[False, True, False]
    )
    return ordered.unique("root_id", keep="first", maintain_order=True)


def called(acts: pl.DataFrame, best: pl.DataFrame, hidden: float, seed: int) -> Counter[str]:
    """Counts of one way to hide parents."""
    hide = pl.Series(np.random.default_rng(seed).random(acts.height) < hidden)
    told = acts.with_columns(
        parent_used_id=pl.when(hide).then("root_id").otherwise("true"),
        parent_basis=pl.when(hide).then(pl.lit("root")).otherwise(pl.lit("stated")),
        depth=pl.lit(1),
    )
    limits = DEFAULT.roles
    left = below(told, "parent_used_id").join(acts.group_by("root_id").agg(n=pl.len()), on="root_id")
    ranks = rank_shares(told, limits).join(left, on=["root_id", "account_id"]).join(best, on="root_id")
    enough = (pl.col("lost") >= limits.promoter_lost_min) & (
        pl.col("lost") >= limits.promoter_lost_share * pl.col("n")
    )
    top = ranks.filter((pl.col("rank_share") >= limits.promoter_rank_min) & enough)
    naive = largest(left).join(best, on="root_id")
    right = pl.col("account_id") == pl.col("best")
    return Counter(
        called=top.height,
        right=top.filter(right).height,
        naive=naive.height,
        naive_right=naive.filter(right).height,
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--seeds", type=int, default=5)
    asked.add_argument("--sizes", default="80-1500")
    given = asked.parse_args()
    low, high = (int(end) for end in given.sizes.split("-"))
    acts = reposts(given.folder, low, high)
    best = largest(below(acts, "true")).filter(pl.col("lost") >= DEFAULT.roles.promoter_lost_min)
    best = best.select("root_id", best="account_id")
    acts = acts.join(best, on="root_id", how="semi")
    print("| parents hidden | trees | called by rank | right | largest by the parents left: called | right |")
    print("|---|---|---|---|---|---|")
    for hidden in HIDDEN:
        sums: Counter[str] = Counter()
        for seed in range(given.seeds):
            sums.update(called(acts, best, hidden, seed))
        cells = [sums[name] for name in ("called", "right", "naive", "naive_right")]
        print(f"| {hidden:.0%} | {best.height} x {given.seeds} | {' | '.join(map(str, cells))} |")


if __name__ == "__main__":
    main()
