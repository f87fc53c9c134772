"""Several persons, or several times (Article 12 (3)): accounts that aimed at two or more targets of the case;
under the final text also accounts with two or more separate acts (the draft has these in item (4):
`needs.repeated_counts`). An act is told apart from the one before it by another thread or more than 24 hours.
That each act is insult or defamation, and what counts as several times, is for people."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, ids, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Several targets; then, if the provision counts them, several separate acts."""
    if not measures.toml.targets:
        return [unmeasured("no_targets")]
    if measures.tally("aimed") is None:
        return [unmeasured("none_targets")]
    rows = [_several(measures)]
    if provision is not None and provision.needs.get("repeated_counts"):
        rows.append(repeated(measures))
    return rows


def _several(measures: Measures) -> Found:
    stated = len(measures.toml.targets)
    if stated < 2:
        return unmeasured("one_target_stated")
    several = measures.tallies("aimed_targets").sort("value", "subject_id", descending=[True, False])
    if several.is_empty():
        return Found(
            Status.NOT_OBSERVED,
            "several_none",
            {"targets": stated},
            value=1.0,
            unit="targets",
            source="tallies: aimed_targets",
        )
    top = several.row(0, named=True)
    return Found(
        Status.OBSERVED,
        "several_targets",
        {"n": several.height, "most": int(top["value"]), "targets": stated},
        value=top["value"],
        unit="targets",
        source="tallies: aimed_targets",
        event_ids=ids(top),
        exculpatory=("law.for_aimed_any",),
        overturn=("law.over_terms",),
    )


def repeated(measures: Measures) -> Found:
    """Accounts with several separate acts aimed at a target: the number of accounts, and the most of one."""
    count = measures.tally("separate_accounts")
    if count is None:
        return unmeasured("none_targets")
    top = measures.tallies("separate_acts").sort("value", "subject_id", descending=[True, False])
    if top.is_empty():
        return Found(
            Status.NOT_OBSERVED,
            "repeated_none",
            {"of": int(count["of"])},
            value=1.0,
            unit="acts",
            source="tallies: separate_acts",
        )
    first = top.row(0, named=True)
    return Found(
        Status.OBSERVED,
        "repeated_acts",
        {"n": int(count["value"]), "of": int(count["of"]), "most": int(first["value"])},
        value=first["value"],
        unit="acts",
        source="tallies: separate_acts",
        event_ids=ids(first),
        exculpatory=("law.for_aimed_any",),
        overturn=("law.over_acts",),
    )


FACTOR = Factor("A12-3", 42, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
