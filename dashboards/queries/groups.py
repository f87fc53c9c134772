"""Candidate groups as they are shown: members, their acts on the group's posts, pairs, windows, and the
shuffled copies."""

from dataclasses import dataclass

import polars as pl

from analytics.store.folder import Case

WINDOWS_S = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600)
TASKS_MAX = 12  # Posts drawn side by side: those with most members; the table holds all.
SINGLE = "reason_single_source"


@dataclass(frozen=True)
class Group:
    """One group. members: CLUSTERS with name, strongest first; tasks: CLUSTER_TASKS; traits: CLUSTER_TRAITS;
    acts: CLUSTER_ACTS with name and since_s, seconds from the first member's act on that post.
    """

    name: str
    members: pl.DataFrame
    tasks: pl.DataFrame
    traits: pl.DataFrame
    acts: pl.DataFrame

    @property
    def is_single_source(self) -> bool:
        """Whether statistics cannot tell it from a crowd, because its posts come from too few authors."""
        return bool(self.members["reasons"].list.contains(SINGLE).any())


def groups(case: Case) -> list[Group]:
    """Every candidate group, strongest first."""
    if not case.has("clusters"):
        return []
    members = case.read("clusters")
    names = (
        case.scan("events")
        .filter(pl.col("account_id").is_in(members["account_id"].implode()))
        .group_by("account_id")
        .agg(name=pl.col("account_name").drop_nulls().sort().last())
        .collect()
    )
    members = members.join(names, on="account_id", how="left").sort(
        "grade", pl.col("ln_e"), "account_id", descending=[False, True, False], nulls_last=True
    )
    acts = (
        case.read_or_empty("cluster_acts")
        .join(names, on="account_id", how="left")
        .with_columns(
            since_s=(
                pl.col("at") - pl.col("at").min().over("cluster_id", "object_id")
            ).dt.total_microseconds()
            / 1e6
        )
    )
    tables = {name: case.read_or_empty(f"cluster_{name}") for name in ("tasks", "traits")}
    ids = sorted(members["cluster_id"].unique(), key=lambda name: (len(name), name))
    return [
        Group(
            name,
            members.filter(cluster_id=name),
            tables["tasks"].filter(cluster_id=name),
            tables["traits"].filter(cluster_id=name),
            acts.filter(cluster_id=name),
        )
        for name in ids
    ]


def meetings(group: Group) -> pl.DataFrame:
    """Pairs of members on one post: account_a < account_b, object_id, gap_s of their nearest acts there."""
    acts = group.acts.select("account_id", "object_id", "at")
    both = acts.join(acts, on="object_id", suffix="_b").filter(pl.col("account_id") < pl.col("account_id_b"))
    return (
        both.with_columns(gap_s=(pl.col("at_b") - pl.col("at")).dt.total_microseconds().abs() / 1e6)
        .group_by(account_a="account_id", account_b="account_id_b", object_id="object_id")
        .agg(gap_s=pl.col("gap_s").min())
        .sort("account_a", "account_b", "object_id")
    )


def curve(group: Group) -> pl.DataFrame:
    """How many pairs of members met on two or more posts, a window: window_s, pairs_n, all_n (pairs there
    are)."""
    met, n = meetings(group), group.members.height
    rows = []
    for window_s in WINDOWS_S:
        pairs = met.filter(pl.col("gap_s") <= window_s).group_by("account_a", "account_b").agg(n=pl.len())
        rows.append((window_s, pairs.filter(pl.col("n") >= 2).height, n * (n - 1) // 2))
    return pl.DataFrame(
        rows, schema={"window_s": pl.Int64, "pairs_n": pl.Int64, "all_n": pl.Int64}, orient="row"
    )


def numbers(case: Case) -> dict[str, tuple[float | None, str | None]]:
    """COORDINATION as measure -> (value, note code)."""
    return {
        m: (v, code)
        for m, v, code in case.read_or_empty("coordination")
        .select("measure", "value", "note_code")
        .iter_rows()
    }
