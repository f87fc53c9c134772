"""How wrong this can be: what was checked on this very case, what only on invented ones, and what was not
measured."""

from analytics.report.claims import Block, Claim, Prose
from analytics.report.facts import Facts
from analytics.report.section import Section, of_table, subset
from analytics.report.values import Share, Value


def build(facts: Facts) -> list[Block]:
    """Errors by stage: records, times, parents, groups, roles."""
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
        stable = facts.groups.clusters.filter(grade="A")["stable_share"].drop_nulls()
        if stable.len():
            least = Share(min(stable.to_list()), 1)
            blocks.append(
                Claim(
                    "errors_stable", {"least": least}, (of_table("clusters", facts.groups.clusters.height),)
                )
            )
    return [*blocks, Claim("errors_simulated"), Claim("errors_base_rate"), Claim("errors_human")]


SECTION = Section("errors", 65, build)
