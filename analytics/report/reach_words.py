"""Where a count lies beside a number of law, in one wording for the report and `wakeline ask`."""

from datetime import datetime

import polars as pl

from analytics.law.alleged import unknown_until
from analytics.law.comparison import Position
from analytics.report.placeholders import Moment, Word
from analytics.report.report_data import ReportData
from analytics.report.scope_data import Extent
from analytics.report.section import word


def place_of(facts: ReportData, one: Extent) -> Word:
    """Tell where an extent of part 5 lies."""
    if one.place is None:
        return word("extent.place_none")
    shown, item_id = one.shown.get("reposts"), facts.alleged.stated[one.number - 1].id
    rows = facts.alleged.events.filter(item_id=item_id, layer=one.layer)
    return position_words(facts, one.place.position, rows, shown.at if shown else None)


def position_words(facts: ReportData, position: Position, rows: pl.DataFrame, at: datetime | None) -> Word:
    """Tell where a count lies; "not met" only as of its counter, where something happened after it.

    rows: ALLEGED_EVENTS that are counted; at: when the counter was captured, None where there is none.
    """
    lies, until = word(f"extent.place_{position}"), unknown_until(rows, facts.toml, at)
    if until is None or position is not Position.BELOW:
        return lies
    return word("extent.place_until", lies=lies, at=Moment(at, "min"), until=Moment(until, "min"))
