"""Organized spreading (Article 12 (4)). Final text: organized or directed, in large amounts, on SEVERAL
platforms (`needs.platforms_min` = 2). Draft: repeated spreading alone, or organized spreading on any number
of platforms. Organization, and who stands behind accounts on two platforms, is for people."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, ids, unmeasured
from analytics.law.factors.a12_3_several import repeated
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Whether both measurable elements were seen: acting together, and the number of platforms the provision
    asks for."""
    needs = provision.needs if provision else {}
    platforms_min = int(needs.get("platforms_min", 2))
    rows = [_organized(measures, platforms_min)]
    if needs.get("repeated_alone"):
        rows.append(repeated(measures) if measures.toml.targets else unmeasured("no_targets"))
    return rows


def _organized(measures: Measures, platforms_min: int) -> Found:
    if not measures.has("coordination"):
        return unmeasured("none_coordination")
    clusters = measures.table("clusters")
    together = clusters.filter(clusters["grade"].is_in(["A", "B"])).height
    if platforms_min < 2:
        status = Status.OBSERVED if together else Status.NOT_OBSERVED
        return Found(
            status,
            "together",
            {"n": together},
            value=float(together),
            unit="accounts",
            source="clusters",
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
        return Found(
            Status.NOT_OBSERVED,
            "across_none",
            {"n": together, "families": across.height, "platforms": int(exported["value"])},
            value=across["value"][0] if across.height else 1.0,
            unit="platforms",
            source="tallies: platforms",
            exculpatory=("law.for_organic",),
        )
    top = across.row(0, named=True)
    return Found(
        Status.OBSERVED,
        "across",
        {"n": together, "families": across.height, "most": int(top["value"])},
        value=top["value"],
        lower=top["value"],
        unit="platforms",
        source="tallies: platforms; clusters",
        event_ids=ids(top),
        exculpatory=("law.for_common_cause", "law.for_copied"),
        overturn=("law.over_organized",),
    )


FACTOR = Factor("A12-4", 43, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
