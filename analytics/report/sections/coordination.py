"""Candidate groups: what the search tested, which accounts got which grade, and what else explains it."""

from typing import Any

from analytics.report.blocks import Align, Block, Claim, Column, Figure, Grid, Prose, Reference, Row
from analytics.report.group_data import GROUPS_SHOWN, lanes_of
from analytics.report.placeholders import Foreign, Moment, Share, Span, Value, Word
from analytics.report.report_data import LISTED_MAX, ReportData
from analytics.report.section import Section, of_account, of_event, of_rows, of_table, word


def build(facts: ReportData) -> list[Block]:
    """The verdict and its numbers, then group by group: members, posts, picture, common traits."""
    groups = facts.groups
    if not groups.is_searched:
        return [Prose("groups_not_run")]
    ids = groups.clusters["cluster_id"].unique(maintain_order=True).to_list()
    blocks: list[Block] = [Prose("groups_rule"), *_verdict(facts), *_copies(facts), _grades()]
    for cluster_id in ids[:GROUPS_SHOWN]:
        blocks += _group(facts, cluster_id)
    if len(ids) > GROUPS_SHOWN:
        blocks.append(Prose("groups_more", {"n": len(ids), "shown": GROUPS_SHOWN}))
    return blocks


def _number(facts: ReportData, measure: str) -> float | None:
    return facts.groups.coordination.get(measure, (None, None))[0]


def _verdict(facts: ReportData) -> list[Block]:
    _, note = facts.groups.coordination.get("verdict", (None, None))
    params: dict[str, Value] = {
        name: _number(facts, f"accounts_{name}") for name in ("n", "testable_n", "a", "b", "c")
    }
    verdict: Value = Word(f"coordination.{note}") if note else None
    return [
        Claim(
            "groups_verdict", {"verdict": verdict, **params}, (of_table("coordination"), *_all_members(facts))
        )
    ]


def _all_members(facts: ReportData) -> tuple[Reference, ...]:
    n = facts.groups.clusters.height
    return (of_table("clusters", n),) if n else ()


def _copies(facts: ReportData) -> list[Block]:
    n = _number(facts, "surrogates_n")
    if not n:
        return [Claim("groups_no_copies")]
    params: dict[str, Value] = {
        "n": n,
        "mean": _number(facts, "surrogate_a_mean"),
        "most": _number(facts, "surrogate_a_max"),
    }
    return [Claim("groups_copies", params, (of_table("calibration", int(n)),))]


def _grades() -> Grid:
    rows = tuple(
        Row((g.upper(), Word(f"coordination.grade_{g}"), word(f"group_says_not_{g}")))
        for g in ("a", "b", "c")
    )
    columns = (Column("col_grade", width=8), Column("col_grade_means", width=46), Column("col_says_not"))
    return Grid("table_grades", columns, rows, style="small")


def _group(facts: ReportData, cluster_id: str) -> list[Block]:
    members = facts.groups.clusters.filter(cluster_id=cluster_id).sort("grade", "account_id")
    tasks = facts.groups.tasks.filter(cluster_id=cluster_id).sort("first_at", "object_id")
    name: Value = Foreign(cluster_id)
    reference = Reference(
        word("about_group", id=Foreign(cluster_id)),
        cluster_id,
        members.height,
        table="clusters",
        condition=f"cluster_id = {cluster_id}",
    )
    grades = dict(members.group_by("grade").len().iter_rows())
    counts: dict[str, Value] = {g.lower(): grades.get(g, 0) for g in ("A", "B", "C")}
    blocks: list[Block] = [
        Prose("heading_group", {"id": name}, "heading"),
        Claim(
            "group_members", {"id": name, "n": members.height, **counts, "posts": tasks.height}, (reference,)
        ),
        _members(members.to_dicts(), name),
        *_posts(tasks.to_dicts(), name),
    ]
    drawn = lanes_of(facts.groups, cluster_id)
    if drawn:
        blocks.append(
            Figure(
                "figure_lanes",
                drawn,
                {"id": name},
                (reference,),
                (word("figure_lanes_note", span=Span(drawn.span_s)),),
            )
        )
    return [*blocks, *_traits(facts, cluster_id, name), *_else(members.to_dicts())]


