"""Moments as exports write them: about thirty forms, each with the precision it shows.

A stated offset holds; else the zone of the layout or the user's. A date is never guessed: year-less and
relative forms, zones that mean several things (CST), a day and month that may be swapped, 24:00, second 60
and the words for "unknown" (0, 1970-01-01) stay null.
"""

from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
import polars as pl

from analytics.importing.values.forms import FORMS, SWAPPED, Form
from analytics.model.thresholds import ReadingLimits

PLAUSIBLE_YEARS = ReadingLimits.years_plausible
STEPS = ("us", "ms", "s", "min", "h", "day")
WIDTH_S = {"min": 60, "h": 3_600, "day": 86_400}  # Seconds that a moment of this precision may be late.
_UTC = pl.Datetime("us", "UTC")
_LOW, _HIGH = (datetime(year, 1, 1, tzinfo=UTC) for year in PLAUSIBLE_YEARS)


_PARTS = r"^(\d{1,2})[/-](\d{1,2})[/-]\d{4}"
_MONGO = r'^\{\s*"\$date"\s*:\s*(?:\{\s*"\$numberLong"\s*:\s*)?"?([^"}]+)"?\s*\}'
_ZONE_WORD = r"\s+(?:CST|CDT|EST|EDT|PST|PDT|MST|IST|BST|CET|CEST|MSK|JST)$"


class Reading(NamedTuple):
    """How the moments of a file are read: the zone of bare ones, whether a person stated it, which of day and
    month comes first (None: as far as the column itself tells)."""

    timezone: str
    is_stated: bool = False
    day_first: bool | None = None


def moments(text: pl.Series, reading: Reading | str) -> pl.DataFrame:
    """`at` (UTC, µs) and `at_precision` of moments written in any known form; null where none fits.

    Bare times are read in the zone of `reading` (a zone's name alone: that zone). Year-less, relative forms
    ("07-23", "今天 12:26", "3小时前") and years outside 1990 to 2100 stay null: a date is never guessed.

    >>> moments(pl.Series(["2021-02-23 12:28", "昨天 10:00"]), "Asia/Shanghai").rows()[1]
    (None, None)
    """
    how = Reading(reading) if isinstance(reading, str) else reading
    text = text.str.strip_chars() if text.dtype == pl.String else text.cast(pl.String)
    first = text.drop_nulls().head(1)
    at = pl.Series([None], dtype=_UTC).new_from_index(0, len(text))
    if first.is_empty():
        return _table(at, pl.Series([None], dtype=pl.String).new_from_index(0, len(text)))
    quick = _at_once(text, first, how)
    return _table(quick, "s") if quick is not None else _by_form(_unwrapped(text, how), first, how)


def _table(at: pl.Series, step: str | pl.Series) -> pl.DataFrame:
    """Moments of plausible years, with their precision."""
    table = pl.DataFrame({"at": at}).with_columns(step=pl.lit(step))
    is_plausible = pl.col("at").is_between(_LOW, _HIGH)
    return table.select(at=pl.when(is_plausible).then("at"), at_precision=pl.when(is_plausible).then("step"))


def _at_once(text: pl.Series, first: pl.Series, how: Reading) -> pl.Series | None:
    """The two commonest forms, without a look at each cell; None if a cell is of another."""
    if first.str.contains(FORMS[0].pattern).all():
        # strptime alone would read second 60 here and refuse it in a column of several forms.
        return _read(text, FORMS[0], how.timezone) if text.str.contains(FORMS[0].pattern).all() else None
    seconds = text.cast(pl.Int64, strict=False)
    if seconds.null_count() != text.null_count():
        return None
    longs = text.str.len_bytes()
    is_moment = ((longs == 10) & (seconds >= 10**9)) | ((longs == 9) & (seconds >= 10**8))
    return (seconds * 1_000_000).cast(_UTC) if is_moment.all() else None


def _unwrapped(text: pl.Series, how: Reading) -> pl.Series:
    """The value inside {"$date": ...}; a zone's doubtful word goes where a person stated the zone."""
    if text.str.contains('"$date"', literal=True).any():
        text = pl.select(pl.coalesce(text.str.extract(_MONGO, 1), text)).to_series()
    return text.str.replace(_ZONE_WORD, "") if how.is_stated else text


