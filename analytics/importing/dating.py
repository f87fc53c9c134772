"""When each act was done: the stated time, the moment in its id, and what to believe where they differ.

A constant difference of whole hours is a fault of the exporter's zone: the id's moment is taken and the fault
told once. Other differences in more than a few acts of a hundred mean that the ids are no clocks (pseudonyms,
numbers of another platform): the stated times are taken. Else it is a conflict of that act. Where an id holds
no moment, a layout may state itself that its recorder saw an act at another time than it claims (`apart`).
"""

import polars as pl

from analytics.importing.doubts import Doubts
from analytics.importing.importer import Hints
from analytics.importing.values import (
    WIDTH_S,
    Reading,
    day_comes_first,
    is_other_day,
    moment_of_weibo_id,
    moment_of_x_id,
    moments,
    relative_moments,
)
from analytics.model.thresholds import ReadingLimits

TIME = pl.Datetime("us", "UTC")
_HOUR_S = 3_600
_SHIFT_SLACK_S = 5  # Seconds. Pages and ids are stamped by different machines; the CED data agree within 2.
_ZONES_H = 14  # Hours from UTC to the farthest zone.
_SHIFT_N, _SHIFT_SHARE = 3, 0.9  # Acts and share of them that a constant difference needs.
_CLOCK_N, _CLOCK_SHARE = 5, 0.05  # Acts and share of them whose contradiction says that ids are no clocks.
_SWAPPED = r"^\d{1,2}[/-]\d{1,2}[/-]\d{4}"
_FAR_ZONES = ("UTC", "Asia/Tokyo")  # A moment that differs between them states no zone of its own.
_PEEK_N = 100  # Cells looked at for a form: a column knows one or two.


def dated(acts: pl.DataFrame, hints: Hints, settings: ReadingLimits, doubts: Doubts) -> pl.DataFrame:
    """at, at_precision, at_basis, at_from_id, at_conflict, captured_at; is_apart: stated time and id differ,
    be it by a wrong zone."""
    nothing = pl.Series([None], dtype=TIME).new_from_index(0, acts.height)
    has_captured = acts["captured_text"].null_count() < acts.height
    if hints.date_order is not None:
        doubts.day_first = hints.date_order == "day_first"
    how = Reading(hints.timezone, hints.is_zone_stated, doubts.day_first)
    captured = moments(acts["captured_text"], how)["at"] if has_captured else nothing
    acts = acts.with_columns(
        captured_at=captured.fill_null(pl.lit(hints.captured_at, TIME)),
        at_from_id=pl.coalesce(moment_of_weibo_id(pl.col("timed_native")), moment_of_x_id(pl.col("timed_x"))),
    )
    stated = _stated(acts, captured, hints, doubts)
    acts = acts.with_columns(stated=stated["at"], step=stated["at_precision"])
    if "at_step" in acts.columns:  # Seconds that stand there and mean nothing.
        acts = acts.with_columns(
            step=pl.when(pl.col("step") == "s").then(pl.coalesce("at_step", "step")).otherwise("step")
        )
    width_s = pl.col("step").replace_strict(WIDTH_S, default=0, return_dtype=pl.Int64)
    acts = acts.with_columns(
        width_s=width_s, gap_s=(pl.col("at_from_id") - pl.col("stated")).dt.total_seconds()
    )
    _compare_beside(acts, how, doubts)
    shift = _judged(acts, settings, doubts)
    acts = acts.with_columns(is_apart=_outside(settings).fill_null(False) | shift.is_not_null())
    acts = _settled(shift, acts, settings, doubts)
    return _without_other_days(acts, hints)


def _compare_beside(acts: pl.DataFrame, how: Reading, doubts: Doubts) -> None:
    """Tell once that a second time of the same acts, which is not taken, is wrong by whole hours."""
    if "at_beside" not in acts.columns:
        return
    gap_s = (moments(acts["at_beside"], how)["at"] - acts["stated"]).dt.total_seconds().drop_nulls()
    is_whole = (gap_s != 0) & (gap_s % _HOUR_S == 0)
    if is_whole.any():
        commonest = gap_s.filter(is_whole).mode().sort()[0]
        doubts.note("time_beside", int(is_whole.sum()), f"{commonest // _HOUR_S:+d}")


def _stated(acts: pl.DataFrame, captured: pl.Series, hints: Hints, doubts: Doubts) -> pl.DataFrame:
    """The stated time and its precision; a relative one beside its capture is an interval, unless
    the id tells the moment."""
    text = acts["at_text"]
    if doubts.day_first is None and text.drop_nulls().head(_PEEK_N).str.contains(_SWAPPED).any():
        doubts.day_first = day_comes_first(text, acts["at_from_id"])
    stated = moments(text, Reading(hints.timezone, hints.is_zone_stated, doubts.day_first))
    if not hints.is_zoned:
        stated = _zoned_alone(stated, text)
    is_open = (
        stated["at"].is_null() & text.is_not_null() & captured.is_not_null() & acts["at_from_id"].is_null()
    )
    if is_open.any():
        found = relative_moments(text, captured, hints.timezone)
        stated = stated.select(
            at=pl.col("at").fill_null(found["at"]),
            at_precision=pl.col("at_precision").fill_null(found["at_precision"]),
        )
    return stated


