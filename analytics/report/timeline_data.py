"""The data of part 2: events on the alleged information by the hour, dated facts, and the texts in full."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from analytics.model.tables import ALLEGED_EVENTS
from analytics.model.thresholds import ListLimits
from analytics.model.time import DAY_S, trusted_at, trusted_precision
from analytics.report.alleged_data import Alleged, Stated
from analytics.report.figures.time_line import Pin, TimeLine
from analytics.report.placeholders import Foreign, Moment, Value, Word
from analytics.store.case_folder import Case
from analytics.store.case_toml import CaseToml
from analytics.store.stated_moments import stated_start
from analytics.text.versions import Version, changed_within, versions_of

STEPS_S = (3_600, 21_600, 86_400, 604_800, 2_592_000)  # An hour, unless that gives more bars than fit.
BARS_MAX = ListLimits.bars_n
SPAN_MIN_S = DAY_S  # One event alone still stands in the course of a day.
WIDE = 3.0  # If all events take this many times the span of the middle 99 in 100, the bars show that middle.
ROOM = 2.0  # Dated facts widen the axis as long as the middle 98 in 100 events fill half of it.
DATED = ("warnings", "notices", "takedowns", "penalties")
SIGN = {"warnings": "warning", "notices": "notice", "takedowns": "takedown", "penalties": "penalty"}
ROWS_MAX = 14  # Rows of dated facts below the bars; a kind with many of them then shares one row.


@dataclass(frozen=True)
class Fact:
    """A dated fact that case.toml states.

    place: where it stands there, as marks name it ("warnings/1"); sign: one of the signs of the time line.
    at: as stated: a moment, or a bare day; kind, reason, document, account_id: as people wrote them.
    post: which post it concerns: the number of its item in case.toml, the id of another post, "" for none.
    """

    place: str
    sign: str
    at: datetime | date | None
    kind: str
    reason: str = ""
    document: str = ""
    account_id: str = ""
    post: int | str = ""


def facts_of(toml: CaseToml) -> tuple[Fact, ...]:
    """List every dated fact of case.toml in the order of time, those without a date last."""
    numbers = {one.id: k for k, one in reversed(list(enumerate(toml.alleged, 1)))}
    found = [
        Fact(
            f"{name}/{k + 1}",
            SIGN[name],
            one.at,
            one.kind,
            one.reason,
            one.document,
            one.account_id,
            numbers.get(one.event_id, one.event_id),
        )
        for name in DATED
        for k, one in enumerate(getattr(toml, name))
    ]
    found += [
        Fact(f"corrections/{k + 1}", "correction", one.at, one.by) for k, one in enumerate(toml.corrections)
    ]
    found += [
        Fact(f"consequences/{k + 1}", "consequence", one.at, one.kind, document=one.document)
        for k, one in enumerate(toml.consequences)
    ]
    found += [
        Fact(f"dealt_with/{k + 1}", "dealt_with", one.at, "", document=one.document)
        for k, one in enumerate(toml.dealt_with)
    ]
    zone = ZoneInfo(toml.case.timezone)
    return tuple(sorted(found, key=lambda one: (one.at is None, placed(one.at, zone)[0], one.place)))


def placed(at: datetime | date | None, zone: ZoneInfo) -> tuple[datetime, float]:
    """Put a stated moment on the clock: (its moment in UTC, the seconds for which it may stand).

    A bare day begins at midnight of the case's zone and lasts a day; a moment without a zone is read there.

    >>> placed(date(2025, 3, 7), ZoneInfo("Asia/Shanghai"))
    (datetime.datetime(2025, 3, 6, 16, 0, tzinfo=datetime.timezone.utc), 86400.0)
    """
    if at is None:
        return datetime.max.replace(tzinfo=UTC), 0.0
    return stated_start(at, zone), 0.0 if isinstance(at, datetime) else float(DAY_S)


def told(at: datetime | date | None, zone: ZoneInfo) -> Moment:
    """Put a stated moment into words, no finer than it was stated."""
    if at is None:
        return Moment(None)
    moment, width_s = placed(at, zone)
    return Moment(moment, "day" if width_s else "min")


def pins_of(
    facts: tuple[Fact, ...],
    firsts: list[tuple[int, datetime | None]],
    versions: dict[int, tuple[Version, ...]],
    captured: list[datetime],
    zone: ZoneInfo,
) -> tuple[Pin, ...]:
    """Make the rows of signs below the bars, in the order of time, captures last.

    firsts: (number, first moment) of each piece of alleged information; versions: of each, by its number.
    captured: when files were captured.
    """
    rows = [*_first_pins(firsts), *_version_pins(versions), *_fact_pins(facts, zone)]
    if len(rows) > ROWS_MAX:
        rows = _shared(rows)
    rows.sort(key=lambda pin: pin.moments[0][0])
    moments = sorted(set(captured))
    if moments:
        words = Word(
            "timeline.pin_captures",
            (("n", len(moments)), ("first", Moment(moments[0], "day")), ("last", Moment(moments[-1], "day"))),
        )
        rows.append(Pin("capture", words, tuple((at, 0.0) for at in moments)))
    return tuple(rows)


def _first_pins(firsts: list[tuple[int, datetime | None]]) -> list[Pin]:
    return [
        Pin("version", _word("pin_first", at=Moment(at, "min"), k=number), ((at, 0.0),))
        for number, at in firsts
        if at is not None
    ]


def _version_pins(versions: dict[int, tuple[Version, ...]]) -> Iterator[Pin]:
    """Each change of a text, between the last capture of the old one and the first of the new one."""
    for number, texts in versions.items():
        whole = [one for one in texts if not one.is_cut]
        for old, new in pairwise(whole):
            if new.first_at is None:
                continue
            window = changed_within(old.last_at, new.first_at)
            if window is None:
                words = _word("pin_seen", at=Moment(new.first_at, "min"), k=number, v=new.number)
                yield Pin("version", words, ((new.first_at, 0.0),))
                continue
            words = _word(
                "pin_changed",
                begin=Moment(window[0], "min"),
                end=Moment(window[1], "min"),
                k=number,
                v=new.number,
            )
            yield Pin("version", words, ((window[0], (window[1] - window[0]).total_seconds()),))


def _fact_pins(facts: tuple[Fact, ...], zone: ZoneInfo) -> Iterator[Pin]:
    for fact in facts:
        if fact.at is not None:
            words = _word(f"pin_{fact.sign}", at=told(fact.at, zone), kind=fact_kind(fact))
            if fact.post:
                words = _word("pin_about", pin=words, post=post_of(fact))
            yield Pin(fact.sign, words, (placed(fact.at, zone),))


def post_of(fact: Fact) -> Value:
    """The post that a fact concerns: the number of its item, or the id of another post."""
    if isinstance(fact.post, int):
        return _word("post_item", k=fact.post)
    return _word("post_other", id=Foreign(fact.post)) if fact.post else _word("post_none")


def fact_kind(fact: Fact) -> Value:
    """What people called the fact; of a consequence its kind, of an unlisted kind the stated words."""
    if fact.sign == "consequence" and fact.kind == "other" and fact.document:
        return Foreign(fact.document, 60)
    if fact.sign == "consequence":
        return Word(f"timeline.consequence_{fact.kind}")
    return Foreign(fact.kind) if fact.kind else _word(f"kind_{fact.sign}")


def _shared(rows: list[Pin]) -> list[Pin]:
    """One row a kind: its signs, how many, and between which days."""
    kinds = dict.fromkeys(pin.kind for pin in rows)
    shared = []
    for kind in kinds:
        moments = sorted(moment for pin in rows if pin.kind == kind for moment in pin.moments)
        words = _word(
            "pin_many",
            kind=_word(f"kind_{kind}"),
            n=len(moments),
            first=Moment(moments[0][0], "day"),
            last=Moment(moments[-1][0], "day"),
        )
        shared.append(Pin(kind, words, tuple(moments)))
    return shared


def time_line_of(
    alleged: pl.DataFrame, others: pl.Series, pins: tuple[Pin, ...], zone: ZoneInfo, told: str = "time_line"
) -> TimeLine | None:
    """Count events on the alleged information over time; None where none has a time finer than a day.

    alleged: at, at_precision of ALLEGED_EVENTS. others: moments of all other exported events.
    pins: rows of dated facts; where they would leave the bars less than half of the axis they stand at its
        edge. told: whose words the figure has.

    The bars never depend on `others`, which is drawn in a row of its own.
    """
    timed = alleged.filter(pl.col("at").is_not_null() & (pl.col("at_precision") != "day").fill_null(True))
    if timed.is_empty():
        return None
    low, high = _window(timed["at"])
    room = ROOM * _span(timed["at"], 0.01)
    near = [at for pin in pins for at, _ in pin.moments if high - room <= at <= low + room]
    begin, end = min([low, *near]), max([high, *near])
    span_s = max((end - begin).total_seconds(), SPAN_MIN_S)
    step_s = next((step for step in STEPS_S if span_s / step < BARS_MAX), STEPS_S[-1])
    start = _floor(begin, step_s, zone)
    n = int((max(end, begin + timedelta(seconds=SPAN_MIN_S)) - start).total_seconds() // step_s) + 1
    counts, outside_n = _counted(timed["at"], start, step_s, n)
    return TimeLine(
        start,
        step_s,
        counts,
        _counted(others.drop_nulls(), start, step_s, n)[0],
        outside_n,
        alleged.height - timed.height,
        pins,
        told,
    )


def _window(moments: pl.Series) -> tuple[datetime, datetime]:
    """First and last moment to draw: all, or those about the middle 99 in 100 where far ones flatten it."""
    first, last = _ends(moments)
    span = _span(moments, 0.005)
    low, high = _ends(_middle(moments, 0.005))
    if last - first <= WIDE * span:
        return first, last
    return _ends(moments.filter(moments.is_between(low - span / 2, high + span / 2)))


def _middle(moments: pl.Series, tail: float) -> pl.Series:
    """The moments without a share of them at either end."""
    return moments.filter(moments.is_between(moments.quantile(tail), moments.quantile(1 - tail)))


def _span(moments: pl.Series, tail: float) -> timedelta:
    """How long the moments without a share at either end take, a day at least."""
    low, high = _ends(_middle(moments, tail))
    return max(high - low, timedelta(seconds=SPAN_MIN_S))


def _ends(moments: pl.Series) -> tuple[datetime, datetime]:
    first, last = moments.min(), moments.max()
    assert isinstance(first, datetime) and isinstance(last, datetime)
    return first, last


def _floor(at: datetime, step_s: int, zone: ZoneInfo) -> datetime:
    """The start of the step in which a moment lies, on the clock of the zone."""
    local = at.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if step_s >= DAY_S:
        return midnight.astimezone(UTC)
    since = (local - midnight).total_seconds() // step_s * step_s
    return (midnight + timedelta(seconds=since)).astimezone(UTC)


def _counted(moments: pl.Series, start: datetime, step_s: int, n: int) -> tuple[tuple[int, ...], int]:
    """How many moments lie in each of `n` steps, and how many in none."""
    at = (moments.cast(pl.Datetime("us", "UTC")) - start).dt.total_microseconds() // (step_s * 1_000_000)
    found = dict(at.filter(at.is_between(0, n - 1)).value_counts().iter_rows())
    counts = tuple(int(found.get(k, 0)) for k in range(n))
    return counts, moments.len() - sum(counts)


def _word(name: str, **params: Value) -> Word:
    return Word(f"timeline.{name}", tuple(params.items()))


def layers_of(alleged: pl.DataFrame) -> dict[str, dict[str, list[str]]]:
    """Find copies of the alleged information by layer, and what hangs below them.

    Returns by layer ("exact", "near", "edited"): states (their event ids), below (event ids under them).
    """
    found = {}
    for layer in ("exact", "near", "edited"):
        rows = alleged.filter(layer=layer)
        found[layer] = {
            "states": rows.filter(part="states")["event_id"].to_list(),
            "below": rows.filter(pl.col("part") != "states")["event_id"].to_list(),
        }
    return found


@dataclass(frozen=True)
class Piece:
    """A piece of alleged information, as `[[alleged]]` states it.

    number: its place in case.toml; event: its post (of a family, the earliest that states it), or None.
    versions: every text that captures show of that post.
    """

    number: int
    id: str
    what: str
    event: dict[str, Any] | None
    versions: tuple[Version, ...]

    @property
    def texts(self) -> tuple[Version, ...]:
        """The versions without texts that a list cut off."""
        return tuple(one for one in self.versions if not one.is_cut)


@dataclass(frozen=True)
class Correction:
    """A post that case.toml lists as setting the record straight.

    place: where it stands there, as marks name it; at, by: as stated; at of the post where none is stated.
    is_held: whether an export holds it; versions: its texts, without those that a list cut off.
    """

    place: str
    event_id: str
    at: datetime | date | None
    by: str
    is_held: bool
    versions: tuple[Version, ...]

    @property
    def by_words(self) -> Value:
        """Who published it, in the words of the case file."""
        return Foreign(self.by) if self.by else _word("kind_correction")


@dataclass(frozen=True)
class Course:
    """Part 2 in full: the pieces of alleged information, the dated facts, the time line, copies by layer.

    corrections: in the order of case.toml.
    """

    pieces: tuple[Piece, ...]
    facts: tuple[Fact, ...]
    line: TimeLine | None
    layers: dict[str, dict[str, list[str]]]
    corrections: tuple[Correction, ...] = ()


def course_of(case: Case, alleged: Alleged, toml: CaseToml, captured: list[datetime]) -> Course:
    """Read what part 2 tells. captured: when files were captured.

    Raises CaseError if a table of the case is not the file that analysis.json names.
    """
    zone = ZoneInfo(toml.case.timezone)
    events = alleged.events if alleged.is_measured else ALLEGED_EVENTS.empty()
    found = [_representative(case, one, events) for one in alleged.stated]
    known = {one.id: one.texts for one in alleged.stated if one.event is not None}
    of_families = [row["event_id"] for row in found if row is not None and row["event_id"] not in known]
    texts = known | versions_of(case, of_families)
    pieces = tuple(
        Piece(one.number, one.id, one.what, row, texts[row["event_id"]] if row else ())
        for one, row in zip(alleged.stated, found, strict=True)
    )
    facts = facts_of(toml)
    firsts = [(one.number, one.event["at"] if one.event else None) for one in pieces]
    pins = pins_of(facts, firsts, {one.number: one.versions for one in pieces}, captured, zone)
    on_it = events["event_id"].implode()
    others = case.scan("events").filter(~pl.col("event_id").is_in(on_it)).select(trusted_at()).collect()["at"]
    line = time_line_of(events, others, pins, zone) if events.height else None
    return Course(pieces, facts, line, layers_of(events), _corrections(case, toml))


def _corrections(case: Case, toml: CaseToml) -> tuple[Correction, ...]:
    """Read the corrections that case.toml lists, with their texts."""
    ids = [one.event_id for one in toml.corrections]
    wanted = pl.Series(ids, dtype=pl.String).implode()
    held = case.scan("events").filter(pl.col("event_id").is_in(wanted)).select("event_id", trusted_at())
    moments = dict(held.collect().iter_rows())
    texts = versions_of(case, list(moments))
    return tuple(
        Correction(
            f"corrections/{k + 1}",
            one.event_id,
            one.at or moments.get(one.event_id),
            one.by,
            one.event_id in moments,
            tuple(text for text in texts.get(one.event_id, ()) if not text.is_cut),
        )
        for k, one in enumerate(toml.corrections)
    )


def _representative(case: Case, stated: Stated, events: pl.DataFrame) -> dict[str, Any] | None:
    """The event that stands for a piece of information: the one stated, or the earliest that states it."""
    if stated.event is not None or stated.is_absent:
        return stated.event
    rows = events.filter(item_id=stated.id, part="states").sort("at", "event_id", nulls_last=True)
    if rows.is_empty():
        return None
    mine = case.scan("events").filter(pl.col("event_id") == rows["event_id"][0])
    return mine.with_columns(trusted_at(), trusted_precision()).collect().row(0, named=True)
