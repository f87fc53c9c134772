"""What changed after a warning, takedown or correction, and whether it is still spreading."""

from datetime import UTC, datetime, timedelta

import polars as pl

from analytics.questions.question import Asked, Question, line, records
from analytics.questions.topics._records import newest_capture, of_item
from analytics.report.alleged_data import Stated
from analytics.report.answer_data import now_told
from analytics.report.blocks import Claim
from analytics.report.marks import marked, version_id
from analytics.report.placeholders import Foreign, Moment, Word
from analytics.report.timeline_data import Fact, fact_kind, placed
from analytics.report.timeline_data import told as stated_moment

WEEK = timedelta(days=7)


def after(asked: Asked) -> list[Claim]:
    """Count the records on the information in the 7 days before and after each dated fact."""
    found = [fact for fact in asked.facts.course.facts if fact.at is not None]
    if not found:
        return [Claim("timeline.facts_none")]
    end = newest_capture(asked) or asked.facts.span[1]
    claims = [claim for fact in found for claim in _after(asked, fact)]
    last = max(_until(asked, fact) for fact in found) + WEEK
    if end is not None and end < last:
        claims.append(line("after_cut", end=Moment(end, "min")))
    return [*claims, line("after_limit")]


def _after(asked: Asked, fact: Fact) -> list[Claim]:
    (start, width_s), until = placed(fact.at, asked.facts.zone), _until(asked, fact)
    rows = asked.facts.alleged.same.drop_nulls("at")
    before = rows.filter(pl.col("at").is_between(start - WEEK, start, closed="left"))["event_id"]
    later = rows.filter(pl.col("at").is_between(until, until + WEEK, closed="left"))["event_id"]
    at, sign = stated_moment(fact.at, asked.facts.zone), Word(f"timeline.kind_{fact.sign}")
    claims = [
        line(
            "after_fact",
            marked("facts", [fact.place]),
            records(before),
            records(later),
            at=at,
            sign=sign,
            kind=fact_kind(fact),
            b=len(before),
            c=len(later),
        )
    ]
    if width_s:
        same_day = rows.filter(pl.col("at").is_between(start, until, closed="left"))["event_id"]
        claims.append(line("after_day", records(same_day), n=len(same_day)))
    return [*claims, *_by_account(asked, fact, until)]


def _until(asked: Asked, fact: Fact) -> datetime:
    """The end of the time for which a fact may stand: a bare day ends at midnight."""
    start, width_s = placed(fact.at, asked.facts.zone)
    return start + timedelta(seconds=width_s)


def _by_account(asked: Asked, fact: Fact, until: datetime) -> list[Claim]:
    """What the account that a fact is about did on the information afterwards, its coded support apart."""
    if not fact.account_id:
        return []
    rows = asked.facts.alleged.same.filter(pl.col("account_id") == fact.account_id, pl.col("at") >= until)
    ids, support = rows["event_id"], rows.filter(side="support")["event_id"]
    who = asked.facts.names.shown(fact.account_id)
    return [line("after_account", records(ids), records(support), who=who, n=len(ids), s=len(support))]


def now(asked: Asked) -> list[Claim]:
    """Count what is new on the information before its newest capture, and tell how each post stands."""
    claims = [claim for one in asked.facts.alleged.stated for claim in _now(asked, one)]
    return [*claims, line("now_limit")]


def _now(asked: Asked, one: Stated) -> list[Claim]:
    rows = of_item(asked, one.id)
    claims = [now_told("answers.now", asked.facts.recent[one.number - 1], one.number)]
    last = rows.drop_nulls("at").tail(1)
    if last.height:
        at = Moment(last["at"][0], last["at_precision"][0])
        claims.append(line("now_last", records(last["event_id"]), k=str(one.number), at=at))
    return [*claims, *_state(asked, one)]


def _state(asked: Asked, one: Stated) -> list[Claim]:
    """Whether the case file states that the post was dealt with, and when a capture last showed it."""
    k, claims = str(one.number), []
    for place, row in enumerate(asked.facts.toml.takedowns, 1):
        if row.event_id == one.id:
            at = stated_moment(row.at, asked.facts.zone)
            mark = marked("facts", [f"takedowns/{place}"])
            claims.append(line("now_taken_down", mark, k=k, at=at, kind=Foreign(row.kind, 40)))
    shown = [v for v in one.versions if v.last_at]
    if shown:
        last = max(shown, key=lambda v: v.last_at or datetime.min.replace(tzinfo=UTC))
        mark = marked("versions", [version_id(last.event_id, last.text_sha256)])
        claims.append(line("now_seen", mark, k=k, at=Moment(last.last_at, "min")))
    return claims


QUESTIONS = (Question("after", 14, after), Question("now", 15, now))
