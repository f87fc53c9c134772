"""What the data cannot show, other explanations of the same numbers, and the facts that speak for those
accused."""

from datetime import datetime

from analytics.report.claims import Block, Claim, Prose
from analytics.report.facts import Facts
from analytics.report.section import Section, of_event, of_table, of_tree, subset
from analytics.report.values import Foreign, Moment, Share, Value

LIMITS = ("export", "deleted", "counters", "clock", "account", "depth", "text")
OTHERS = ("organic", "interest", "tools", "direct", "first", "speech")


def build(facts: Facts) -> list[Block]:
    """Limits, other explanations, facts for the accused computed from this case."""
    return [
        Prose("heading_limits", style="heading"),
        *(Claim(f"limit_{name}") for name in LIMITS),
        Prose("heading_others", style="heading"),
        *(Claim(f"other_{name}") for name in OTHERS),
        Prose("heading_for", style="heading"),
        Prose("for_intro"),
        *_for(facts),
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


SECTION = Section("limits", 60, build)
