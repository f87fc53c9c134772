"""The limits: how wrong this can be, what the data cannot show, and what speaks for those accused."""

from datetime import datetime

from analytics.report.blocks import Block, Claim, Prose
from analytics.report.placeholders import Foreign, Moment, Share, Value
from analytics.report.report_data import ReportData
from analytics.report.section import Section, of_event, of_table, of_tree, subset


def build_errors(facts: ReportData) -> list[Block]:
    """Build the errors by stage: records, times, parents, groups, roles.

    They tell what was checked on this case, what only on invented ones, and what was not measured.
    """
    groups = facts.groups.coordination
    uncertain, acts = facts.subsets["assumed"].n + facts.subsets["missing"].n, facts.acts_n
    blocks: list[Block] = [
        Prose("errors_rule"),
        Claim(
            "errors_parents",
            {"n": uncertain, "all": acts, "share": Share(uncertain, acts)},
            (*subset(facts, "assumed"), *subset(facts, "missing")),
        ),
    ]
    tested, listed = (
        groups.get("accounts_testable_n", (None, None))[0],
        groups.get("accounts_a", (None, None))[0],
    )
    if tested is not None and listed is not None:
        params: dict[str, Value] = {
            "tested": tested,
            "listed": listed,
            "share": Share(facts.setting("false_share"), 1),
        }
        blocks.append(Claim("errors_groups", params, (of_table("coordination"),)))
        copies, most = (
            groups.get("surrogates_n", (None, None))[0],
            groups.get("surrogate_a_max", (None, None))[0],
        )
        if copies:
            refs = (of_table("calibration", int(copies)),)
            none: dict[str, Value] = {
                "n": copies,
                "upper": Share(1 - 0.05 ** (1 / copies), 1),
            }  # Clopper & Pearson 1934, none of n.
            blocks.append(
                Claim("errors_copies", {"n": copies, "most": most}, refs)
                if most
                else Claim("errors_copies_none", none, refs)
            )
    return [*blocks, Claim("errors_simulated"), Claim("errors_base_rate"), Claim("errors_human")]


SECTION_ERRORS = Section("errors", 65, build_errors)


LIMITS = ("export", "deleted", "counters", "clock", "account", "depth", "text")
OTHERS = ("organic", "interest", "tools", "direct", "first", "speech")


def build_limits(facts: ReportData) -> list[Block]:
    """Build the limits, other explanations of the same numbers, and facts for the accused from this case."""
    return [
        Prose("heading_limits", style="heading"),
        *(Claim(f"limit_{name}") for name in LIMITS),
        Prose("heading_others", style="heading"),
        *(Claim(f"other_{name}") for name in OTHERS),
        Prose("heading_for", style="heading"),
        Prose("for_intro"),
        *_for(facts),
    ]


def _for(facts: ReportData) -> list[Block]:
    """Facts for the accused that are computed from this case."""
    reposts, bare = facts.subsets["reposts"], facts.subsets["bare"]
    claims: list[Block] = []
    if facts.accounts_n:
        claims.append(
            Claim(
                "for_once",
                {"n": facts.once_n, "all": facts.accounts_n, "share": Share(facts.once_n, facts.accounts_n)},
                (of_table("events", facts.acts_n),),
            )
        )
    if reposts.n:
        claims.append(
            Claim(
                "for_bare",
                {"n": bare.n, "all": reposts.n, "share": Share(bare.n, reposts.n)},
                (*subset(facts, "bare"), *subset(facts, "reposts")),
            )
        )
    if facts.trees.height:
        largest = facts.trees.row(0, named=True)
        claims.append(
            Claim(
                "for_other_roots",
                {"n": sum(facts.trees_n.values()), "share": Share(largest["size"], facts.acts_n)},
                (of_tree(facts, largest), of_table("cascades", sum(facts.trees_n.values()))),
            )
        )
    uncertain = facts.subsets["assumed"].n + facts.subsets["missing"].n
    claims.append(
        Claim(
            "for_uncertain",
            {"n": uncertain, "share": Share(uncertain, facts.acts_n)},
            (*subset(facts, "assumed"), *subset(facts, "missing")),
        )
    )
    for correction in facts.toml.corrections:
        at = (
            Moment(correction.at)
            if isinstance(correction.at, datetime) and correction.at.tzinfo
            else Foreign(str(correction.at or ""))
        )
        is_seen = correction.event_id in facts.corrections_seen
        params: dict[str, Value] = {
            "at": at,
            "by": Foreign(correction.by),
            "id": Foreign(correction.event_id),
        }
        claims.append(
            Claim(
                "for_correction" if is_seen else "for_correction_absent",
                params,
                (of_event(correction.event_id),) if is_seen else (),
            )
        )
    return claims


SECTION_LIMITS = Section("limits", 60, build_limits)

SECTIONS = (SECTION_ERRORS, SECTION_LIMITS)
