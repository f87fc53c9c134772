"""Page one: what this document is, what it does not claim, what protects speech, and which case it is about."""

from typing import Any

from analytics.report.claims import Block, Box, Claim, Column, Grid, Prose, Row
from analytics.report.facts import Facts
from analytics.report.section import Section, all_sources, of_measure, of_tree, subset, word
from analytics.report.values import Code, Foreign, Moment, Range, Value


def build(facts: Facts) -> list[Block]:
    """The box, the identity of the document, and its main figures with their marks."""
    return [_box(), _identity(facts), Prose("heading_main", style="heading"), *_main(facts)]


def _box() -> Box:
    return Box("box_title", tuple(word(key) for key in ("box_supports", "box_not_claimed", "box_account", "box_article_10", "box_check")))


def _identity(facts: Facts) -> Grid:
    case, versions = facts.toml.case, facts.manifest.get("versions", {})
    rows: list[tuple[str, Value]] = [
        ("id_reference", Foreign(case.reference)),
        ("id_title", Foreign(case.title)),
        ("id_allegation", word(f"allegation_{case.allegation}")),
        ("id_tool", Foreign(f"wakeline {versions.get('wakeline', '?')}")),
        ("id_date", Moment(facts.date) if facts.date else word("date_not_stated")),
        ("id_zone", case.timezone),
        ("id_operator", Foreign(case.operator)),
        ("id_generation", Code(facts.manifest.get("generation"))),
        ("id_author", word("by_hand")),
        ("id_commissioned", word("by_hand")),
    ]
    return Grid(
        "table_identity",
        (Column("col_item", width=25), Column("col_content")),
        tuple(Row((word(key), value)) for key, value in rows),
        style="plain",
    )


def _main(facts: Facts) -> list[Block]:
    totals = {name: int(facts.sources[name].sum()) for name in ("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")}
    claims: list[Block] = [
        Claim("main_records", {"files": facts.sources["importer"].drop_nulls().len(), **totals}, (all_sources(facts),)),
    ]
    if facts.span[0] is not None:
        claims.append(Claim("main_span", {"first": Moment(facts.span[0]), "last": Moment(facts.span[1])}))
    rows = {row["measure"]: row for row in facts.scope.filter(subject_id="case").to_dicts()}
    for measure in ("reposts", "comments", "accounts"):
        if measure in rows:
            # What was traced only: the sum of displayed counters may rest on one post that has nothing to do with the case.
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
            {"missing": facts.subsets["missing"].n, "assumed": facts.subsets["assumed"].n, "conflict": facts.subsets["conflict"].n},
            (*subset(facts, "missing"), *subset(facts, "assumed"), *subset(facts, "conflict")),
        )
    )
    return claims


def _depth(tree: dict[str, Any]) -> Range:
    """Hops from the root; where acts are taken as direct because nothing says otherwise there is no upper end."""
    return Range(tree["depth"], None if tree["assumed_parents_n"] else tree["depth_upper"])


SECTION = Section("front", 0, build)
