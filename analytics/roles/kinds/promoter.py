"""Promoter: the account without whose events most of a repost tree would be lost."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numba import njit

from analytics.model.tables import ROLES
from analytics.model.thresholds import ListLimits, RoleLimits
from analytics.roles.features import Features
from analytics.roles.grading import to_roles_table
from analytics.roles.role import Role

LINES = ("loss", "about_target", "own_words", "again", "unexplained")
GUARDS = ["line_unexplained"]  # They guard the grade; they are no evidence.


def rule(line: Mapping[str, pl.Expr]) -> pl.Expr:
    """A: the loss, own words about the target, on two or more occasions, and no plainer explanation. B: the
    loss, in a tree about the target (or the case states none). C: the loss in another tree."""
    return (
        pl.when(~line["loss"])
        .then(pl.lit("insufficient"))
        .when(line["own_words"] & line["again"] & line["unexplained"])
        .then(pl.lit("A"))
        .when((line["about_target"] | ~pl.col("has_targets")) & ~pl.col("is_correction"))
        .then(pl.lit("B"))
        .otherwise(pl.lit("C"))
    )


def find(features: Features) -> pl.DataFrame:
    """One row an account and root whose removal loses ten acts and 5 % of the repost tree; the root's author
    is left out.

    value and lower: acts below the account's acts, by known parents (its own not counted). upper: with every
        act of unknown parent that came later. Removal is arithmetic on the tree: those accounts might have
        met the post another way.
    """
    nodes = features.nodes.filter(pl.col("tree") == "repost").select(
        "root_id", "event_id", "parent_used_id", "depth", "subtree_n"
    )
    told = features.acts.select("event_id", "account_id", "at", "parent_basis")
    tree = nodes.join(told, on="event_id", how="left", maintain_order="left")
    if tree.is_empty():
        return ROLES.empty()
    tree = tree.with_columns(is_nested=_nested(tree), lost_n=pl.col("subtree_n"))
    per, limits = _losses(tree), features.limits.roles
    per = per.filter(_enough("lost", limits))
    if per.is_empty():
        return ROLES.empty()
    rows = _described(_upper(per, tree), features)
    rows = rows.with_columns(
        line_loss=_enough("lost", limits),
        left_loss=_enough("without_best", limits),
        line_unexplained=~pl.any_horizontal(
            pl.col(c).fill_null(False)
            for c in ("explain_press", "explain_doubt", "explain_target_itself", "explain_correction")
        ),
        subject_id="root_id",
        cluster_id=pl.lit(None, pl.String),
        value="lost",
        lower="lost",
        upper="most",
        unit=pl.lit("acts"),
        reason_code=pl.when(pl.col("followers_n").is_null())
        .then(pl.lit("reason_promoter_loss"))
        .otherwise(pl.lit("reason_promoter_loss_followers")),
        explain_large_following=pl.lit(True),
        explain_hub_below=pl.col("best_below") >= limits.promoter_hub_share * pl.col("lost"),
        params=pl.struct(
            lost=pl.col("lost"),
            most=pl.col("most"),
            acts=pl.col("acts_n"),
            own_acts=pl.col("own_n"),
            occasions=pl.col("occasions"),
            followers=pl.col("followers_n"),
        ),
    )
    return to_roles_table(rows, "promoter", rule, LINES, ("ask_views",)).with_columns(
        evidence_lines=pl.col("evidence_lines").list.set_difference(GUARDS)
    )


def _losses(tree: pl.DataFrame) -> pl.DataFrame:
    """One row a root and account but its author: acts below its acts, those without the best one, its first
    moment, and the size of the tree."""
    size = tree.filter(pl.col("depth") > 0).group_by("root_id").agg(acts_n=pl.len().cast(pl.Int64))
    author = tree.filter(pl.col("depth") == 0).select("root_id", author="account_id")
    mine = (
        tree.filter((pl.col("depth") > 0) & pl.col("account_id").is_not_null())
        .join(author, on="root_id", how="left")
        .filter(pl.col("account_id").ne_missing(pl.col("author")))
    )
    per = (
        mine.sort(
            "root_id", "account_id", pl.col("lost_n"), "event_id", descending=[False, False, True, False]
        )
        .group_by("root_id", "account_id", maintain_order=True)
        .agg(
            lost=pl.col("lost_n").filter(~pl.col("is_nested")).sum() - pl.col("is_nested").sum(),
            without_best=pl.col("lost_n").filter(~pl.col("is_nested")).slice(1).sum(),
            since=pl.col("at").min(),
            event_ids=pl.col("event_id").head(ListLimits.shown_n),
        )
    )
    per = per.join(_largest_below(tree, mine), on=["root_id", "account_id"], how="left")
    return per.join(size, on="root_id")


def _largest_below(tree: pl.DataFrame, mine: pl.DataFrame) -> pl.DataFrame:
    """root_id, account_id, best_below: the most that hangs below one act of another account directly under an
    act of this one."""
    above = mine.select("root_id", parent_used_id="event_id", who="account_id")
    under = tree.join(above, on=["root_id", "parent_used_id"]).filter(
        pl.col("account_id").ne_missing(pl.col("who"))
    )
    return under.group_by("root_id", account_id="who").agg(best_below=pl.col("lost_n").max())


def _nested(tree: pl.DataFrame) -> pl.Series:
    """For each node, whether an act of the same account lies above it: its losses are counted there
    already."""
    rows = tree.select("root_id", parent_used_id="event_id", row=pl.int_range(pl.len()))
    parent = tree.select("root_id", "parent_used_id").join(
        rows, on=["root_id", "parent_used_id"], how="left", maintain_order="left"
    )["row"]
    account = tree["account_id"].rank("dense").fill_null(0).cast(pl.Int64)
    several = tree.select(pl.len().over("root_id", "account_id") > 1).to_series().to_numpy()
    return pl.Series(_below_itself(parent.fill_null(-1).to_numpy(), account.to_numpy(), several))


@njit(cache=True)
def _below_itself(parent: np.ndarray, account: np.ndarray, several: np.ndarray) -> np.ndarray:
    found = np.zeros(len(parent), np.bool_)
    for k in range(len(parent)):
        if not several[k] or account[k] == 0:
            continue
        above = parent[k]
        while above >= 0 and not found[k]:
            found[k] = account[above] == account[k]
            above = parent[above]
    return found


def _upper(per: pl.DataFrame, tree: pl.DataFrame) -> pl.DataFrame:
    """`most`: lost, and every act of missing parent (with what hangs below) that came after the account's
    first act."""
    open_ = tree.filter(pl.col("parent_basis") == "missing").select(
        "root_id", "account_id", open_at="at", whole=pl.col("subtree_n") + 1
    )
    late = (
        per.select("root_id", "since", who="account_id")
        .join(open_, on="root_id")
        .filter(
            ((pl.col("open_at") >= pl.col("since")) | pl.col("open_at").is_null())
            & pl.col("account_id").ne_missing(pl.col("who"))
        )
    )
    more = late.group_by("root_id", account_id="who").agg(more=pl.col("whole").sum())
    return per.join(more, on=["root_id", "account_id"], how="left").with_columns(
        most=pl.min_horizontal(pl.col("lost") + pl.col("more").fill_null(0), "acts_n")
    )


def _described(per: pl.DataFrame, features: Features) -> pl.DataFrame:
    """Occasions on which the account wrote about the target, by its own acts in the case, and what else
    explains it."""
    who = per.select("account_id").unique()
    own = features.acts.join(who, on="account_id", how="semi").join(
        features.about.select("event_id").unique().with_columns(is_about=pl.lit(True)),
        on="event_id",
        how="left",
    )
    strongest = per.select("root_id", "account_id", strongest=pl.col("event_ids").list.first())
    dated = own.filter(pl.col("is_about") & pl.col("own").is_not_null() & pl.col("at").is_not_null())
    each = dated.select("event_id", "account_id", "at").join(strongest, on="account_id")
    limits = features.limits.roles
    told = _occasions(each, limits.promoter_apart_s).join(
        _occasions(each.filter(pl.col("event_id") != pl.col("strongest")), limits.promoter_apart_s).rename(
            {"occasions": "occasions_left"}
        ),
        on=["root_id", "account_id"],
        how="left",
    )
    counts = own.group_by("account_id").agg(own_n=pl.len().cast(pl.Int64))
    words = _own_words(features, strongest)
    stances = (
        features.stances.join(who, on="account_id", how="semi")
        .group_by("account_id")
        .agg(
            explain_doubt=(pl.col("doubt") | pl.col("apology")).any(),
            explain_criticism=pl.col("criticism").any(),
        )
    )
    corrections = [c.event_id for c in features.facts.corrections]
    roots = features.about.select(root_id="event_id").unique().with_columns(root_about=pl.lit(True))
    found = (
        per.join(told, on=["root_id", "account_id"], how="left")
        .join(counts, on="account_id", how="left")
        .join(words, on=["root_id", "account_id"], how="left")
        .join(roots, on="root_id", how="left")
        .join(stances, on="account_id", how="left")
        .join(features.kind_of_account(), on="account_id", how="left")
    )
    return found.with_columns(
        occasions=pl.col("occasions").fill_null(0).cast(pl.Int64),
        left_again=pl.col("occasions_left").fill_null(0) >= features.limits.roles.promoter_occasions_min,
        left_own_words=pl.col("left_own_words").fill_null(False),
        line_own_words=pl.col("line_own_words").fill_null(False),
        line_again=pl.col("occasions").fill_null(0) >= features.limits.roles.promoter_occasions_min,
        explain_press=pl.col("is_authority") | pl.col("is_medium"),
        explain_target_itself=pl.col("account_id").is_in(features.target_accounts),
        explain_correction=pl.col("root_id").is_in(corrections),
        line_about_target=pl.col("root_about").fill_null(False) | pl.col("line_own_words").fill_null(False),
        left_about_target=pl.col("root_about").fill_null(False) | pl.col("left_own_words").fill_null(False),
        is_correction=pl.col("root_id").is_in(corrections),
        has_targets=pl.lit(bool(features.facts.targets)),
    )


def _own_words(features: Features, strongest: pl.DataFrame) -> pl.DataFrame:
    """root_id, account_id, line_own_words, left_own_words: who wrote about the target under the root itself,
    and whether it did so past its strongest act."""
    here = (
        features.acts.join(features.about.select("event_id").unique(), on="event_id", how="semi")
        .select("root_id", "account_id", "event_id")
        .join(strongest, on=["root_id", "account_id"])
    )
    return here.group_by("root_id", "account_id").agg(
        line_own_words=pl.lit(True), left_own_words=(pl.col("event_id") != pl.col("strongest")).any()
    )


def _enough(lost: str, limits: RoleLimits) -> pl.Expr:
    """Whether so many acts lost (column `lost`) are enough for the role."""
    return (pl.col(lost) >= limits.promoter_lost_min) & (
        pl.col(lost) >= limits.promoter_lost_share * pl.col("acts_n")
    )


def _occasions(acts: pl.DataFrame, apart_s: float) -> pl.DataFrame:
    """root_id, account_id, occasions: how often the account wrote, acts less than `apart_s` seconds apart
    taken as once."""
    gap = pl.col("at").diff().over("root_id", "account_id").dt.total_seconds()
    return (
        acts.sort("root_id", "account_id", "at")
        .with_columns(gap=gap)
        .group_by("root_id", "account_id")
        .agg(occasions=1 + (pl.col("gap") >= apart_s).sum())
    )


ROLE = Role(
    "promoter",
    "acts below an account's acts in the repost tree (subtree size); no estimate of influence",
    find,
)
