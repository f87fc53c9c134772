"""How wrong this can be: what was checked on this case, what only on invented ones, what was not measured."""

from analytics.report.blocks import Claim
from analytics.report.placeholders import Share, Value
from analytics.report.report_data import ReportData
from analytics.report.section import of_table, subset


def error_claims(facts: ReportData) -> list[Claim]:
    """Build the errors by stage: records, times, parents, groups, roles.

    They tell what was checked on this case, what only on invented ones, and what was not measured.
    """
    groups = facts.groups.coordination
    uncertain, acts = facts.subsets["assumed"].n + facts.subsets["missing"].n, facts.acts_n
    blocks = [
        Claim(
            "errors_parents",
            {"n": uncertain, "all": acts, "share": Share(uncertain, acts)},
            (*subset(facts, "assumed"), *subset(facts, "missing")),
        )
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
