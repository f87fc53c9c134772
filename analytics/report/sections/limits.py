"""What the data cannot show, other explanations of the same numbers, and the facts that speak for those accused."""

from datetime import datetime

from analytics.report.claims import Block, Claim, Column, Grid, Prose, Reference, Row
from analytics.report.facts import Facts
from analytics.report.section import Section, all_sources, of_event, of_measure, of_table, of_tree, subset, word
from analytics.report.values import Foreign, Moment, Share, Value

LIMITS = ("export", "deleted", "counters", "clock", "account", "depth", "text")
OTHERS = ("organic", "interest", "tools", "direct", "first", "speech")


def build(facts: Facts) -> list[Block]:
    """Limits, other explanations, facts for the accused computed from this case, and what would help to settle what is open."""
    return [
        Prose("heading_limits", style="heading"),
        *(Claim(f"limit_{name}") for name in LIMITS),
        Prose("heading_others", style="heading"),
        *(Claim(f"other_{name}") for name in OTHERS),
        Prose("heading_for", style="heading"),
        Prose("for_intro"),
        *_for(facts),
        Prose("heading_ask", style="heading"),
        *_ask(facts),
    ]


def _for(facts: Facts) -> list[Block]:
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
        at = Moment(correction.at) if isinstance(correction.at, datetime) and correction.at.tzinfo else Foreign(str(correction.at or ""))
        is_seen = correction.event_id in facts.corrections_seen
        params: dict[str, Value] = {"at": at, "by": Foreign(correction.by), "id": Foreign(correction.event_id)}
        claims.append(
            Claim("for_correction" if is_seen else "for_correction_absent", params, (of_event(correction.event_id),) if is_seen else ())
        )
    return claims


def _ask(facts: Facts) -> list[Block]:
    case = {row["measure"]: row for row in facts.scope.filter(subject_id="case").to_dicts()}
    open_ends = facts.scope.filter(facts.scope["upper"].is_null() & facts.scope["measure"].is_in(["reposts", "comments", "views"]))
    unregistered = facts.accounts_n - facts.registered_n
    found: list[tuple[str, int, tuple[Reference, ...]]] = [
        ("missing", facts.subsets["missing"].n, subset(facts, "missing")),
        ("assumed", facts.subsets["assumed"].n, subset(facts, "assumed")),
        ("roots", facts.missing_roots.height, (of_table("cascades"),)),
        ("counters", open_ends.height, tuple(of_measure(case[m]) for m in ("reposts", "views") if m in case)),
        ("registered", max(unregistered, 0), ()),
        ("no_account", facts.subsets["no_account"].n, subset(facts, "no_account")),
        ("conflict", facts.subsets["conflict"].n, subset(facts, "conflict")),
        ("rejected", facts.stored["rejected"], (of_table("rejected", facts.stored["rejected"]),)),
        ("obtained", facts.sources["obtained"].null_count(), (all_sources(facts),)),
    ]
    rows = tuple(Row((word(f"ask_{name}"), n, word(f"ask_{name}_whom"), word(f"ask_{name}_settles")), refs) for name, n, refs in found if n)
    if not rows:
        return [Prose("ask_nothing")]
    return [
        Grid(
            "table_ask",
            (Column("col_lacking", width=28), Column("col_n", width=8), Column("col_ask", width=30), Column("col_settles")),
            rows,
            style="small",
        )
    ]


SECTION = Section("limits", 70, build)