def _zoned_alone(stated: pl.DataFrame, text: pl.Series) -> pl.DataFrame:
    """Only the moments that state their zone: nobody knows that of the others."""
    here, there = (moments(text, zone)["at"] for zone in _FAR_ZONES)
    is_zoned = (here == there).fill_null(False)
    return stated.with_columns(pl.when(is_zoned).then(name).alias(name) for name in stated.columns)


def _outside(settings: ReadingLimits) -> pl.Expr:
    gap = pl.col("gap_s")
    return (gap < -settings.id_gap_s) | (gap > settings.id_gap_s + pl.col("width_s"))


def _shift() -> pl.Expr:
    """The whole hours between stated time and id; null where the difference is none or no whole hours."""
    hours = (pl.col("gap_s") + _SHIFT_SLACK_S) // _HOUR_S
    rest = pl.col("gap_s") - hours * _HOUR_S
    is_whole = (rest <= pl.col("width_s") + _SHIFT_SLACK_S) & (pl.col("width_s") < _HOUR_S)
    return pl.when(is_whole & (hours != 0) & (hours.abs() <= _ZONES_H)).then(hours)


def _judged(acts: pl.DataFrame, settings: ReadingLimits, doubts: Doubts) -> pl.Series:
    """Decide what the file's ids are worth, if this is the first block that tells; the shift of each act."""
    shift = acts.select(_shift()).to_series()
    if doubts.is_clock_right is not None:
        return shift
    compared = acts["gap_s"].len() - acts["gap_s"].null_count()
    if not compared:
        return shift
    commonest = shift.drop_nulls().value_counts(sort=True).head(1)
    hours, n = commonest.row(0) if commonest.height else (0, 0)
    conflicts = int(acts.select(_outside(settings).sum()).item())
    if n >= _SHIFT_N and n >= _SHIFT_SHARE * compared:
        doubts.is_clock_right, doubts.shift_h = True, int(hours)
    elif conflicts >= _CLOCK_N and conflicts > _CLOCK_SHARE * compared:
        doubts.is_clock_right = False
    elif compared >= _CLOCK_N:
        doubts.is_clock_right = True
    return shift


def _settled(shift: pl.Series, acts: pl.DataFrame, settings: ReadingLimits, doubts: Doubts) -> pl.DataFrame:
    """The moment that is believed, its precision and basis, and whether stated time and id contradict."""
    if doubts.is_clock_right is False:
        doubts.note("ids_no_clock", int(acts.select(_outside(settings).sum()).item()), doubts.id_column)
        acts = acts.with_columns(at_from_id=pl.lit(None, TIME), gap_s=pl.lit(None, pl.Int64))
    is_shifted = (shift == doubts.shift_h).fill_null(False) if doubts.shift_h else pl.Series([False])
    if is_shifted.any():
        doubts.note("zone_fault", int(is_shifted.sum()), f"{doubts.shift_h:+d}")
    by_id = pl.col("at_from_id").is_not_null() & (
        pl.col("stated").is_null()
        | ((pl.col("gap_s") >= 0) & (pl.col("gap_s") < pl.col("width_s")))
        | (pl.lit(is_shifted) if doubts.shift_h else pl.lit(False))
    )
    # Without an id a time of a file whose zone is wrong is known to be wrong, and by how much is a guess.
    is_lost = pl.col("at_from_id").is_null() & pl.lit(doubts.shift_h != 0)
    stated = pl.when(~is_lost).then("stated")
    return acts.with_columns(
        at=pl.when(by_id).then("at_from_id").otherwise(stated),
        at_precision=pl.when(by_id).then(pl.lit("s")).when(~is_lost).then("step"),
        at_basis=pl.when(by_id).then(pl.lit("id")).when(stated.is_not_null()).then(pl.lit("export")),
        at_conflict=pl.coalesce(
            _outside(settings) & ~(pl.lit(is_shifted) if doubts.shift_h else pl.lit(False)),
            pl.col("apart") if "apart" in acts.columns else pl.lit(None, pl.Boolean),
        ),
    )


def _without_other_days(acts: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """A year-less date of another day than the id's: neither is believed."""
    is_open = acts["stated"].is_null() & acts["at_text"].is_not_null() & acts["at"].is_not_null()
    if not is_open.any():
        return acts
    other = is_open & is_other_day(acts["at_text"], acts["at_from_id"], hints.timezone)
    return acts.with_columns(
        *(pl.when(~other).then(name).alias(name) for name in ("at", "at_precision", "at_basis")),
        at_conflict=pl.when(other).then(True).otherwise("at_conflict"),
    )
