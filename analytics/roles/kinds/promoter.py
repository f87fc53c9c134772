"""Promoter: the account below whose events much of a repost tree hangs, by parents that the export states."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numba import njit

from analytics.model.tables import ROLES
from analytics.model.thresholds import ListLimits, RoleLimits
from analytics.roles.candidacy import with_candidacy
from analytics.roles.features import Features
from analytics.roles.first_promoter import rank_shares
from analytics.roles.grading import to_roles_table
from analytics.roles.role import Role
from analytics.roles.sides import side_of

LINES = ("loss", "largest", "on_information", "support", "marked", "again")
GUARDS = ("unexplained",)


def rule(line: Mapping[str, pl.Expr]) -> pl.Expr:
    """Grade an account by its lines.

    A: the loss, the largest subtree by rank, in a tree on the information, words that people coded as support
    on two or more occasions, and nothing that spares it. B: the loss, in such a tree, and words coded as
    support or marked by the lexicon. C: the loss alone ("carried it far"). Else insufficient.

    >>> lines = {n: pl.lit(True) for n in (*LINES, *GUARDS)}
    >>> pl.select(rule(lines)).item(), pl.select(rule({**lines, "support": pl.lit(False)})).item()
    ('A', 'B')
    >>> pl.select(rule({**lines, "support": pl.lit(False), "marked": pl.lit(False)})).item()
    'C'
    """
    stands = line["loss"] & line["on_information"] & line["unexplained"]
    return (
        pl.when(~line["loss"])
        .then(pl.lit("insufficient"))
        .when(stands & line["largest"] & line["support"] & line["again"])
        .then(pl.lit("A"))
        .when(stands & (line["support"] | line["marked"]))
        .then(pl.lit("B"))
        .otherwise(pl.lit("C"))
    )


def find(features: Features) -> pl.DataFrame:
    """Find promoters: accounts whose removal loses ten events and 5 % of a repost tree.

    There is a row for each account and root; the author of the root is left out. value: events below the
    account's events by known parents (its own not counted). lower and upper are null: how many more hang
    below it by parents that the export does not tell cannot be told (analytics/roles/first_promoter.py).
    Removal is arithmetic on the tree: the lost accounts might have met the post another way.
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
    rows = _with_ranks(_described(per, features), tree, limits)
    first = pl.col("line_largest")
    rows = rows.with_columns(
        line_loss=_enough("lost", limits),
        left_loss=_enough("without_best", limits),
        left_largest=pl.lit(False),  # Not drawn anew without its best event.
        subject_id="root_id",
        cluster_id=pl.lit(None, pl.String),
        value="lost",
        lower=pl.lit(None, pl.Float64),
        upper=pl.lit(None, pl.Float64),
        unit=pl.lit("acts"),
        reason_code=pl.when(first)
        .then(pl.lit("reason_promoter_largest"))
        .otherwise(pl.lit("reason_promoter_carried")),
        explain_large_following=pl.lit(True),
        explain_hub_below=pl.col("best_below") >= limits.promoter_hub_share * pl.col("lost"),
        explain_rank_unknown=~first,
        params=pl.struct(
            lost=pl.col("lost"),
            acts=pl.col("acts_n"),
            percent=(100 * pl.col("rank_share") + 1e-9).floor().cast(pl.Int64),
            own_acts=pl.col("own_n"),
            occasions=pl.col("occasions"),
        ),
    )
    return to_roles_table(rows, "promoter", rule, LINES, ("ask_views", "ask_parents"), GUARDS)


def _losses(tree: pl.DataFrame) -> pl.DataFrame:
    """For each root and account but its author: what is lost, without the best event too, and the tree's
    size.
    """
    size = tree.filter(pl.col("depth") > 0).group_by("root_id").agg(acts_n=pl.len().cast(pl.Int64))
    mine = _without_authors(tree).filter((pl.col("depth") > 0) & pl.col("account_id").is_not_null())
    per = (
        mine.sort(
            "root_id", "account_id", pl.col("lost_n"), "event_id", descending=[False, False, True, False]
        )
        .group_by("root_id", "account_id", maintain_order=True)
        .agg(
            lost=pl.col("lost_n").filter(~pl.col("is_nested")).sum() - pl.col("is_nested").sum(),
            without_best=pl.col("lost_n").filter(~pl.col("is_nested")).slice(1).sum(),
            event_ids=pl.col("event_id").head(ListLimits.shown_n),
        )
    )
    per = per.join(_largest_below(tree, mine), on=["root_id", "account_id"], how="left")
    return per.join(size, on="root_id")


def _without_authors(tree: pl.DataFrame) -> pl.DataFrame:
    """The tree without an account on events of the root's author, who does not promote an own post."""
    author = tree.filter(pl.col("depth") == 0).select("root_id", author="account_id")
    is_author = ~pl.col("account_id").ne_missing(pl.col("author"))
    return tree.join(author, on="root_id", how="left", maintain_order="left").with_columns(
        account_id=pl.when(~is_author).then("account_id")
    )


