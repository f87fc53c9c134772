"""Amplifier: a group member candidate, who acted together with a group on the alleged information.

Who called the members, and whether anybody did, cannot be told from posts and moments: without a document the
role ends at B. Region, client, pace, badges and the month of registration decide nothing.
"""

from collections.abc import Mapping

import polars as pl

from analytics.model.tables import ROLES
from analytics.model.thresholds import ListLimits
from analytics.roles.candidacy import with_candidacy
from analytics.roles.features import Features
from analytics.roles.grading import to_roles_table
from analytics.roles.role import Role

LINES = ("together", "followed", "enough", "support", "marked", "document")
GUARDS = ("unexplained", "side_open", "shown")
# Lines of CLUSTERS that say "acted together"; source, own_clock, text and link alone are leads.
TOGETHER = ("moments", "pair_timing", "one_post")
ASKS = ("ask_task_list", "ask_payment", "ask_chat", "ask_device", "ask_registration")


def rule(line: Mapping[str, pl.Expr]) -> pl.Expr:
    """Grade a member by its lines.

    B: acted together, three or more times on the matter and at least once on the information itself, and
    nothing that spares it; an account whose moments may follow one visible account, or whose group speaks
    against the allegation, needs words of its own for it as well. A: B with a document that a person
    recorded. C: else; so is whose records on the matter stand in one file alone while others of the group
    are seen elsewhere too (shown): whoever adds rows to one file names nobody.

    >>> lines = {name: pl.lit(True) for name in (*LINES, *GUARDS)}
    >>> pl.select(rule(lines)).item(), pl.select(rule({**lines, "document": pl.lit(False)})).item()
    ('A', 'B')
    """
    words = line["support"] | line["marked"]
    together = (line["together"] & line["side_open"]) | ((line["together"] | line["followed"]) & words)
    stands = together & line["enough"] & line["unexplained"] & line["shown"]
    return (
        pl.when(stands & line["document"])
        .then(pl.lit("A"))
        .when(stands)
        .then(pl.lit("B"))
        .otherwise(pl.lit("C"))
    )


def find(features: Features) -> pl.DataFrame:
    """Find group member candidates: a row for each member of a group that acted with it on the information.

    subject_id is the group, value the events on the matter (the information, and own words about a target or
    below its posts) where another member acted too. The challenge without_post leaves out the post on which
    it has most of them. Without a stated target or alleged post there are groups and no role.
    """
    members = features.clusters.filter(pl.col("grade").is_in(["A", "B"]))
    if members.is_empty():
        return ROLES.empty()
    acts = _acts_together(members, features)
    if acts.is_empty():
        return ROLES.empty()
    rows = with_candidacy(_described(members, acts), features.candidacy)
    rows = rows.join(_against(acts, features), on="cluster_id", how="left")
    rows = rows.join(features.documents, on="account_id", how="left")
    rows = rows.join(_lone(acts, features), on=["cluster_id", "account_id"], how="left")
    rows = rows.join(_behind_in_one_file(members, features), on=["cluster_id", "account_id"], how="left")
    line, least = pl.col("evidence_lines"), features.limits.roles.member_events_min
    has_document = pl.col("line_document").fill_null(False)
    rows = rows.with_columns(
        line_together=line.list.set_intersection(list(TOGETHER)).list.len() > 0,
        line_followed=line.list.contains("followed"),
        line_enough=pl.col("acts_n") >= least,
        left_enough=(pl.col("acts_n") - pl.col("most_n") >= least) & (pl.col("informed_left_n") > 0),
        line_side_open=~pl.col("speaks_against").fill_null(False),
        line_document=has_document,
        line_shown=~pl.col("is_lone").fill_null(False),
        subject_id="cluster_id",
        value=pl.col("acts_n").cast(pl.Float64),
        lower=pl.col("acts_n").cast(pl.Float64),
        upper=pl.lit(None, pl.Float64),
        unit=pl.lit("acts"),
        reason_code=pl.when(has_document)
        .then(pl.lit("reason_amplifier_document"))
        .otherwise(pl.lit("reason_amplifier_together")),
        params=pl.struct(
            members=pl.col("members_n"),
            acts=pl.col("acts_n"),
            posts=pl.col("posts_n"),
            documents=pl.col("documents").fill_null(""),
        ),
        explain_called_together=pl.lit(True),
        explain_one_source=line.list.contains("followed"),
        explain_offered_text=line.list.contains("text"),
        explain_own_clock=line.list.contains("own_clock"),
        explain_source_or_copied=line.list.contains("source"),
        explain_group_against=pl.col("speaks_against").fill_null(False),
        explain_same_trait_by_chance=pl.lit(True),
        explain_one_file_alone=pl.col("is_lone").fill_null(False),
        explain_group_one_file=pl.col("in_one_file").fill_null(False),
    )
    return to_roles_table(rows, "amplifier", rule, LINES, ASKS, GUARDS)


