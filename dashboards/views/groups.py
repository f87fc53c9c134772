"""Candidate groups as they are shown: members, events, words, pairs, windows, and what explains them."""

from dataclasses import dataclass, replace

import polars as pl

from analytics.alleged.sides import UNREAD
from analytics.challenge.joined import with_fragility
from analytics.coordination.pairs.evidence import pair_evidence
from analytics.evidence.trace import acts_of_pair
from analytics.graph.account_network import last_names
from analytics.graph.coordination_network import WINDOW_S
from analytics.model.time import trusted_at
from analytics.report.group_data import words_of_groups
from analytics.roles.standing import GRADES
from analytics.store.case_folder import Case
from dashboards.listing import RUNS_COLUMNS, Listing, ShownRows, parts_of

WINDOWS_S = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600)
TASKS_MAX = 12  # Posts drawn side by side: those with most members; the table holds all.
ONE_AUTHOR = "one_author"


@dataclass(frozen=True)
class GroupView:
    """One candidate group as a page shows it.

    members: CLUSTERS with name and what a challenge found, strongest first.
    tasks: CLUSTER_TASKS; traits: CLUSTER_TRAITS.
    acts: CLUSTER_ACTS with name and since_s, the seconds from the first member's event on that post.
    explained: EXPLANATIONS; words: what members wrote on the target posts (`own_words`), with sides: how
        many records in that wording people coded as each side (side, n); null where nothing was coded.
    callers: a row an event of a caller candidate of the group, member or not: account_id, name, grade,
        event_id, at, object_id (the target post nearest in time), since_s from the first member there.
    """

    name: str
    members: pl.DataFrame
    tasks: pl.DataFrame
    traits: pl.DataFrame
    acts: pl.DataFrame
    explained: pl.DataFrame
    words: pl.DataFrame
    callers: pl.DataFrame

    @property
    def is_tried(self) -> bool:
        """Tell whether a challenge tried any of its members."""
        return bool(self.members["runs_n"].is_not_null().any())

    @property
    def is_single_source(self) -> bool:
        """Tell whether its posts are all of one author, whose readers come together anyway."""
        return bool(self.members["reasons"].list.contains(ONE_AUTHOR).all())


def group_views(case: Case) -> list[GroupView]:
    """Read every candidate group, strongest first."""
    if not case.has("clusters"):
        return []
    members = with_fragility(case.read("clusters"), case.read_or_empty("fragility"))
    names = last_names(case.scan("events"), members["account_id"])
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
    words = with_sides(case, words_of_groups(case))
    tables |= {"explained": case.read_or_empty("explanations"), "words": words}
    called = callers(case, acts)
    ids = sorted(members["cluster_id"].unique(), key=lambda name: (len(name), name))
    return [
        GroupView(
            name,
            members.filter(cluster_id=name),
            tables["tasks"].filter(cluster_id=name),
            tables["traits"].filter(cluster_id=name),
            acts.filter(cluster_id=name),
            tables["explained"].filter(cluster_id=name),
            tables["words"].filter(cluster_id=name),
            called.filter(cluster_id=name),
        )
        for name in ids
    ]


def with_sides(case: Case, words: pl.DataFrame) -> pl.DataFrame:
    """Add to texts of groups the sides that people coded of records with these very words: sides (side, n).

    words: cluster_id, text. Only words on the alleged information are coded for a side.
    """
    is_coded = pl.col("side").is_not_null() & (pl.col("side") != UNREAD)
    coded = case.read_or_empty("alleged_events").filter(is_coded)
    mine = case.scan("events").filter(pl.col("event_id").is_in(coded["event_id"].implode()))
    texts = mine.select("event_id", "account_id", text="own_text").collect()
    members = case.read_or_empty("clusters").select("cluster_id", "account_id").unique()
    sided = texts.join(coded.select("event_id", "side"), on="event_id").join(members, on="account_id")
    counts = sided.group_by("cluster_id", "text", "side").agg(n=pl.len().cast(pl.Int64)).sort("side")
    sides = counts.group_by("cluster_id", "text", maintain_order=True).agg(sides=pl.struct("side", "n"))
    return words.join(sides, on=["cluster_id", "text"], how="left", maintain_order="left")


def callers(case: Case, acts: pl.DataFrame) -> pl.DataFrame:
    """Place what each caller candidate of a group did beside the target post that is nearest in time.

    acts: CLUSTER_ACTS of all groups. "Insufficient" is no candidate.

    Returns cluster_id, account_id, name, grade, event_id, at, object_id, since_s.
    """
    roles = case.read_or_empty("roles").filter(pl.col("grade").is_in(GRADES), role="organizer")
    said = roles.select("cluster_id", "account_id", "grade", event_id="event_ids")
    said = said.explode("event_id").drop_nulls()
    events = case.scan("events").filter(pl.col("event_id").is_in(said["event_id"].implode()))
    own = events.select("event_id", "account_id", trusted_at()).collect().drop_nulls("at")
    firsts = acts.drop_nulls("at").group_by("cluster_id", "object_id").agg(first_at=pl.col("at").min())
    placed = said.join(own, on=["event_id", "account_id"]).join(firsts, on="cluster_id")
    placed = placed.with_columns(since_s=(pl.col("at") - pl.col("first_at")).dt.total_microseconds() / 1e6)
    order = placed.sort(pl.col("since_s").abs(), "object_id")
    nearest = order.unique(["cluster_id", "event_id"], keep="first", maintain_order=True)
    names = last_names(case.scan("events"), nearest["account_id"])
    return (
        nearest.join(names, on="account_id", how="left")
        .select("cluster_id", "account_id", "name", "grade", "event_id", "at", "object_id", "since_s")
        .sort("cluster_id", "account_id", "at", "event_id")
    )


