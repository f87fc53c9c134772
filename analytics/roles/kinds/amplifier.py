"""Amplifier: a member of a group that acted together with supplied text, with a sign of its own.

The sign is one that tells the account from the public, beside its membership.
"""

from collections.abc import Mapping

import polars as pl

from analytics.model.tables import ROLES
from analytics.roles.features import Features
from analytics.roles.grading import to_roles_table
from analytics.roles.role import Role

LINES = ("group", "moments", "text", "arrival", "trait")
HELD = (
    "single_source",
    "same_circle",
    "same_organisation",
    "own_clock",
    "named_after",
    "verified",
    "text_of_few",
)


def rule(line: Mapping[str, pl.Expr]) -> pl.Expr:
    """A: at A in its group, with supplied text and moments, and a shared trait out of proportion. B: in a
    group at A or B with any of text and trait. C: else. Synchrony alone is "synchronised account"."""
    return (
        pl.when(line["group"] & line["moments"] & line["text"] & line["arrival"] & line["trait"])
        .then(pl.lit("A"))
        .when((line["group"] | line["moments"]) & (line["text"] | line["trait"]))
        .then(pl.lit("B"))
        .otherwise(pl.lit("C"))
    )


def find(features: Features) -> pl.DataFrame:
    """One row a member of a group at A or B. subject_id: the group. value: posts on which it acted with the
    group.

    A trait line stands where the account itself has a value that its group shares out of proportion
    (CLUSTER_TRAITS).
    without_post: without the post whose source helps most, as far as the stored numbers bound it (at most 4
        of ln e a source).
    """
    members = features.clusters.filter(pl.col("grade").is_in(["A", "B"]))
    if members.is_empty():
        return ROLES.empty()
    rows = _with_acts(members, features)
    line, limits = pl.col("evidence_lines"), features.limits
    sources_min = limits.grades.sources_min
    e_left = pl.col("ln_e") - limits.moments.source_nats_max >= pl.col("ln_e_needed")
    at_a = pl.col("grade") == "A"
    rows = rows.with_columns(
        posts_n=pl.col("posts_n").fill_null(0),
        line_group=at_a,
        line_moments=line.list.contains("moments"),
        line_text=line.list.contains("text"),
        line_arrival=line.list.contains("arrival"),
        line_trait=pl.col("traits").is_not_null(),
    )
    rows = rows.with_columns(
        left_group=at_a
        & (pl.col("text_sources_n") > sources_min)
        & e_left.fill_null(False)
        & (pl.col("sources_n") > sources_min),
        left_moments=pl.col("line_moments") & e_left.fill_null(False) & (pl.col("sources_n") > sources_min),
        left_text=pl.col("line_text") & (pl.col("text_sources_n") > sources_min),
        subject_id="cluster_id",
        value=pl.col("posts_n").cast(pl.Float64),
        lower=pl.col("posts_n").cast(pl.Float64),
        upper=pl.lit(None, pl.Float64),
        unit=pl.lit("posts"),
        reason_code=pl.when(pl.col("line_text") & pl.col("line_trait"))
        .then(pl.lit("reason_amplifier_text_trait"))
        .when("line_text")
        .then(pl.lit("reason_amplifier_text"))
        .when("line_trait")
        .then(pl.lit("reason_amplifier_trait"))
        .otherwise(pl.lit("reason_amplifier_moments")),
        params=pl.struct(
            members=pl.col("members_n"),
            posts=pl.col("posts_n"),
            text_posts=pl.col("shared_n").fill_null(0),
            text_sources=pl.col("text_sources_n"),
            traits=pl.col("traits").fill_null(""),
        ),
        explain_called_together=pl.lit(True),
        explain_supplied_text=pl.col("line_text"),
        explain_same_trait_by_chance=pl.col("line_trait"),
        **{f"explain_{h}": pl.col("reasons").list.contains(h) for h in HELD},
    )
    return to_roles_table(rows, "amplifier", rule, LINES, ("ask_payment", "ask_device"))


def _with_acts(members: pl.DataFrame, features: Features) -> pl.DataFrame:
    """The members with their traits, their posts in the group, those with shared text, and the group's
    size."""
    traits = _traits(features)
    done = features.cluster_acts.group_by("cluster_id", "account_id").agg(
        posts_n=pl.col("object_id").n_unique().cast(pl.Int64),
        shared_n=pl.col("object_id").filter(pl.col("cell").is_not_null()).n_unique().cast(pl.Int64),
    )
    size = members.group_by("cluster_id").agg(members_n=pl.len().cast(pl.Int64))
    return (
        members.join(traits, on=["cluster_id", "account_id"], how="left")
        .join(done, on=["cluster_id", "account_id"], how="left")
        .join(size, on="cluster_id")
    )


def _traits(features: Features) -> pl.DataFrame:
    """cluster_id, account_id, traits (names, in one string): what the account shares with its group out of
    proportion."""
    found = [pl.DataFrame(schema={"cluster_id": pl.String, "account_id": pl.String, "trait": pl.String})]
    for (name,), shared in features.cluster_traits.group_by("trait"):
        values = features.trait_values.get(str(name))
        if values is not None:
            members = features.clusters.select("cluster_id", "account_id").join(values, on="account_id")
            found.append(
                members.join(
                    shared.select("cluster_id", "value", "trait"), on=["cluster_id", "value"]
                ).select("cluster_id", "account_id", "trait")
            )
    return (
        pl.concat(found)
        .group_by("cluster_id", "account_id")
        .agg(traits=pl.col("trait").unique().sort().str.join(", "))
    )


ROLE = Role(
    "amplifier", "members of confirmed groups with a line of inauthenticity (METHODS sections 2 to 4)", find
)
