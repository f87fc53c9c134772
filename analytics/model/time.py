"""When an event happened: how finely it is known, which of two times is believed, and the interval it leaves.

A time that its id contradicts. The platform issues an id and encodes the moment in it; an exporter writes the
time. Where both are known and differ by more than the setting `id_gap_s`, the import keeps both and sets
`at_conflict`. From there on two rules hold:

- The exported time is never evidence. It is shown only as what the export says (`at` and `at_text` of the
  events table, the table of contradictions of the report, the remark where an event is opened).
- The moment of the id, known to the second, takes its place in trees, pairs, roles, scope, charts, exports,
  listings and the report alike. Where there is none, the time is unknown.

Other rules were tried. Widening the interval to both times would let one wrong date of the data set blur
every order that it touches; leaving the event out of some views makes one place show what another hides; and
the exported time is the very claim that is in doubt. In 1.15 million public reposts every contradiction was a
wrong date of the data set.

Intervals. A time of precision p happened in [at, at + width(p)): not before `at`, and before `at + width`. A
time without a stated precision counts as known to the second.
"""

from typing import NamedTuple, TypeVar

import polars as pl

SECOND_US = 1_000_000
DAY_S = 86_400
DEFAULT = "s"  # The precision of a time that states none, and of a moment read from an id.
BEIJING = "Asia/Shanghai"  # The zone of exports and cases that name none.
BEIJING_OFFSET_S = 8 * 3_600  # Seconds ahead of UTC; no summer time since 1992.

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


class Precision(NamedTuple):
    """A step that times are known to. rank: 0 is the finest; width_us: microseconds an event may lie in."""

    name: str
    rank: int
    width_us: int


PRECISIONS = (
    Precision("us", 0, 1),
    Precision("ms", 1, 1_000),
    Precision("s", 2, SECOND_US),
    Precision("min", 3, 60 * SECOND_US),
    Precision("h", 4, 3_600 * SECOND_US),
    Precision("day", 5, DAY_S * SECOND_US),
)
RANK = {p.name: p.rank for p in PRECISIONS}
WIDTH_US = {p.name: p.width_us for p in PRECISIONS}
COARSE = tuple(p.name for p in PRECISIONS if p.width_us > SECOND_US)


def known_within(width_s: float) -> tuple[str, ...]:
    """The precisions of times known to `width_s` seconds or better, the finest first.

    >>> known_within(1), known_within(60)
    (('us', 'ms', 's'), ('us', 'ms', 's', 'min'))
    """
    return tuple(p.name for p in PRECISIONS if p.width_us <= width_s * SECOND_US)


TO_THE_SECOND = known_within(1)  # A moment known only to the minute lies in no window of seconds.
TO_THE_MINUTE = known_within(60)


def is_contradicted() -> pl.Expr:
    """Whether the id contradicts the exported time; false where they could not be compared."""
    return pl.col("at_conflict").fill_null(False)


def trusted_at() -> pl.Expr:
    """The moment that everything rests on: `at`, or the id's own where the id contradicts `at`.

    Reads at, at_conflict and at_from_id of EVENTS. Null where no moment is known. Applied twice it changes
    nothing.
    """
    return pl.when(is_contradicted()).then("at_from_id").otherwise("at").alias("at")


def trusted_precision() -> pl.Expr:
    """How finely `trusted_at` is known: as exported, or to the second where the id's moment is taken."""
    return pl.when(is_contradicted()).then(pl.lit(DEFAULT)).otherwise("at_precision").alias("at_precision")


def trusted_basis() -> pl.Expr:
    """Where `trusted_at` is read: export or id."""
    return pl.when(is_contradicted()).then(pl.lit("id")).otherwise("at_basis").alias("at_basis")


def with_trusted_times(events: Frame) -> Frame:
    """`events` with at, at_precision and at_basis as they are believed; the marks of the contradiction stay.

    events: EVENTS or some of its columns, among them at, at_conflict and at_from_id.

    >>> from datetime import datetime
    >>> frame = pl.DataFrame({"at": [datetime(2020, 1, 1)], "at_precision": ["day"], "at_conflict": [True],
    ...     "at_from_id": [datetime(2025, 3, 1, 9)]})
    >>> with_trusted_times(frame).row(0)[:2]
    (datetime.datetime(2025, 3, 1, 9, 0), 's')
    """
    names = events.collect_schema().names()
    believed = {"at": trusted_at(), "at_precision": trusted_precision(), "at_basis": trusted_basis()}
    return events.with_columns(rule for name, rule in believed.items() if name in names)


def width_us(precision: str = "at_precision") -> pl.Expr:
    """The microseconds in which an event of that precision lies; one second where none is stated."""
    return pl.col(precision).replace_strict(WIDTH_US, default=SECOND_US, return_dtype=pl.Int64)


def width_s(precision: str = "at_precision") -> pl.Expr:
    """The seconds in which an event of that precision lies; 1.0 where none is stated."""
    return width_us(precision) / SECOND_US


def until() -> pl.Expr:
    """The end of the interval in which an event happened, itself outside it. Reads at and at_precision, which
    are the trusted ones (`with_trusted_times`)."""
    return pl.col("at") + pl.duration(microseconds=width_us())


def latest() -> pl.Expr:
    """The last microsecond at which an event may have happened; see `until`."""
    return until() - pl.duration(microseconds=1)
