"""The largest trees: every measure with its bounds, what high and low values mean, and a picture."""

from typing import Any

from analytics.report.blocks import Align, Block, Claim, Column, Figure, Grid, Prose, Row
from analytics.report.charts import NumberedSail
from analytics.report.placeholders import Foreign, Moment, Range, Share, Span, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import Section, of_event, of_table, of_tree, root_names, tree_names, word
from analytics.report.spread_data import Sail

TEXT_SHOWN = 70  # Characters of a root's own text, enough to know it again.
MEASURES = ("size", "depth", "breadth", "virality", "half_life", "to_k", "assumed_missing")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"


def build(facts: ReportData) -> list[Block]:
    """How many trees, the roots of the largest, their measures, levels, the picture and the acts most others
    descend from."""
    counts = facts.trees_n
    blocks: list[Block] = [
        Claim(
            "cascades_count",
            {
                "reposts": counts.get("repost", 0),
                "comments": counts.get("comment", 0),
                "shown": facts.trees.height,
            },
            (of_table("cascades", sum(counts.values())),),
        )
    ]
    if not facts.trees.height:
        return [*blocks, Prose("cascades_none")]
    blocks += [_roots(facts), *_measures(facts), _meanings(), *_largest(facts)]
    return blocks


def _roots(facts: ReportData) -> Grid:
    roots = {row["event_id"]: row for row in facts.roots.to_dicts()}
    rows = []
    for root_id, name in root_names(facts).items():
        row = roots.get(root_id)
        text: Value = (
            word("root_absent") if row is None else Foreign(row["own_text"] or row["text"], TEXT_SHOWN)
        )
        rows.append(
            Row(
                (
                    name,
                    Foreign(root_id),
                    Foreign(row["account_id"]) if row else None,
                    Moment(row["at"], row["at_precision"]) if row else None,
                    text,
                ),
                (of_event(root_id),) if row else (),
            )
        )
    return Grid(
        "table_roots",
        (
            Column("col_root", width=6),
            Column("col_event", width=23),
            Column("col_account", width=17),
            Column("col_at", width=13),
            Column("col_text"),
        ),
        tuple(rows),
        notes=(word("roots_note"),),
        style="small",
    )


def _measures(facts: ReportData) -> list[Block]:
    return [Prose("bounds_rule"), _shape(facts), _pace(facts), _certainty(facts)]


def _which(facts: ReportData, tree: dict[str, Any]) -> tuple[str, str, Word]:
    """The names of a tree and its root, and its kind."""
    name = tree_names(facts)[tree["root_id"], tree["tree"]]
    return name, root_names(facts)[tree["root_id"]], word(f"tree_{tree['tree']}")


def _shape(facts: ReportData) -> Grid:
    rows = tuple(
        Row(
            (
                *_which(facts, t),
                t["size"],
                t["accounts_n"],
                Range(t["depth"], None if t["assumed_parents_n"] else t["depth_upper"]),
                Range(t["max_breadth_lower"], t["max_breadth"]),
                Range(t["structural_virality"], t["structural_virality_upper"], 2)
                if t["structural_virality"] is not None
                else None,
            ),
            (of_tree(facts, t),),
        )
        for t in facts.trees.to_dicts()
    )
    return Grid(
        "table_shape",
        (
            Column("col_tree", width=6),
            Column("col_root", width=6),
            Column("col_tree_kind", width=12),
            *(
                Column(f"col_{c}", Align.RIGHT, 12)
                for c in ("size", "accounts", "depth", "breadth", "virality")
            ),
        ),
        rows,
        style="small",
    )


def _pace(facts: ReportData) -> Grid:
    first = {row["event_id"]: row["at"] for row in facts.roots.to_dicts()}
    rows = tuple(
        Row(
            (
                _which(facts, t)[0],
                Moment(first.get(t["root_id"]) or t["first_at"]),
                Moment(t["last_at"]),
                Span(t["half_life_s"]),
                Span(t["to_100_s"]),
                Span(t["to_500_s"]),
                Span(t["to_1000_s"]),
            ),
            (of_tree(facts, t),),
        )
        for t in facts.trees.to_dicts()
    )
    return Grid(
        "table_pace",
        (
            Column("col_tree", width=6),
            Column("col_root_at", width=19),
            Column("col_last_at", width=19),
            *(Column(f"col_{c}", width=11) for c in ("half_life", "to_100", "to_500", "to_1000")),
        ),
        rows,
        style="small",
    )


