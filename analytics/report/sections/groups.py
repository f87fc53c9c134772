"""Groups that acted together: what was tested, which accounts got which grade, and what explains it."""

from typing import Any

from analytics.report.blocks import Align, Block, Claim, Column, Figure, Grid, Prose, Reference, Row
from analytics.report.firmness import firm_blocks
from analytics.report.group_data import GROUPS_SHOWN, lanes_of
from analytics.report.group_explanations import explanation_blocks
from analytics.report.group_members import member_blocks
from analytics.report.placeholders import Foreign, Moment, Share, Span, Value, Word
from analytics.report.report_data import LISTED_MAX, ReportData
from analytics.report.section import Section, of_event, of_rows, of_table, word


def build(facts: ReportData) -> list[Block]:
    """Build the verdict and its numbers, then each group: members, posts, picture, common attributes."""
    groups = facts.groups
    if not groups.is_searched:
        return [Prose("groups_not_run")]
    ids = groups.clusters["cluster_id"].unique(maintain_order=True).to_list()
    blocks: list[Block] = [
        Prose("groups_rule"),
        *_verdict(facts),
        *_copies(facts),
        *firm_blocks(facts),
        _grades(),
    ]
    for cluster_id in ids[:GROUPS_SHOWN]:
        blocks += _group(facts, cluster_id)
    if len(ids) > GROUPS_SHOWN:
        blocks.append(Prose("groups_more", {"n": len(ids), "shown": GROUPS_SHOWN}))
    return blocks


def _number(facts: ReportData, measure: str) -> float | None:
    return facts.groups.coordination.get(measure, (None, None))[0]


def _verdict(facts: ReportData) -> list[Block]:
    """The one-sentence answer of the search, with the accounts that it tested and graded."""
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
    """How many accounts stand at A in shuffled copies, or that none was made."""
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
    """One group: its members, target posts, picture, shared attributes, and what else explains it."""
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
        *member_blocks(members.to_dicts(), name),
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
    return [
        *blocks,
        *_traits(facts, cluster_id, name),
        *explanation_blocks(facts, cluster_id),
        Claim("group_overturn"),
    ]


def _posts(rows: list[dict[str, Any]], name: Value) -> list[Block]:
    if not rows:
        return []
    listed = tuple(
        Row(
            (
                f"P{k + 1}",
                Foreign(row["object_id"]),
                Foreign(row["author_id"]) if row["kind"] == "post" else word(f"task_{row['kind']}"),
                row["members_n"],
                row["accounts_n"],
                Moment(row["first_at"]),
                Share(row["pairs_60_share"], 1) if row["pairs_60_share"] is not None else None,
                Span(row["densest_lag_s"]) if row["kind"] == "post" else None,
            ),
            (_of_task(row),),
        )
        for k, row in enumerate(rows[:LISTED_MAX])
    )
    columns = (
        Column("col_no", width=5),
        Column("col_event", width=24),
        Column("col_post_author", width=19),
        *(Column(f"col_{c}", Align.RIGHT, 9) for c in ("members", "accounts_on_it")),
        Column("col_first_member", width=14),
        *(Column(f"col_{c}", Align.RIGHT, 10) for c in ("pairs_60", "dense_lag")),
    )
    return [Grid("table_tasks", columns, listed, {"id": name}, (word("group_tasks_note"),), "small")]


def _of_task(row: dict[str, Any]) -> Reference:
    """The post itself where it is exported; else its row of CLUSTER_TASKS."""
    if row["kind"] == "post" and row["author_id"]:
        return of_event(row["object_id"])
    condition = f"cluster_id = {row['cluster_id']}, object_id = {row['object_id']}"
    return of_rows("cluster_tasks", condition, 1)


def _traits(facts: ReportData, cluster_id: str, name: Value) -> list[Block]:
    """Attributes that the group shares out of proportion; nothing where there are none."""
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


SECTION = Section("groups", 4, build)
