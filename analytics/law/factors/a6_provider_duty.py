"""The provider's duty (Article 6): time between a notice and a takedown that case.toml states for the same
act or account. A regulator's order and a refusal are for people."""

from zoneinfo import ZoneInfo

from analytics.law.factor import Factor, Found, Measures, Status, admits, stated_by, unmeasured
from analytics.law.rule_set import Provision
from analytics.store.review import moment


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """A row a notice that was followed by a takedown of the same act; else that nothing can be told."""
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
                    Found(
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


FACTOR = Factor("A6", 66, observe, admits(Status.NOT_MEASURABLE))