def _with_ranks(per: pl.DataFrame, tree: pl.DataFrame, limits: RoleLimits) -> pl.DataFrame:
    """rank_share and line_largest: whether nothing larger hangs below another account of the tree."""
    asked = _without_authors(tree.join(per.select("root_id").unique(), on="root_id", how="semi"))
    ranks = rank_shares(asked, limits)
    share = pl.col("rank_share").fill_null(0.0)
    return per.join(ranks, on=["root_id", "account_id"], how="left").with_columns(
        rank_share=share, line_largest=share >= limits.promoter_rank_min
    )


def _largest_below(tree: pl.DataFrame, mine: pl.DataFrame) -> pl.DataFrame:
    """root_id, account_id, best_below: the most that hangs below one event of another account under this one.

    That event hangs directly under an event of this account.
    """
    above = mine.select("root_id", parent_used_id="event_id", who="account_id")
    under = tree.join(above, on=["root_id", "parent_used_id"]).filter(
        pl.col("account_id").ne_missing(pl.col("who"))
    )
    return under.group_by("root_id", account_id="who").agg(best_below=pl.col("lost_n").max())


def _nested(tree: pl.DataFrame) -> pl.Series:
    """For each node, whether an event of the same account lies above it and counts its losses already."""
    rows = tree.select("root_id", parent_used_id="event_id", row=pl.int_range(pl.len()))
    parent = tree.select("root_id", "parent_used_id").join(
        rows, on=["root_id", "parent_used_id"], how="left", maintain_order="left"
    )["row"]
    account = tree["account_id"].rank("dense").fill_null(0).cast(pl.Int64)
    several = tree.select(pl.len().over("root_id", "account_id") > 1).to_series().to_numpy()
    return pl.Series(_below_itself(parent.fill_null(-1).to_numpy(), account.to_numpy(), several))


@njit(cache=True)
def _below_itself(parent: np.ndarray, account: np.ndarray, several: np.ndarray) -> np.ndarray:
    """For each node whether its account has an event above it.

    several: the nodes whose account has several events in the tree; the others are not looked at.
    """
    found = np.zeros(len(parent), np.bool_)
    for k in range(len(parent)):
        if not several[k] or account[k] == 0:
            continue
        above = parent[k]
        while above >= 0 and not found[k]:
            found[k] = account[above] == account[k]
            above = parent[above]
    return found


def _described(per: pl.DataFrame, features: Features) -> pl.DataFrame:
    """Which side the account's own words take, with and without its strongest event, and what spares it."""
    limits = features.limits.roles
    strongest = per.select("root_id", "account_id", strongest=pl.col("event_ids").list.first())
    each = features.said.join(strongest, on="account_id").filter(pl.col("event_id") != pl.col("strongest"))
    left = side_of(each, ["root_id", "account_id"], limits).select(
        "root_id",
        "account_id",
        left_support="is_coded",
        left_marked="is_marked",
        left_unexplained=~pl.col("is_against"),
        occasions_left="occasions",
    )
    counts = features.acts.group_by("account_id").agg(own_n=pl.len().cast(pl.Int64))
    corrections = [c.event_id for c in features.facts.corrections]
    found = (
        with_candidacy(per, features.candidacy)
        .join(left, on=["root_id", "account_id"], how="left")
        .join(counts, on="account_id", how="left")
        .join(_on_information(features), on="root_id", how="left")
        .with_columns(explain_correction=pl.col("root_id").is_in(corrections))
    )
    spared = pl.col("line_unexplained") & ~pl.col("explain_correction")
    return found.with_columns(
        line_unexplained=spared,
        left_unexplained=spared & pl.col("left_unexplained").fill_null(True),
        left_support=pl.col("left_support").fill_null(False),
        left_marked=pl.col("left_marked").fill_null(False),
        line_again=pl.col("occasions") >= limits.promoter_occasions_min,
        left_again=pl.col("occasions_left").fill_null(0) >= limits.promoter_occasions_min,
        line_on_information=pl.col("root_about").fill_null(False) & pl.lit(features.has_matter),
    )


def _on_information(features: Features) -> pl.DataFrame:
    """root_id, root_about: trees below a post about a target, or in which something is on the information."""
    about = features.about.select(root_id="event_id")
    below = features.acts.join(features.information, on="event_id", how="semi").select("root_id")
    return pl.concat([about, below]).drop_nulls().unique().with_columns(root_about=pl.lit(True))


def _enough(lost: str, limits: RoleLimits) -> pl.Expr:
    """Whether so many lost events (column `lost`) are enough for the role."""
    return (pl.col(lost) >= limits.promoter_lost_min) & (
        pl.col(lost) >= limits.promoter_lost_share * pl.col("acts_n")
    )


ROLE = Role(
    "promoter",
    "acts below an account's acts by stated parents, and its rank over draws of the others (docs/methods.md)",
    find,
)