def meetings(group: GroupView) -> pl.DataFrame:
    """Find the pairs of members on each post, with the gap between their nearest events there.

    Returns account_a < account_b, object_id, gap_s (in seconds).
    """
    acts = group.acts.select("account_id", "object_id", "at")
    both = acts.join(acts, on="object_id", suffix="_b").filter(pl.col("account_id") < pl.col("account_id_b"))
    return (
        both.with_columns(gap_s=(pl.col("at_b") - pl.col("at")).dt.total_microseconds().abs() / 1e6)
        .group_by(account_a="account_id", account_b="account_id_b", object_id="object_id")
        .agg(gap_s=pl.col("gap_s").min())
        .sort("account_a", "account_b", "object_id")
    )


def curve(group: GroupView) -> pl.DataFrame:
    """Count the pairs of members that met on two or more posts, for each window.

    Returns window_s, pairs_n, all_n (the pairs that there are).
    """
    met, n = meetings(group), group.members.height
    rows = []
    for window_s in WINDOWS_S:
        pairs = met.filter(pl.col("gap_s") <= window_s).group_by("account_a", "account_b").agg(n=pl.len())
        rows.append((window_s, pairs.filter(pl.col("n") >= 2).height, n * (n - 1) // 2))
    return pl.DataFrame(
        rows, schema={"window_s": pl.Int64, "pairs_n": pl.Int64, "all_n": pl.Int64}, orient="row"
    )


def numbers(case: Case) -> dict[str, tuple[float | None, str | None]]:
    """Read COORDINATION as measure -> (value, note code)."""
    return {
        m: (v, code)
        for m, v, code in case.read_or_empty("coordination")
        .select("measure", "value", "note_code")
        .iter_rows()
    }


def rows_members(case: Case, about: str) -> pl.LazyFrame:
    """Read the members of the group `about`, strongest first; a click opens one."""
    none = with_fragility(case.read_or_empty("clusters").clear(), case.read_or_empty("fragility"))
    none = none.with_columns(name=pl.lit(None, pl.String))
    members = next((group.members for group in group_views(case) if group.name == about), none)
    return members.with_columns(
        name=pl.coalesce("name", "account_id"), line=pl.col("evidence_lines").list.first()
    ).lazy()


LISTING_MEMBERS = Listing(
    name="members",
    columns=(
        ShownRows("name", "col_name", "name"),
        ShownRows("grade", "col_grade", "text", 72),
        ShownRows("line", "col_line", "line", 130),
        ShownRows("ln_e", "col_ln_e", "decimal", 90),
        ShownRows("ln_e_needed", "col_ln_e_needed", "decimal", 90),
        ShownRows("strictest", "col_strictest", "null", 150),
        ShownRows("days_n", "col_days_met", "count", 100),
        ShownRows("links_n", "col_links", "count", 90),
        ShownRows("sources_n", "col_sources", "count", 90),
        ShownRows("task_share", "col_task_share", "share", 110),
        ShownRows("account_id", "col_account_id", "id", 180),
    ),
    rows=rows_members,
    subject=lambda row: f"account|{row['account_id']}",
)


def rows_pair_acts(case: Case, about: str) -> pl.LazyFrame:
    """Read the COACTIONS of two accounts within WINDOW_S, with both moments.

    about: coordination|account|account.

    One row a meeting of two events: the kinds in which detectors see it stand together. The closest events
    on an object stand for it. A click opens the event of the first account.
    """
    _, first, second = parts_of(about, 3)
    events = acts_of_pair(case, (first, second))
    families = case.read_or_empty("families")
    met = pair_evidence(events, families, (first, second), WINDOW_S)
    joined = met.group_by("event_a", "event_b").agg(
        kinds=pl.col("kind").unique().sort(),
        object_id=pl.col("object_id").sort_by(pl.col("kind") != "co_repost", "kind", "object_id").first(),
        **{name: pl.col(name).first() for name in ("gap_s", "at_a", "at_b")},
    )
    return joined.sort("at_a", "at_b", "object_id").lazy()


LISTING_PAIR_ACTS = Listing(
    name="pair_acts",
    columns=(
        ShownRows("kinds", "col_kind", "kinds", 150, sortable=False),
        ShownRows("gap_s", "col_gap", "figure", 84),
        ShownRows("at_a", "col_at_a", "time", 158),
        ShownRows("at_b", "col_at_b", "time", 158),
        ShownRows("object_id", "col_object", "id"),
    ),
    rows=rows_pair_acts,
    subject=lambda row: f"act|{row['event_a']}",
)

# The members with the runs of a challenge, for a case that has them.
LISTING_MEMBERS_TRIED = replace(
    LISTING_MEMBERS,
    name="members_tried",
    columns=(*LISTING_MEMBERS.columns[:2], *RUNS_COLUMNS, *LISTING_MEMBERS.columns[2:]),
)

LISTINGS = (LISTING_MEMBERS, LISTING_MEMBERS_TRIED, LISTING_PAIR_ACTS)
