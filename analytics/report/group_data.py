"""What the report tells of accounts: candidate groups, the search for them, roles, and the group chart."""

from dataclasses import dataclass

import polars as pl

from analytics.challenge.joined import with_fragility
from analytics.coordination.explanations.own_words import own_words
from analytics.model.tables import FAMILIES
from analytics.model.thresholds import ListLimits
from analytics.model.time import trusted_at
from analytics.roles.star_export import is_star
from analytics.store.case_folder import Case
from analytics.text.normalized import plain

GROUPS_SHOWN = (
    ListLimits.groups_n
)  # Groups told one by one, strongest first; all stand in tables/clusters.csv.
NAMED = (
    "A",
    "B",
)  # A lead (C) or no call accuses nobody: counted in a report, listed in tables/roles.csv alone.


OTHERS = pl.DataFrame(
    schema={
        "cluster_id": pl.String,
        "account_id": pl.String,
        "event_id": pl.String,
        "at": pl.Datetime("us", "UTC"),
        "same": pl.String,
    }
)


@dataclass(frozen=True)
class Groups:
    """The tables of accounts.

    Those that the case does not have yet are empty; is_searched, is_assigned and is_challenged say which.

    clusters, roles: with what a challenge found of the row (`with_fragility`); fragility: FRAGILITY.
    explained: EXPLANATIONS; words: what members wrote on the target posts (`own_words`).
    member_acts: every event of the listed accounts: account_id, event_id, own_text, source_sha256.
    others_words: what accounts outside each group wrote in the same words (`others_words`).
    copies: the numbers of the shuffled copies of the case, in which only chance and habit act.
    is_star: no repost tree tells whom a repost passes on, so that promoters cannot be measured.
    """

    coordination: dict[str, tuple[float | None, str | None]]
    clusters: pl.DataFrame
    acts: pl.DataFrame
    tasks: pl.DataFrame
    traits: pl.DataFrame
    explained: pl.DataFrame
    words: pl.DataFrame
    member_acts: pl.DataFrame
    others_words: pl.DataFrame
    roles: pl.DataFrame
    fragility: pl.DataFrame
    copies: tuple[str, ...]
    is_searched: bool
    is_assigned: bool
    is_star: bool
    is_challenged: bool


def groups_of(case: Case) -> Groups:
    """Read the tables of accounts."""
    measures = case.read_or_empty("coordination").select("measure", "value", "note_code").iter_rows()
    fragility = case.read_or_empty("fragility")
    return Groups(
        {measure: (value, note) for measure, value, note in measures},
        with_fragility(case.read_or_empty("clusters"), fragility),
        case.read_or_empty("cluster_acts"),
        case.read_or_empty("cluster_tasks"),
        case.read_or_empty("cluster_traits"),
        case.read_or_empty("explanations"),
        words_of_groups(case),
        _member_acts(case),
        others_words(case),
        with_fragility(case.read_or_empty("roles"), fragility),
        fragility,
        tuple(case.read_or_empty("calibration")["surrogate"].cast(pl.String)),
        case.has("coordination"),
        case.has("roles"),
        case.has("cascades") and is_star(case.read("cascades")),
        case.has("fragility"),
    )


def _member_acts(case: Case) -> pl.DataFrame:
    """Every event of the listed accounts in the export: account_id, event_id, own_text, source_sha256."""
    ids = case.read_or_empty("clusters")["account_id"].unique().implode()
    mine = case.scan("events").filter(pl.col("account_id").is_in(ids))
    return mine.select("account_id", "event_id", "own_text", "source_sha256").collect()


def others_words(case: Case) -> pl.DataFrame:
    """Find the events of other accounts whose words are of one family with words of a group.

    Returns cluster_id, account_id, event_id, at, same (the letters of the words, as `plain` gives them).
    Only the events of these families leave the disk.
    """
    if not case.has("families"):
        return OTHERS.clear()
    members = case.read_or_empty("clusters").select("cluster_id", "account_id").unique()
    families = case.read("families").filter(found_by="words").select("event_id", "family_id").unique()
    ids = families["event_id"].unique().implode()
    said = case.scan("events").filter(pl.col("event_id").is_in(ids)).drop_nulls(["account_id", "own_text"])
    worded = said.select("account_id", "event_id", "own_text", trusted_at()).collect()
    worded = worded.join(families, on="event_id")
    mine = worded.join(members, on="account_id").select("cluster_id", "family_id").unique()
    others = worded.join(mine, on="family_id").join(members, on=["cluster_id", "account_id"], how="anti")
    return others.with_columns(same=plain(others["own_text"])).select(OTHERS.columns).unique()


def words_of_groups(case: Case) -> pl.DataFrame:
    """Read what the members of each group wrote on its target posts, as `own_words` counts it.

    Only the events of members leave the disk.
    """
    acts = case.read_or_empty("cluster_acts")
    mine = pl.col("event_id").is_in(acts["event_id"].implode())
    events = case.scan("events").filter(mine).select("event_id", "own_text").collect()
    families = (
        case.scan("families").filter(mine & (pl.col("found_by") == "words")).collect()
        if case.has("families")
        else FAMILIES.empty()
    )
    return own_words(acts, events, families)


def is_of_one_file(groups: Groups, cluster_id: str) -> bool:
    """Tell whether all records on which the grade of a group rests come from one file.

    Then whatever that one file left out or added, or how it was collected, may have made the pattern.
    """
    acts = groups.acts.filter(cluster_id=cluster_id).select("event_id").unique()
    found = groups.member_acts.join(acts, on="event_id", how="semi")
    return found["event_id"].n_unique() == acts.height > 0 and found["source_sha256"].n_unique() == 1
