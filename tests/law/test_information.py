"""What rows of law read of the alleged information: the rest of an export changes nothing of it."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import polars as pl

from analytics.alleged.events import itself
from analytics.law.alleged import events_of_it
from analytics.law.information import Information, corrected_at, read_information
from analytics.model.tables import ACCOUNTS, ALLEGED_EVENTS, COUNTERS, OCCURRENCES, PLACED_EVENTS, SOURCES
from analytics.report.alleged_data import Alleged
from analytics.store.case_toml import CaseToml
from analytics.text.versions import VERSIONS
from tests.law.made import rows

AT = datetime(2025, 3, 3, tzinfo=UTC)
FACTS = CaseToml.model_validate({"alleged": [{"id": "weibo:p"}]})
PLACE = {"source_sha256": "a" * 64, "source_row": 0, "source_path": "", "platform": "weibo"}


def event(event_id: str, kind: str, root_id: str, hours: int = 0) -> dict[str, Any]:
    at = {"at": AT + timedelta(hours=hours), "at_precision": "s"}
    return {**PLACE, **at, "event_id": event_id, "kind": kind, "root_id": root_id, "own_text": "话"}


def seen(event_id: str) -> dict[str, Any]:
    return {**PLACE, "event_id": event_id, "captured_at": AT + timedelta(days=1), "is_kept": True}


def counter(event_id: str, value: int) -> dict[str, Any]:
    return {**PLACE, "event_id": event_id, "counter": "reposts", "value": value, "captured_at": AT}


ACTS = [("weibo:p", "post", "states"), ("weibo:r", "repost", "repost")]


def told(
    *more: dict[str, Any], facts: CaseToml = FACTS, counters: tuple[Any, ...] = ()
) -> Information | None:
    alleged = [
        {
            "event_id": e,
            "item_id": "weibo:p",
            "layer": "stated",
            "part": part,
            "post_id": "weibo:p",
            "kind": kind,
        }
        for e, kind, part in ACTS
    ]
    events = [event(e, kind, "weibo:p") for e, kind, _ in ACTS]
    tables = {
        "alleged_events": rows(ALLEGED_EVENTS, *alleged),
        "events": rows(PLACED_EVENTS, *events, *more),
        "occurrences": rows(OCCURRENCES, seen("weibo:p"), *(seen(one["event_id"]) for one in more)),
        "counters": rows(COUNTERS, counter("weibo:p", 3), *counters),
        "accounts": ACCOUNTS.empty(),
        "sources": SOURCES.empty(),
    }
    return read_information(tables, pl.DataFrame(schema=VERSIONS), facts)


def test_a_post_of_a_million_reposts_that_is_not_alleged_changes_nothing() -> None:
    big = [event("weibo:big", "post", "weibo:big", 5), event("weibo:b1", "repost", "weibo:big", 6)]
    plain, beside = told(), told(*big, counters=(counter("weibo:big", 1_400_000),))
    assert plain is not None and beside is not None
    for name in ("acts", "copies", "words", "corrections", "counters"):
        assert getattr(plain, name).equals(getattr(beside, name)), name
    assert (plain.seen, plain.newest_at, plain.posts) == (beside.seen, beside.newest_at, ["weibo:p"])


def test_without_alleged_information_there_is_none() -> None:
    assert told(facts=CaseToml()) is None


def test_a_correction_known_to_the_day_lies_in_that_day() -> None:
    facts = CaseToml.model_validate(
        {"alleged": [{"id": "weibo:p"}], "corrections": [{"event_id": "weibo:gone", "at": date(2025, 3, 4)}]}
    )
    information_ = told(facts=facts)
    assert information_ is not None
    (span,) = corrected_at(information_, facts).values()
    assert span[1] - span[0] == timedelta(days=1)
    assert span[0] == datetime(2025, 3, 3, 16, tzinfo=UTC)  # 4 March in Beijing begins at 16:00 UTC.


def test_every_reader_selects_the_information_itself_by_one_rule() -> None:
    """Of four layers, two are the information itself: for rows of law, for part 6 and for the report alike."""
    rows = ALLEGED_EVENTS.fit(
        pl.DataFrame({"event_id": list("abcd"), "layer": ["stated", "exact", "near", "edited"]})
    )
    assert itself(rows)["event_id"].to_list() == ["a", "b"]
    assert Alleged((), rows).same.equals(itself(rows))
    told = SimpleNamespace(alleged_events=rows)
    assert events_of_it(told).equals(itself(rows))  # type: ignore[arg-type]