def _acts_together(members: pl.DataFrame, features: Features) -> pl.DataFrame:
    """Events on the matter where a second member acted: cluster_id, account_id, event_id, object_id.

    is_informed: on the information itself. Accounts without any such event are left out.
    """
    informed = features.information.select("event_id", is_informed=pl.lit(True))
    acts = features.acts.select("event_id", "account_id").join(features.matter, on="event_id")
    acts = acts.join(informed, on="event_id", how="left").with_columns(pl.col("is_informed").fill_null(False))
    mine = acts.join(members.select("cluster_id", "account_id"), on="account_id")
    mine = mine.filter(pl.col("account_id").n_unique().over("cluster_id", "object_id") > 1)
    return mine.filter(pl.col("is_informed").any().over("cluster_id", "account_id"))


def _lone(acts: pl.DataFrame, features: Features) -> pl.DataFrame:
    """Tell of which members every record on the matter stands in one file alone: is_lone.

    A record that two files show, or under which another exported record stands, is confirmed (`alone`). False
    for everybody where no member has such a record, as in a case of one file: then nothing tells them apart.

    acts: as `_acts_together` gives them. Returns cluster_id, account_id, is_lone.
    """
    files = features.occurrences.select("event_id", "source_sha256").unique()
    is_alone = pl.col("event_id").is_in(features.alone.implode())
    found = (
        acts.with_columns(is_alone=is_alone)
        .join(files, on="event_id", how="left")
        .group_by("cluster_id", "account_id")
        .agg(is_lone=pl.col("is_alone").all() & (pl.col("source_sha256").n_unique() == 1))
    )
    return found.with_columns(is_lone=pl.col("is_lone") & ~pl.col("is_lone").all().over("cluster_id"))


def _behind_in_one_file(members: pl.DataFrame, features: Features) -> pl.DataFrame:
    """Tell of which members all records behind the grade stand in one file alone: in_one_file."""
    files = features.occurrences.select("event_id", "source_sha256").unique()
    behind = members.select("cluster_id", "account_id", event_id="event_ids").explode("event_id")
    is_alone = pl.col("event_id").is_in(features.alone.implode())
    return (
        behind.drop_nulls("event_id")
        .with_columns(is_alone=is_alone)
        .join(files, on="event_id", how="left")
        .group_by("cluster_id", "account_id")
        .agg(in_one_file=pl.col("is_alone").all() & (pl.col("source_sha256").n_unique() == 1))
    )


def _described(members: pl.DataFrame, acts: pl.DataFrame) -> pl.DataFrame:
    """The members that acted together on the information: how often, on how many posts, and most on one."""
    of_post = acts.group_by("cluster_id", "account_id", "object_id").agg(
        n=pl.len().cast(pl.Int64),
        informed=pl.col("is_informed").sum().cast(pl.Int64),
        events=pl.col("event_id").sort_by(~pl.col("is_informed"), "event_id"),
    )
    done = (
        of_post.sort("n", "object_id", descending=[True, False])
        .group_by("cluster_id", "account_id", maintain_order=True)
        .agg(
            acts_n=pl.col("n").sum(),
            posts_n=pl.len().cast(pl.Int64),
            most_n=pl.col("n").first(),
            informed_left_n=pl.col("informed").slice(1).sum(),
            events=pl.col("events").explode().head(ListLimits.shown_n),
        )
    )
    size = members.group_by("cluster_id").agg(members_n=pl.len().cast(pl.Int64))
    return (
        members.select("cluster_id", "account_id", "evidence_lines")
        .join(done, on=["cluster_id", "account_id"])
        .join(size, on="cluster_id")
        .rename({"events": "event_ids"})
    )


def _against(acts: pl.DataFrame, features: Features) -> pl.DataFrame:
    """cluster_id, speaks_against: whether as many members speak against the allegation as for it.

    They must be `defending_share` of those who acted on the information.
    """
    for_it = pl.col("line_support") | pl.col("line_marked")
    sides = acts.select("cluster_id", "account_id").unique().join(features.candidacy, on="account_id")
    counted = sides.group_by("cluster_id").agg(
        for_n=(for_it & ~pl.col("explain_against")).sum(), against_n=pl.col("explain_against").sum()
    )
    of = acts.group_by("cluster_id").agg(n=pl.col("account_id").n_unique())
    enough = pl.col("against_n") >= features.limits.roles.defending_share * pl.col("n")
    return counted.join(of, on="cluster_id").select(
        "cluster_id",
        speaks_against=(pl.col("against_n") >= pl.col("for_n")) & (pl.col("against_n") > 0) & enough,
    )


ROLE = Role(
    "amplifier",
    "members of groups that acted together on the alleged information (METHODS section 3.3)",
    find,
)