def _by_form(text: pl.Series, first: pl.Series, how: Reading) -> pl.DataFrame:
    """Form by form, the first cell's first: most exports know but one."""
    micros = np.zeros(len(text), np.int64)
    steps = np.full(len(text), -1, np.int8)
    where = text.is_not_null().arg_true()
    rest = text.gather(where)
    forms = sorted((*FORMS, *SWAPPED), key=lambda form: not first.str.contains(form.pattern).all())
    for form in forms:
        mask = rest.str.contains(form.pattern)
        if not mask.any():
            continue
        chosen = rest.filter(mask)
        found = _read(chosen, form, how.timezone, how.day_first)
        known = found.is_not_null()
        at = where.filter(mask).filter(known).to_numpy()
        micros[at] = found.drop_nulls().to_physical().to_numpy()
        steps[at] = STEPS.index(_step(chosen, form))
        rest, where = rest.filter(~mask), where.filter(~mask)
        if rest.is_empty():
            break
    step = pl.Series(STEPS, dtype=pl.String).gather(np.maximum(steps, 0))
    return _table(pl.Series(micros).cast(_UTC).set(pl.Series(steps < 0), None), step)


def _step(text: pl.Series, form: Form) -> str:
    """The precision of a form; of one with a fraction, what the finest fraction of the column shows."""
    if form.step != "part":
        return form.step
    text = form.prepare(text) if form.prepare else text
    digits = text.str.extract(r"\.(\d*?)0*(?:\D|$)", 1).str.len_chars().max() or 0
    assert isinstance(digits, int)
    return "s" if digits == 0 else "ms" if digits <= 3 else "us"


def _read(text: pl.Series, form: Form, timezone: str, day_first: bool | None = None) -> pl.Series:
    """Moments of one form in UTC; null where a part is impossible: month 13, 24:00, a wrong weekday."""
    text = form.prepare(text) if form.prepare else text
    if form.layout.startswith("unix"):
        return _from_unix(text, int(form.layout[5:]))
    layout = form.layout
    if layout.startswith("DM"):
        day_first = day_comes_first(text) if day_first is None else day_first
        if day_first is None:
            return pl.Series([None], dtype=_UTC).new_from_index(0, len(text))
        layout = layout.replace("DM", "%d/%m" if day_first else "%m/%d")
    if layout.startswith("EN"):
        month_first = _strptime(text, layout.replace("EN", "%b %d %Y"), form.step)
        bare = month_first.fill_null(_strptime(text, layout.replace("EN", "%d %b %Y"), form.step))
    elif "%z" in layout:
        return text.str.to_datetime(layout, time_unit="us", strict=False).dt.convert_time_zone("UTC")
    else:
        bare = _strptime(text, layout, form.step)
    zoned = bare.dt.replace_time_zone(form.zone or timezone, ambiguous="earliest", non_existent="null")
    return zoned.dt.convert_time_zone("UTC")


def _strptime(text: pl.Series, layout: str, step: str) -> pl.Series:
    if step == "day":
        return text.str.to_date(layout, strict=False).cast(pl.Datetime("us"))
    return text.str.to_datetime(layout, time_unit="us", strict=False)


def _from_unix(text: pl.Series, micros: int) -> pl.Series:
    whole = text.str.extract(r"^(\d+)", 1).cast(pl.Int64) * micros
    digits = len(str(micros)) - 1
    if digits and text.str.contains(".", literal=True).any():
        part = text.str.extract(rf"\.(\d{{1,{digits}}})", 1).str.pad_end(digits, "0").cast(pl.Int64)
        whole = whole + part.fill_null(0)
    return whole.cast(_UTC)


def day_comes_first(text: pl.Series, known: pl.Series | None = None) -> bool | None:
    """Which of day and month stands first in dates like 7/3/2025: a part above 12 tells it, else the moments
    that are `known` of the same acts (from their ids); None if neither does, or both orders occur.

    >>> day_comes_first(pl.Series(["1/2/2024 10:00", "13/2/2024 10:00"]))
    True
    >>> day_comes_first(pl.Series(["1/2/2024"])) is None
    True
    """
    parts = pl.DataFrame({"first": text.str.extract(_PARTS, 1), "second": text.str.extract(_PARTS, 2)})
    parts = parts.cast(pl.Int64)
    is_day_first, is_month_first = (bool((parts[name] > 12).any()) for name in ("first", "second"))
    if is_day_first or is_month_first:
        return None if is_day_first and is_month_first else is_day_first
    if known is None:
        return None
    # A day at most from the known moment: the zone may still be wrong.
    agree = {}
    for order in (True, False):
        read = moments(text, Reading("UTC", day_first=order))["at"]
        agree[order] = int(((read - known).dt.total_hours().abs() <= 48).sum())
    if agree[True] == agree[False]:
        return None
    return agree[True] > agree[False]