def _certainty(facts: ReportData) -> Grid:
    """How much of each tree rests on parents that are missing or assumed."""
    rows = tuple(
        Row(
            (
                _which(facts, t)[0],
                word("yes") if t["missing_root"] else word("no"),
                t["missing_parents_n"],
                t["assumed_parents_n"],
                Share(
                    t["assumed_parents_n"] + t["missing_parents_n"],
                    max(t["size"] - (not t["missing_root"]), 0),
                ),
                t["cycles_n"],
                t["earlier_than_parent_n"],
            ),
            (of_tree(facts, t),),
        )
        for t in facts.trees.to_dicts()
    )
    return Grid(
        "table_sure",
        (
            Column("col_tree", width=6),
            *(
                Column(f"col_{c}", Align.RIGHT, 13)
                for c in (
                    "missing_root",
                    "missing_parents",
                    "assumed_parents",
                    "uncertain_share",
                    "cycles",
                    "early",
                )
            ),
        ),
        rows,
        style="small",
    )


def _meanings() -> Grid:
    return Grid(
        "table_meanings",
        (
            Column("col_measure", width=16),
            Column("col_definition", width=36),
            Column("col_low", width=24),
            Column("col_high"),
        ),
        tuple(
            Row((word(f"measure_{m}"), word(f"define_{m}"), word(f"low_{m}"), word(f"high_{m}")))
            for m in MEASURES
        ),
        style="small",
    )


def _largest(facts: ReportData) -> list[Block]:
    largest = facts.trees.row(0, named=True)
    reference = of_tree(facts, largest)
    name: Word = word(
        "largest_name",
        tree=tree_names(facts)[largest["root_id"], largest["tree"]],
        kind=word(f"tree_{largest['tree']}"),
    )
    blocks: list[Block] = [
        Prose("heading_largest", {"name": name}, "heading"),
        Claim(
            "largest_levels",
            {
                "name": name,
                "size": largest["size"],
                "direct": _at_depth(facts, 1),
                "below": largest["size"] - _at_depth(facts, 1) - _at_depth(facts, 0),
            },
            (reference,),
        ),
    ]
    blocks.append(_levels(facts, largest, name))
    if facts.spreaders.height:
        blocks.append(_spreaders(facts, name))
    if facts.sail:
        blocks.append(_drawing(facts, facts.sail, largest, name))
    return blocks


def _levels(facts: ReportData, largest: dict[str, Any], name: Word) -> Grid:
    reference = of_tree(facts, largest)
    return Grid(
        "table_levels",
        (
            Column("col_depth", Align.RIGHT, 20),
            Column("col_acts", Align.RIGHT, 20),
            Column("col_share", Align.RIGHT, 20),
        ),
        tuple(
            Row((row["depth"], row["events_n"], Share(row["events_n"], largest["size"])), (reference,))
            for row in facts.levels.head(40).to_dicts()
        ),
        {"name": name},
    )


def _spreaders(facts: ReportData, name: Word) -> Grid:
    rows = tuple(
        Row(
            (
                _CIRCLED[k],
                Foreign(row["event_id"]),
                Foreign(row["account_id"]),
                Moment(row["at"]),
                row["depth"],
                row["children_n"],
                row["subtree_n"],
            ),
            (of_event(row["event_id"]),),
        )
        for k, row in enumerate(facts.spreaders.to_dicts())
    )
    return Grid(
        "table_spreaders",
        (
            Column("col_no", width=5),
            Column("col_event", width=24),
            Column("col_account", width=18),
            Column("col_at", width=19),
            *(Column(f"col_{c}", Align.RIGHT, 9) for c in ("depth", "children", "below")),
        ),
        rows,
        {"name": name},
        (word("spreaders_note"),),
        "small",
    )


def _drawing(facts: ReportData, sail: Sail, largest: dict[str, Any], name: Word) -> Figure:
    reference = of_tree(facts, largest)
    return Figure(
        "figure_tree",
        NumberedSail(sail, tuple(facts.spreaders["event_id"])),
        {"name": name},
        (reference,),
        (
            word("figure_tree_note"),
            word("figure_tree_drawn", drawn=len(sail.dots), all=sail.acts_n, later=sail.later_n),
        ),
    )


def _at_depth(facts: ReportData, depth: int) -> int:
    return int(facts.levels.filter(depth=depth)["events_n"].sum())


SECTION = Section("cascades", 30, build)
