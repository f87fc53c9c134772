"""Who was first, and when it happened."""

from datetime import datetime

import polars as pl

from analytics.alleged.earlier import earlier_records, may_be_first, set_aside, standing_alone
from analytics.model.time import trusted_at
from analytics.questions.question import Asked, Question, line, records
from analytics.questions.topics._records import of_item
from analytics.report.alleged_data import Stated
from analytics.report.blocks import Claim
from analytics.report.marks import marked
from analytics.report.placeholders import Foreign, Moment, Word
from analytics.report.timeline_data import Fact, fact_kind
from analytics.report.timeline_data import told as stated_moment
from analytics.text.targets import at_targets


def first(asked: Asked) -> list[Claim]:
    """Tell of each item its earliest record, what cannot be told apart from it, and what came before."""
    claims = [claim for one in asked.facts.alleged.stated for claim in _first(asked, one)]
    return [*claims, line("first_limit")]


def _first(asked: Asked, one: Stated) -> list[Claim]:
    rows = of_item(asked, one.id).filter(part="states")
    kept, aside = set_aside(rows, _alone(asked))
    dated = kept.drop_nulls("at")
    if dated.is_empty():
        return [
            line(
                "first_absent" if one.is_absent else "first_undated",
                records(rows["event_id"]),
                k=str(one.number),
            )
        ]
    top = dated.row(0, named=True)
    ties = may_be_first(dated)["event_id"].to_list()[1:]
    claims = [
        line(
            "first",
            records([top["event_id"]]),
            k=str(one.number),
            who=asked.facts.names.shown(top["account_id"]),
            at=Moment(top["at"], top["at_precision"]),
            id=Foreign(top["event_id"]),
        )
    ]
    if one.is_absent:
        claims.insert(0, line("first_absent", k=str(one.number)))
    if aside.height:
        claims.append(line("first_alone", records(aside["event_id"]), n=aside.height))
    if ties:
        claims.append(line("first_tie", records(ties), n=len(ties)))
    return [*claims, *_earlier(asked, top["at"])]


def _alone(asked: Asked) -> pl.Series:
    """The records that stand in one row of one file alone."""
    case = asked.case
    acts = case.read_or_empty("parents").select("event_id", "root_id", "parent_id")
    seen = case.read_or_empty("occurrences").select("event_id", "source_sha256")
    return standing_alone(acts, seen, (one.id for one in asked.facts.alleged.stated))


def _earlier(asked: Asked, start: datetime) -> list[Claim]:
    """Records about a target before an item, as the row of Article 8 counts them."""
    if not asked.facts.toml.targets:
        return []
    case = asked.case
    events = case.scan("events").select("event_id", "account_id", trusted_at())
    aimed = at_targets(case.read_or_empty("targets"), asked.facts.toml.targets)["event_id"].implode()
    mine = events.filter(pl.col("event_id").is_in(aimed)).collect()
    before = earlier_records(mine, case.read_or_empty, asked.facts.toml, start)
    if before.is_empty():
        return [line("first_none_earlier")]
    all_ids, apart = before["event_id"], before.filter("is_apart")["event_id"]
    return [line("first_earlier", records(all_ids), records(apart), n=len(all_ids), j=len(apart))]


def when(asked: Asked) -> list[Claim]:
    """Tell of each item its first and last records and busiest hour, then the dated facts."""
    claims = [claim for one in asked.facts.alleged.stated for claim in _span(asked, one)]
    found = [fact for fact in asked.facts.course.facts if fact.at is not None]
    claims += [_fact(asked, fact) for fact in found]
    return claims if found else [*claims, Claim("timeline.facts_none")]


def _span(asked: Asked, one: Stated) -> list[Claim]:
    rows = of_item(asked, one.id)
    below = rows.filter(pl.col("part") != "states")
    states = set_aside(rows.filter(part="states"), _alone(asked))[0].drop_nulls("at")
    claims = []
    if states.height:
        top = states.row(0, named=True)
        at = Moment(top["at"], top["at_precision"])
        claims.append(line("when_first", records([top["event_id"]]), k=str(one.number), at=at))
    dated = below.drop_nulls("at")
    if dated.is_empty():
        return [*claims, line("when_nothing_below", k=str(one.number))]
    last = dated.row(-1, named=True)
    low, high = (Moment(row["at"], row["at_precision"]) for row in (dated.row(0, named=True), last))
    claims.append(line("when_below", records(below["event_id"]), n=below.height, low=low, high=high))
    if undated := below.filter(pl.col("at").is_null())["event_id"].to_list():
        claims.append(line("when_undated", records(undated), n=len(undated)))
    return [*claims, _busiest(asked, dated)]


def _busiest(asked: Asked, dated: pl.DataFrame) -> Claim:
    """The full hour of the case's clock with most records; of several the first."""
    hours = dated.with_columns(
        hour=pl.col("at").dt.convert_time_zone(str(asked.facts.zone)).dt.truncate("1h")
    )
    counted = (
        hours.group_by("hour")
        .agg(ids=pl.col("event_id"))
        .sort(pl.col("ids").list.len(), "hour", descending=[True, False])
    )
    hour, ids = counted.row(0)
    return line("when_busiest", records(ids), at=Moment(hour, "min"), n=len(ids))


def _fact(asked: Asked, fact: Fact) -> Claim:
    at, sign = stated_moment(fact.at, asked.facts.zone), Word(f"timeline.kind_{fact.sign}")
    return line("when_fact", marked("facts", [fact.place]), at=at, sign=sign, kind=fact_kind(fact))


QUESTIONS = (Question("first", 1, first), Question("when", 2, when))
