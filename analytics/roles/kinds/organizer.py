"""Organizer: an account that announced elsewhere, again and again, what a group then wrote on its posts.

Coming first on the same posts is one observation, whatever it is made of, and never more than C: a source and
somebody who is copied come first too. An account whom members visibly follow is their source, no organizer.
"""

from collections.abc import Mapping

import polars as pl

from analytics.model.tables import ROLES
from analytics.roles.candidacy import with_candidacy
from analytics.roles.features import Features
from analytics.roles.grading import to_roles_table
from analytics.roles.organizer_evidence import ORDERS, organizer_evidence
from analytics.roles.role import Role

LINES = ("announced", "first_here", "named", "passed_on", "on_information", "document")
GUARDS = ("confirmed", "not_source", "unexplained")
ASKS = ("ask_chat", "ask_payment", "ask_earlier_text")


def rule(line: Mapping[str, pl.Expr]) -> pl.Expr:
    """Grade an account by its lines.

    C: it announced, or it came first on the same posts. B: it announced to a confirmed group, on the
    information of the case, and members name it or pass its acts on directly. A: B with a document that a
    person recorded. An account whom members visibly follow is insufficient: the source, no organizer.

    >>> lines = {name: pl.lit(True) for name in (*LINES, *GUARDS)}
    >>> pl.select(rule(lines)).item(), pl.select(rule({**lines, "document": pl.lit(False)})).item()
    ('A', 'B')
    >>> pl.select(rule({**lines, "announced": pl.lit(False)})).item()
    'C'
    """
    tied = line["named"] | line["passed_on"]
    stands = line["announced"] & tied & line["confirmed"] & line["on_information"] & line["unexplained"]
    return (
        pl.when(~line["not_source"] | ~(line["announced"] | line["first_here"]))
        .then(pl.lit("insufficient"))
        .when(stands & line["document"])
        .then(pl.lit("A"))
        .when(stands)
        .then(pl.lit("B"))
        .otherwise(pl.lit("C"))
    )


def find(features: Features) -> pl.DataFrame:
    """Find organizers: a row for each account and group with an announcement or first place, or a source.

    value: the target posts that it announced (else those on which it came first), in posts.
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
    confirmed = (
        features.clusters.filter(pl.col("grade").is_in(["A", "B"]))
        .group_by("cluster_id")
        .agg(members_n=pl.len().cast(pl.Int64))
    )
    rows = found.join(confirmed, on="cluster_id", how="left")
    rows = rows.with_columns(
        line_announced=_announced("announced_n", "p_announced", features),
        left_announced=_announced("left_announced_n", "left_announced_p", features),
        line_first_here=pl.any_horizontal(
            (pl.col(p) * pl.col("tests_n") <= limits.organizer_p).fill_null(False)
            for p in ("p_lead", "p_text_first")
        ),
        line_confirmed=pl.col("members_n").fill_null(0) >= limits.organizer_confirmed_min,
        line_not_source=~pl.col("is_source"),
    ).filter(pl.any_horizontal("line_announced", "line_first_here", "is_source"))
    if rows.is_empty():
        return ROLES.empty()
    rows = with_candidacy(rows, features.candidacy).join(features.documents, on="account_id", how="left")
    rows = rows.join(_informed(features), on="cluster_id", how="left")
    has_document = pl.col("line_document").fill_null(False)
    rows = rows.with_columns(
        line_on_information=pl.col("informed_n").fill_null(0) >= limits.announced_min,
        line_document=has_document,
        subject_id="cluster_id",
        value=pl.when("line_announced")
        .then("announced_n")
        .otherwise(pl.max_horizontal("led_n", "first_n"))
        .cast(pl.Float64),
        upper=pl.lit(None, pl.Float64),
        unit=pl.lit("posts"),
        explain_copied_unasked=pl.lit(True),
        explain_followed=pl.col("line_passed_on") | pl.col("line_named"),
        explain_quick_reader=pl.col("line_first_here"),
        explain_member=pl.col("is_member"),
        reason_code=_reason(),
        params=pl.struct(
            members=pl.col("members_n").fill_null(0),
            led=pl.max_horizontal("led_n", "first_n"),
            of=pl.when(pl.col("led_n") >= pl.col("first_n")).then("led_of").otherwise("first_of"),
            announced=pl.col("announced_n"),
            days=pl.col("announced_days"),
            tests=pl.when("line_announced").then("announcers_n").otherwise("tests_n"),
            p=_corrected(),
            documents=pl.col("documents").fill_null(""),
        ),
    )
    return to_roles_table(rows.with_columns(lower="value"), "organizer", rule, LINES, ASKS, GUARDS)


def _announced(n: str, p: str, features: Features) -> pl.Expr:
    """Whether enough target posts were announced, and no habit of the account explains the delays."""
    limits = features.limits.roles
    enough = pl.col(n) >= limits.announced_min
    return enough & (pl.col(p) * pl.col("announcers_n") <= limits.organizer_p).fill_null(False)


def _corrected() -> pl.Expr:
    here = pl.min_horizontal("p_lead", "p_text_first") * pl.col("tests_n")
    told = pl.col("p_announced") * pl.col("announcers_n")
    return pl.when("line_announced").then(told).otherwise(here).clip(0, 1).round_sig_figs(2).fill_null(1.0)


def _reason() -> pl.Expr:
    return (
        pl.when("is_source")
        .then(pl.lit("reason_organizer_source"))
        .when("line_announced")
        .then(pl.lit("reason_organizer_announced"))
        .otherwise(pl.lit("reason_organizer_first_here"))
    )


def _informed(features: Features) -> pl.DataFrame:
    """cluster_id, informed_n: target posts of each group on which members acted on the information."""
    on = features.acts.join(features.information, on="event_id", how="semi")
    places = (
        pl.concat([on.select(object_id="root_id"), on.select(object_id="family_id")]).drop_nulls().unique()
    )
    tasks = features.cluster_tasks.join(places, on="object_id", how="semi")
    return tasks.group_by("cluster_id").agg(informed_n=pl.col("object_id").n_unique())


ROLE = Role(
    "organizer",
    "announced elsewhere what a group then wrote; own clock and own pace (METHODS section 4)",
    find,
)
