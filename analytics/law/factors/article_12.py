"""Article 12, items (1) to (5): the circumstances in which the public prosecutor acts."""

from analytics.law.factor import Factor, Measures, Observation, Status, admits, ids, stated_by, unmeasured
from analytics.law.label_share import abuse_share
from analytics.law.rule_set import Provision


def observe_grave(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show the grave consequences that case.toml states (Article 12 (1)); platform data never measures them.

    The first row says that they cannot be measured, and how many of the stated ones the provision does not
    cover. The final text counts near relatives, the draft of 2023-06-09 the victim only
    (`needs.near_relatives`).
    """
    relatives = provision is None or bool(provision.needs.get("near_relatives", True))
    stated = measures.toml.consequences
    covered = [c for c in stated if relatives or c.who == "victim"]
    rows = [unmeasured("grave" if relatives else "grave_victim_only", left=len(stated) - len(covered))]
    for c in covered:
        said = Observation(
            Status.HUMAN,
            f"consequence_{c.kind}",
            {"who": c.who, "at": c.at.isoformat(), "document": c.document or None},
            exculpatory=("law.for_no_cause",),
        )
        rows.append(stated_by(measures, said, c.at))
    return rows


FACTOR_A12_1_GRAVE = Factor("A12-1", 40, observe_grave, admits(Status.NOT_MEASURABLE))


def observe_public_targets(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe arbitrary targeting of ordinary people (Article 12 (2)): strangers, then the coded share.

    Strangers of a target are accounts that aimed at it and that it had never addressed before. The coded
    share is that of malicious comments. "Arbitrary", order and social impact are for people.
    """
    del provision
    if not measures.toml.targets:
        return [unmeasured("no_targets")]
    rows = [
        Observation(
            Status.MEASURED if row["value"] else Status.NONE_IN_DATA,
            "strangers",
            {"n": int(row["value"]), "of": int(row["of"])},
            row["subject_id"],
            value=row["value"],
            unit="accounts",
            source="tallies: strangers",
            exculpatory=("law.for_stranger",),
            overturn=("law.over_strangers",),
        )
        for row in measures.tallies("strangers").to_dicts()
    ]
    return [*(rows or [unmeasured("strangers_unknown")]), abuse_share(measures, "comments")]


FACTOR_A12_2_PUBLIC_TARGETS = Factor(
    "A12-2", 41, observe_public_targets, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_several(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe several persons, or several times (Article 12 (3)): accounts that aimed at two or more targets.

    Under the final text (`needs.repeated_counts`) accounts with several separate events count too; the draft
    has these in item (4). That each event is insult or defamation, and what counts as several times, is for
    people.
    """
    if not measures.toml.targets:
        return [unmeasured("no_targets")]
    if measures.tally("aimed") is None:
        return [unmeasured("none_targets")]
    rows = [_several(measures)]
    if provision is not None and provision.needs.get("repeated_counts"):
        rows.append(repeated(measures))
    return rows


def _several(measures: Measures) -> Observation:
    """Accounts that aimed at two or more targets; not measurable where case.toml states only one."""
    stated = len(measures.toml.targets)
    if stated < 2:
        return unmeasured("one_target_stated")
    several = measures.tallies("aimed_targets").sort("value", "subject_id", descending=[True, False])
    if several.is_empty():
        return Observation(
            Status.NONE_IN_DATA,
            "several_none",
            {"targets": stated},
            value=1.0,
            unit="targets",
            source="tallies: aimed_targets",
        )
    top = several.row(0, named=True)
    return Observation(
        Status.MEASURED,
        "several_targets",
        {"n": several.height, "most": int(top["value"]), "targets": stated},
        value=top["value"],
        unit="targets",
        source="tallies: aimed_targets",
        event_ids=ids(top),
        exculpatory=("law.for_aimed_any",),
        overturn=("law.over_terms",),
    )


def repeated(measures: Measures) -> Observation:
    """Observe accounts with several separate events aimed at a target: how many, and the most of one.

    An event is separate from the one before it if it stands in another thread or more than `separate_gap_h`
    hours later.
    """
    count = measures.tally("separate_accounts")
    if count is None:
        return unmeasured("none_targets")
    top = measures.tallies("separate_acts").sort("value", "subject_id", descending=[True, False])
    if top.is_empty():
        return Observation(
            Status.NONE_IN_DATA,
            "repeated_none",
            {"of": int(count["of"])},
            value=1.0,
            unit="acts",
            source="tallies: separate_acts",
        )
    first = top.row(0, named=True)
    return Observation(
        Status.MEASURED,
        "repeated_acts",
        {"n": int(count["value"]), "of": int(count["of"]), "most": int(first["value"])},
        value=first["value"],
        unit="acts",
        source="tallies: separate_acts",
        event_ids=ids(first),
        exculpatory=("law.for_aimed_any",),
        overturn=("law.over_acts",),
    )


FACTOR_A12_3_SEVERAL = Factor(
    "A12-3", 42, observe_several, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_platforms(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe organized spreading (Article 12 (4)): acting together, and the number of platforms.

    The final text asks for organized spreading, in large amounts, on several platforms (`needs.platforms_min`
    = 2). The draft asks for repeated spreading alone (`needs.repeated_alone`), or organized spreading on any
    number of platforms. Organization, and who stands behind accounts on two platforms, is for people. With
    fewer exported platforms than asked for it is not measurable.
    """
    needs = provision.needs if provision else {}
    platforms_min = int(needs.get("platforms_min", 2))
    rows = [_organized(measures, platforms_min)]
    if needs.get("repeated_alone"):
        rows.append(repeated(measures) if measures.toml.targets else unmeasured("no_targets"))
    return rows


def _organized(measures: Measures, platforms_min: int) -> Observation:
    """Group member candidates at A or B, and the families that stand on enough platforms."""
    if not measures.has("coordination"):
        return unmeasured("none_coordination")
    members = measures.table("roles").filter(role="amplifier")
    together = members.filter(members["grade"].is_in(["A", "B"]))["account_id"].n_unique()
    if platforms_min < 2:
        status = Status.MEASURED if together else Status.NONE_IN_DATA
        return Observation(
            status,
            "together",
            {"n": together},
            value=float(together),
            unit="accounts",
            source="roles: amplifier, grades A and B",
            exculpatory=("law.for_common_cause",) if together else ("law.for_organic",),
            overturn=("law.over_organized",),
        )
    exported, across = (
        measures.tally("platforms_case"),
        measures.tallies("platforms").sort("value", "subject_id", descending=[True, False]),
    )
    if exported is None:
        return unmeasured("none_tallies")
    if exported["value"] < platforms_min:
        return unmeasured("one_platform", n=together)
    if across.is_empty() or not together:
        return Observation(
            Status.NONE_IN_DATA,
            "across_none",
            {"n": together, "families": across.height, "platforms": int(exported["value"])},
            value=across["value"][0] if across.height else 1.0,
            unit="platforms",
            source="tallies: platforms",
            exculpatory=("law.for_organic",),
        )
    top = across.row(0, named=True)
    return Observation(
        Status.MEASURED,
        "across",
        {"n": together, "families": across.height, "most": int(top["value"])},
        value=top["value"],
        lower=top["value"],
        unit="platforms",
        source="tallies: platforms; roles: amplifier",
        event_ids=ids(top),
        exculpatory=("law.for_common_cause", "law.for_copied"),
        overturn=("law.over_organized",),
    )


FACTOR_A12_4_PLATFORMS = Factor(
    "A12-4", 43, observe_platforms, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_other(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Say that platform data cannot show other circumstances (Article 12 (5)): they are wholly for people."""
    del measures, provision
    return [unmeasured("other")]


FACTOR_A12_5_OTHER = Factor("A12-5", 44, observe_other, admits(Status.NOT_MEASURABLE))

FACTORS = (
    FACTOR_A12_1_GRAVE,
    FACTOR_A12_2_PUBLIC_TARGETS,
    FACTOR_A12_3_SEVERAL,
    FACTOR_A12_4_PLATFORMS,
    FACTOR_A12_5_OTHER,
)
