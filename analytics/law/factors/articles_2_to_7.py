"""Articles 2 to 7: defamation, insult, personal information, harassment, marketing, duties, penalties."""

from zoneinfo import ZoneInfo

from analytics.law.factor import (
    CASE,
    SHOWN,
    Factor,
    Measures,
    Observation,
    Param,
    Status,
    admits,
    ids,
    stated_by,
    unmeasured,
)
from analytics.law.label_share import abuse_share
from analytics.law.rule_set import Provision
from analytics.store.reviews import moment
from analytics.text.personal_information import CLASSES


def observe_defamation(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe edited events (Article 2; 法释〔2013〕21号 Article 1), of those captured more than once.

    A text that was captured once shows no change. That a fact is false, made up, known to be so, and harms a
    reputation is for people.
    """
    del provision
    edited = measures.tally("edited")
    if edited is None or (not edited["of"] and not edited["value"]):
        return [unmeasured("edited_unknown")]
    n, of = int(edited["value"]), int(edited["of"])
    if n == 0:
        return [
            Observation(
                Status.NONE_IN_DATA,
                "edited_none",
                {"of": of},
                value=0.0,
                unit="acts",
                source="tallies: edited",
            )
        ]
    return [
        Observation(
            Status.MEASURED,
            "edited",
            {"n": n, "of": of},
            value=float(n),
            lower=float(n),
            unit="acts",
            source="tallies: edited",
            event_ids=ids(edited),
            exculpatory=("law.for_edited",),
            overturn=("law.over_edited",),
        )
    ]


FACTOR_A2_DEFAMATION = Factor(
    "A2", 60, observe_defamation, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_insult(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe insult (Article 3): the share that people coded as abuse, with its interval.

    The share is of the events they coded. A machine's guess is never read here. Wanton abuse and seriousness
    are for people.
    """
    del provision
    return [abuse_share(measures, "insult")]


FACTOR_A3_INSULT = Factor(
    "A3", 61, observe_insult, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_personal_information(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe personal information (Article 4; 法释〔2017〕10号 Article 5): distinct items in own words.

    Items are found by pattern, counted by class and shown masked. Which class of the interpretation an item
    falls into, whether it is true, whose it is and whether there was consent is for people: so no number of
    Article 5 is laid beside the count.
    """
    del provision
    rows = {kind: measures.tally(f"personal:{kind}") for kind in CLASSES}
    if any(row is None for row in rows.values()):
        return [unmeasured("none_tallies")]
    counts: dict[str, Param] = {kind: int(row["value"]) for kind, row in rows.items() if row}
    total = sum(int(row["value"]) for row in rows.values() if row)
    if total == 0:
        return [
            Observation(
                Status.NONE_IN_DATA, "personal_none", {}, value=0.0, unit="items", source="tallies: personal"
            )
        ]
    acts = tuple(sorted({act for row in rows.values() for act in ids(row)}))[:SHOWN]
    return [
        Observation(
            Status.MEASURED,
            "personal",
            counts,
            value=float(total),
            unit="items",
            source="tallies: personal",
            event_ids=acts,
            exculpatory=("law.for_pattern",),
            overturn=("law.over_pattern",),
        )
    ]


FACTOR_A4_PERSONAL_INFORMATION = Factor(
    "A4",
    62,
    observe_personal_information,
    admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE),
)


def observe_offline(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Say that platform data cannot show it: offline harassment (draft Article 5) leaves nothing in it."""
    del measures, provision
    return [unmeasured("offline")]


FACTOR_A5_D_OFFLINE = Factor("A5-D", 62, observe_offline, admits(Status.NOT_MEASURABLE))


def observe_marketing(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe promotion through public accounts (final Article 5): events with links by verified accounts.

    They are counted among the events of accounts whose verification is known. A link is no purpose; the
    purpose is for people.
    """
    del provision
    row = measures.tally("verified_links")
    if row is None:
        return [unmeasured("verified_unknown")]
    n, of = int(row["value"]), int(row["of"])
    if n == 0:
        return [
            Observation(
                Status.NONE_IN_DATA,
                "verified_none",
                {"of": of},
                value=0.0,
                unit="acts",
                source="tallies: verified_links",
            )
        ]
    return [
        Observation(
            Status.MEASURED,
            "verified_links",
            {"n": n, "of": of},
            value=float(n),
            lower=float(n),
            unit="acts",
            source="tallies: verified_links",
            event_ids=ids(row),
            exculpatory=("law.for_link_ordinary",),
            overturn=("law.over_links",),
        )
    ]


FACTOR_A5_F_MARKETING = Factor(
    "A5-F", 63, observe_marketing, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_provider_duty(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show the time between a notice and a takedown of the same event (Article 6), as case.toml states both.

    The first row says that platform data cannot tell more: a regulator's order and a refusal are for people.
    """
    del provision
    facts, zone = measures.toml, ZoneInfo(measures.toml.case.timezone)
    rows = []
    for notice in facts.notices:
        later = sorted(
            moment(t.at, zone)
            for t in facts.takedowns
            if notice.event_id
            and t.event_id == notice.event_id
            and moment(t.at, zone) >= moment(notice.at, zone)
        )
        if later:
            hours = (later[0] - moment(notice.at, zone)).total_seconds() / 3600
            rows.append(
                stated_by(
                    measures,
                    Observation(
                        Status.HUMAN,
                        "takedown_after",
                        {"hours": round(hours, 1), "document": notice.document or None},
                        notice.event_id,
                        value=hours * 3600,
                        unit="s",
                        source="case.toml: notices, takedowns",
                    ),
                    notice.at,
                )
            )
    return [unmeasured("provider_duty", notices=len(facts.notices), takedowns=len(facts.takedowns)), *rows]


FACTOR_A6_PROVIDER_DUTY = Factor("A6", 66, observe_provider_duty, admits(Status.NOT_MEASURABLE))


def observe_administrative(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show the penalties that case.toml states, with their dates (Article 7).

    法释〔2013〕21号 Article 2 (3) asks for a penalty for defamation within two years before a later conduct.
    Platform data show no penalty, which the first row says.
    """
    del provision
    stated = [
        stated_by(
            measures,
            Observation(
                Status.HUMAN,
                "penalty",
                {"at": p.at.isoformat(), "document": p.document or None},
                p.account_id or CASE,
            ),
            p.at,
        )
        for p in measures.toml.penalties
    ]
    return [unmeasured("administrative"), *stated]


FACTOR_A7_ADMINISTRATIVE = Factor("A7", 65, observe_administrative, admits(Status.NOT_MEASURABLE))

FACTORS = (
    FACTOR_A2_DEFAMATION,
    FACTOR_A3_INSULT,
    FACTOR_A4_PERSONAL_INFORMATION,
    FACTOR_A5_D_OFFLINE,
    FACTOR_A5_F_MARKETING,
    FACTOR_A6_PROVIDER_DUTY,
    FACTOR_A7_ADMINISTRATIVE,
)