def _members(rows: list[dict[str, Any]], name: Value) -> Grid:
    listed = tuple(
        Row(
            (
                Foreign(row["account_id"]),
                row["grade"],
                row["sources_n"],
                row["text_sources_n"],
                word("ln_e_of", found=row["ln_e"], needed=row["ln_e_needed"])
                if row["ln_e"] is not None
                else None,
                Share(row["stable_share"], 1) if row["stable_share"] is not None else None,
                Share(row["task_share"], 1) if row["task_share"] is not None else None,
            ),
            (of_account(row["account_id"], row["event_ids"]),),
            tuple(Word(f"coordination.reason_{code}") for code in row["reasons"] or ()),
        )
        for row in rows[:LISTED_MAX]
    )
    notes: tuple[Word, ...] = (word("group_members_note"),)
    if len(rows) > LISTED_MAX:
        notes += (word("listed_first", n=LISTED_MAX, all=len(rows), table="clusters"),)
    return Grid(
        "table_members",
        (
            Column("col_account", width=23),
            Column("col_grade", width=8),
            *(
                Column(f"col_{c}", Align.RIGHT, 12)
                for c in ("sources_moments", "sources_text", "ln_e", "stable", "task_share")
            ),
        ),
        listed,
        {"id": name},
        notes,
        "small",
    )


def _posts(rows: list[dict[str, Any]], name: Value) -> list[Block]:
    if not rows:
        return []
    listed = tuple(
        Row(
            (
                f"P{k + 1}",
                Foreign(row["object_id"]),
                Foreign(row["author_id"]),
                row["members_n"],
                row["accounts_n"],
                Moment(row["first_at"]),
                Span((row["last_at"] - row["first_at"]).total_seconds())
                if row["first_at"] and row["last_at"]
                else None,
            ),
            (of_event(row["object_id"]),) if row["author_id"] else (),
        )
        for k, row in enumerate(rows[:LISTED_MAX])
    )
    columns = (
        Column("col_no", width=5),
        Column("col_event", width=24),
        Column("col_post_author", width=19),
        *(Column(f"col_{c}", Align.RIGHT, 9) for c in ("members", "accounts_on_it")),
        Column("col_first_member", width=15),
        Column("col_within", width=9),
    )
    return [Grid("table_tasks", columns, listed, {"id": name}, (word("group_tasks_note"),), "small")]


def _traits(facts: ReportData, cluster_id: str, name: Value) -> list[Block]:
    rows = facts.groups.traits.filter(cluster_id=cluster_id).to_dicts()
    if not rows:
        return []
    listed = tuple(
        Row(
            (
                word(f"trait_{row['trait']}"),
                _trait_value(row),
                row["members_n"],
                row["known_n"],
                Share(row["case_share"], 1),
            ),
            (
                of_rows(
                    "cluster_traits",
                    f"cluster_id = {cluster_id}, trait = {row['trait']}, value = {row['value']}",
                    1,
                ),
            ),
        )
        for row in rows[:LISTED_MAX]
    )
    columns = (
        Column("col_trait", width=20),
        Column("col_trait_value", width=30),
        *(Column(f"col_{c}", Align.RIGHT, 14) for c in ("members", "known", "case_share")),
    )
    return [Grid("table_traits", columns, listed, {"id": name}, (word("group_traits_note"),), "small")]


def _trait_value(row: dict[str, Any]) -> Value:
    if row["trait"] == "default_name":
        return word("yes" if row["value"] == "default" else "no")
    return Foreign(row["value"], 40)


def _else(rows: list[dict[str, Any]]) -> list[Block]:
    """What else explains the group, and what would overturn it."""
    top = min(row["grade"] for row in rows)
    return [
        Prose("heading_else", style="heading"),
        Claim(f"group_else_{top.lower()}"),
        Claim("group_overturn"),
    ]


SECTION = Section("coordination", 40, build)
