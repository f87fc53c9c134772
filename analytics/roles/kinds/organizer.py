"""Organizer: an account that acts before a group's bursts again and again, and supplied the group's words."""

from collections.abc import Mapping

import polars as pl

from analytics.model.tables import ROLES
from analytics.roles.features import Features
from analytics.roles.grading import to_roles_table
from analytics.roles.organizer_evidence import ORDERS, organizer_evidence
from analytics.roles.role import Role

LINES = ("confirmed", "lead", "announced_lead", "text_first", "announced", "mentions", "tree", "client")
NEEDS = "ask_chat", "ask_payment"


def rule(line: Mapping[str, pl.Expr]) -> pl.Expr:
    """A: it acts before the bursts of a confirmed group, and a line that is no timing. B: one of them. C: the
    group is not confirmed."""
    timing = line["lead"] | line["announced_lead"]
    supply = line["text_first"] | line["announced"] | line["mentions"] | line["tree"] | line["client"]
    strong = line["lead"] | line["announced_lead"] | line["text_first"] | line["announced"]
    return (
        pl.when(~strong)
        .then(pl.lit("insufficient"))
        .when(~line["confirmed"])
        .then(pl.lit("C"))
        .when(timing & supply)
        .then(pl.lit("A"))
        .otherwise(pl.lit("B"))
    )


_TESTED = ("lead", "text_first", "announced_lead")


def find(features: Features) -> pl.DataFrame:
    """One row an account and group for which timing or supplied text stands. Members, their lieutenants and
    outsiders alike.

    value: bursts it acted before (posts on which it wrote the text first, where that is more). unit: posts.
    """
    found = pl.concat(
        [
            ORDERS.clear(),
            *(organizer_evidence(features, c) for c in sorted(features.clusters["cluster_id"].unique())),
        ]
    )
    if found.is_empty():
        return ROLES.empty()
    limits = features.limits.roles
    confirmed = features.clusters.filter(grade="A").group_by("cluster_id").agg(at_a=pl.len())
    tests = found.select("cluster_id", "tests_n").unique()["tests_n"].sum()
    rows = found.join(confirmed, on="cluster_id", how="left").with_columns(
        line_confirmed=pl.col("at_a").fill_null(0) >= limits.organizer_confirmed_min,
        **{f"line_{n}": (pl.col(f"p_{n}") * tests <= limits.organizer_p).fill_null(False) for n in _TESTED},
        **{
            f"left_{n}": (pl.col(f"left_{n}_p") * tests <= limits.organizer_p).fill_null(False)
            for n in _TESTED
        },
        left_announced=pl.col("announced_n") > limits.announced_min,
        line_announced=pl.col("announced_n") >= limits.announced_min,
    )
    rows = rows.filter(
        pl.any_horizontal("line_lead", "line_text_first", "line_announced_lead", "line_announced")
    )
    rows = rows.with_columns(
        subject_id="cluster_id",
        value=pl.max_horizontal("led_n", "first_n", "announced_n").cast(pl.Float64),
        upper=pl.lit(None, pl.Float64),
        unit=pl.lit("posts"),
        explain_copied_unasked=pl.col("line_text_first") | pl.col("line_announced"),
        explain_followed=pl.col("line_tree"),
        explain_quick_reader=pl.col("line_lead"),
        explain_member=pl.col("is_member"),
        reason_code=pl.when(pl.col("line_announced"))
        .then(pl.lit("reason_organizer_announced"))
        .when(pl.col("line_lead") & pl.col("line_text_first"))
        .then(pl.lit("reason_organizer_lead_text"))
        .when(pl.col("line_lead"))
        .then(pl.lit("reason_organizer_lead"))
        .otherwise(pl.lit("reason_organizer_text")),
        params=pl.struct(
            led=pl.col("led_n"),
            of=pl.col("led_of"),
            ahead_s=pl.col("ahead_s").round(0).cast(pl.Int64),
            first=pl.col("first_n"),
            first_of=pl.col("first_of"),
            announced=pl.col("announced_n"),
            tests=pl.lit(tests, pl.Int64),
            p_lead=(pl.col("p_lead") * tests).clip(0, 1).round_sig_figs(2),
            p_text=(pl.col("p_text_first") * tests).clip(0, 1).round_sig_figs(2),
        ),
    )
    return to_roles_table(rows.with_columns(lower="value"), "organizer", rule, LINES, NEEDS)


ROLE = Role(
    "organizer",
    "acts before the bursts of a confirmed group, Poisson-binomial (METHODS section 4), and supplied text",
    find,
)
