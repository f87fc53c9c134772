"""The main figures: what was read, when the events lie, how far they go as traced, and what is in doubt."""

from typing import Any

from analytics.report.blocks import Block, Claim
from analytics.report.placeholders import Foreign, Moment, Range
from analytics.report.report_data import ReportData
from analytics.report.section import Section, all_sources, of_measure, of_table, of_tree, subset


def build(facts: ReportData) -> list[Block]:
    """Figures of the whole case, with their marks."""
    totals = {
        name: int(facts.sources[name].sum())
        for name in ("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")
    }
    claims: list[Block] = [
        Claim(
            "main_records",
            {"files": facts.sources["importer"].drop_nulls().len(), **totals},
            (all_sources(facts),),
        )
    ]
    if facts.span[0] is not None:
        span = {"first": Moment(facts.span[0]), "last": Moment(facts.span[1])}
        claims.append(Claim("main_span", {**span}, (of_table("events", facts.acts_n),)))
    rows = {row["measure"]: row for row in facts.scope.filter(subject_id="case").to_dicts()}
    for measure in ("reposts", "comments", "accounts"):
        if measure in rows:
            # What was traced only: the sum of displayed counters may rest on one post that has nothing to do
            # with the case.
            row = rows[measure]
            claims.append(Claim(f"main_{measure}", {"range": Range(row["lower"], None)}, (of_measure(row),)))
    if facts.trees.height:
        largest = facts.trees.row(0, named=True)
        claims.append(
            Claim(
                f"main_largest_{largest['tree']}",
                {"size": largest["size"], "accounts": largest["accounts_n"], "depth": _depth(largest)},
                (of_tree(facts, largest),),
            )
        )
        measure = "reposts" if largest["tree"] == "repost" else "comments"
        for row in facts.scope.filter(measure=measure, subject_id=largest["root_id"]).to_dicts():
            claims.append(
                Claim(
                    f"main_root_{measure}",
                    {"id": Foreign(row["subject_id"]), "range": Range(row["lower"], row["upper"])},
                    (of_measure(row),),
                )
            )
    claims.append(
        Claim(
            "main_gaps",
            {
                "missing": facts.subsets["missing"].n,
                "assumed": facts.subsets["assumed"].n,
                "conflict": facts.subsets["conflict"].n,
            },
            (*subset(facts, "missing"), *subset(facts, "assumed"), *subset(facts, "conflict")),
        )
    )
    return claims


def _depth(tree: dict[str, Any]) -> Range:
    """Hops from the root; where acts are taken as direct because nothing says otherwise there is no upper
    end."""
    return Range(tree["depth"], None if tree["assumed_parents_n"] else tree["depth_upper"])


SECTION = Section("main", 10, build)
