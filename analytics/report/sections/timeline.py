"""The time line, and what is alleged in its own words."""

from analytics.report.alleged_data import Stated
from analytics.report.blocks import Block, Figure, Prose, Quote
from analytics.report.placeholders import Foreign, Moment, Span, Value
from analytics.report.report_data import ReportData
from analytics.report.section import Section, of_event, of_table, word

WHOLE = 20_000  # Characters: no post is longer, so what is alleged is printed whole.


def build(facts: ReportData) -> list[Block]:
    """Build the picture of events over time, then the text of each alleged post."""
    return [*_figure(facts), *(_text(facts, stated) for stated in facts.alleged.stated if stated.event)]


def _figure(facts: ReportData) -> list[Block]:
    if not facts.bars:
        return [Prose("parts.no_times")]
    notes = (word("figure_time_note", outside=facts.bars.outside_n, left_out=facts.bars.left_out_n),)
    params: dict[str, Value] = {"zone": facts.toml.case.timezone, "step": Span(facts.bars.step_s)}
    return [Figure("figure_time", facts.bars, params, (of_table("events", facts.acts_n),), notes=notes)]


def _text(facts: ReportData, stated: Stated) -> Quote:
    assert stated.event is not None
    row = stated.event
    cite = word(
        "parts.cite", who=facts.names.shown(row["account_id"]), at=Moment(row["at"], row["at_precision"])
    )
    return Quote(Foreign(row["own_text"] or row["text"], WHOLE), cite, (of_event(row["event_id"]),))


SECTION = Section("timeline", 2, build)
