"""The forms in which exports write a moment: a pattern, how to read it, and the precision it shows."""

from collections.abc import Callable
from typing import NamedTuple

import polars as pl

BEIJING = "Asia/Shanghai"


class Form(NamedTuple):
    """A way to write a moment.

    pattern: what a cell of this form looks like. layout: for strptime, or "unix <µs in one>". step: the
    precision;
    "part": that of the fraction. prepare: to what strptime reads. zone: where the form itself fixes it.
    """

    pattern: str
    layout: str
    step: str
    prepare: Callable[[pl.Series], pl.Series] | None = None
    zone: str | None = None


def _with_offset(text: pl.Series) -> pl.Series:
    """ISO with "T" and an offset of four digits: "2021-02-23 12:28:47 UTC" -> "2021-02-23T12:28:47+0000"."""
    text = text.str.replace(" ", "T", literal=True).str.replace(r"T?(?:Z|UTC|GMT)$", "+0000")
    return text.str.replace(r"T?([+-]\d{2}):?(\d{2})?$", "${1}${2}").str.replace(r"([+-]\d{2})$", "${1}00")


def _with_t(text: pl.Series) -> pl.Series:
    return text.str.replace(" ", "T", literal=True)


def _without_guess(text: pl.Series) -> pl.Series:
    return text.str.slice(4)


def _with_half(text: pl.Series) -> pl.Series:
    """ "3:05 p.m." -> "3:05 PM"; "下午3:05" -> "3:05 PM"."""
    text = text.str.replace(r"\s*(上午|下午)\s*(\d{1,2}:\d{2}(?::\d{2})?)$", " ${2} ${1}")
    text = text.str.replace("上午", "AM", literal=True).str.replace("下午", "PM", literal=True)
    return text.str.replace(r"\s*([AaPp])\.?[Mm]\.?$", " ${1}M").str.to_uppercase()


def _chinese(text: pl.Series) -> pl.Series:
    return text.str.replace_all(r"[年月]", "-").str.replace(r"日\s*", " ").str.strip_chars()


def _chinese_half(text: pl.Series) -> pl.Series:
    return _with_half(_chinese(text))


def _titled(text: pl.Series) -> pl.Series:
    """English names of months as strptime wants them, without the comma or the day of the week."""
    text = text.str.replace(r"^[A-Za-z]{3,9}, ", "").str.replace(",", "", literal=True)
    return text.str.replace(r"([A-Za-z]{3})[a-z]+", "${1}")


def _titled_half(text: pl.Series) -> pl.Series:
    return _with_half(_titled(text))


def _titled_offset(text: pl.Series) -> pl.Series:
    return _titled(text).str.replace(r" (?:GMT|UTC)$", "+0000").str.replace(r" ([+-]\d{4})$", "${1}")


def _without_exponent(text: pl.Series) -> pl.Series:
    return text.str.replace(r"\.(\d{9})(\d*)[eE].*$", "${1}.${2}")


def _to_micros(text: pl.Series) -> pl.Series:
    return text.str.slice(0, 16)


def _slashed(text: pl.Series) -> pl.Series:
    return text.str.replace_all(r"[-.]", "/")


def _slashed_half(text: pl.Series) -> pl.Series:
    return _with_half(_slashed(text))


_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_MIN = r"\d{1,2}:[0-5]\d"
_SEC = r"\d{1,2}:[0-5]\d:[0-5]?\d"
_OFF = r"\s?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$"
_HALF = r"\s?[AaPp]\.?[Mm]\.?$"
_HAN = r"\s*(?:上午|下午)\s*"
_HAN_DAY = r"^\d{4}年\d{1,2}月\d{1,2}日"
_MAIL = r"^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} "
_SLASH_DAY = r"^\d{4}/\d{1,2}/\d{1,2}"
_EN_DAY = r"^(?:[A-Z][a-z]{2} \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2} \d{4})"
_DMY = r"^\d{1,2}[/-]\d{1,2}[/-]\d{4}"
FORMS = (
    Form(rf"^{_DAY} {_SEC}$", "%Y-%m-%d %H:%M:%S", "s"),
    Form(
        r"^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} \d{2}:[0-5]\d:[0-5]\d [+-]\d{4} \d{4}$",
        "%a %b %d %H:%M:%S %z %Y",
        "s",
    ),
    Form(r"^\d{9,10}(?:\.\d+)?$", "unix 1000000", "part"),
    Form(r"^\d{13}(?:\.\d+)?$", "unix 1000", "ms"),
    Form(r"^\d{16}$", "unix 1", "us"),
    Form(r"^\d{19}$", "unix 1", "us", _to_micros),
    Form(r"^\d\.\d{9,}[eE]\+?0?9$", "unix 1000000", "part", _without_exponent),
    Form(rf"^{_DAY} {_MIN}$", "%Y-%m-%d %H:%M", "min"),
    Form(rf"^{_DAY}T{_SEC}$", "%Y-%m-%dT%H:%M:%S", "s"),
    Form(rf"^{_DAY}T{_MIN}$", "%Y-%m-%dT%H:%M", "min"),
    Form(rf"^{_DAY}[T ]{_SEC}\.\d{{1,9}}$", "%Y-%m-%dT%H:%M:%S%.f", "part", _with_t),
    Form(rf"^{_DAY}[T ]{_SEC}{_OFF}", "%Y-%m-%dT%H:%M:%S%z", "s", _with_offset),
    Form(rf"^{_DAY}[T ]{_SEC}\.\d{{1,9}}{_OFF}", "%Y-%m-%dT%H:%M:%S%.f%z", "part", _with_offset),
    Form(rf"^{_DAY}[T ]{_MIN}{_OFF}", "%Y-%m-%dT%H:%M%z", "min", _with_offset),
    Form(rf"{_SLASH_DAY} {_SEC}$", "%Y/%m/%d %H:%M:%S", "s"),
    Form(rf"{_SLASH_DAY} {_MIN}$", "%Y/%m/%d %H:%M", "min"),
    Form(rf"{_HAN_DAY}\s*{_SEC}$", "%Y-%m-%d %H:%M:%S", "s", _chinese, BEIJING),
    Form(rf"{_HAN_DAY}\s*{_MIN}$", "%Y-%m-%d %H:%M", "min", _chinese, BEIJING),
    Form(rf"{_HAN_DAY}$", "%Y-%m-%d", "day", _chinese, BEIJING),
    Form(rf"{_HAN_DAY}{_HAN}{_SEC}$", "%Y-%m-%d %I:%M:%S %p", "s", _chinese_half, BEIJING),
    Form(rf"{_HAN_DAY}{_HAN}{_MIN}$", "%Y-%m-%d %I:%M %p", "min", _chinese_half, BEIJING),
    Form(rf"^{_DAY}{_HAN}{_SEC}$", "%Y-%m-%d %I:%M:%S %p", "s", _with_half),
    Form(rf"^{_DAY}{_HAN}{_MIN}$", "%Y-%m-%d %I:%M %p", "min", _with_half),
    Form(rf"^{_DAY} {_SEC}{_HALF}", "%Y-%m-%d %I:%M:%S %p", "s", _with_half),
    Form(rf"^{_DAY} {_MIN}{_HALF}", "%Y-%m-%d %I:%M %p", "min", _with_half),
    Form(rf"^{_DAY}$", "%Y-%m-%d", "day"),
    Form(rf"{_SLASH_DAY}$", "%Y/%m/%d", "day"),
    Form(r"^(?:19|20)\d{6}$", "%Y%m%d", "day"),
    Form(r"^(?:19|20)\d{10}$", "%Y%m%d%H%M", "min"),
    Form(r"^(?:19|20)\d{10}[0-5]\d$", "%Y%m%d%H%M%S", "s"),
    Form(rf"^{_DAY} {_SEC} [A-Z][a-z]{{2}}$", "%Y-%m-%d %H:%M:%S %a", "s", None, BEIJING),
    Form(rf"^\d{{4}}{_DAY} {_MIN}$", "%Y-%m-%d %H:%M", "min", _without_guess),
    Form(rf"^\d{{4}}{_DAY} {_SEC}$", "%Y-%m-%d %H:%M:%S", "s", _without_guess),
    Form(rf"^\d{{1,2}}\.\d{{1,2}}\.\d{{4}} {_SEC}$", "%d.%m.%Y %H:%M:%S", "s"),
    Form(rf"^\d{{1,2}}\.\d{{1,2}}\.\d{{4}} {_MIN}$", "%d.%m.%Y %H:%M", "min"),
    Form(rf"{_MAIL}{_SEC} (?:GMT|UTC|[+-]\d{{4}})$", "%d %b %Y %H:%M:%S%z", "s", _titled_offset),
    Form(rf"{_EN_DAY} {_SEC}{_HALF}", "EN %I:%M:%S %p", "s", _titled_half),
    Form(rf"{_EN_DAY} {_MIN}{_HALF}", "EN %I:%M %p", "min", _titled_half),
    Form(rf"{_EN_DAY},? {_SEC}$", "EN %H:%M:%S", "s", _titled),
    Form(rf"{_EN_DAY},? {_MIN}$", "EN %H:%M", "min", _titled),
    Form(rf"{_EN_DAY}$", "EN", "day", _titled),
)
# Day and month may be swapped: read only where the column, the ids or the user say which comes first.
SWAPPED = (
    Form(rf"{_DMY} {_SEC}{_HALF}", "DM/%Y %I:%M:%S %p", "s", _slashed_half),
    Form(rf"{_DMY} {_MIN}{_HALF}", "DM/%Y %I:%M %p", "min", _slashed_half),
    Form(rf"{_DMY} {_SEC}$", "DM/%Y %H:%M:%S", "s", _slashed),
    Form(rf"{_DMY} {_MIN}$", "DM/%Y %H:%M", "min", _slashed),
    Form(rf"{_DMY}$", "DM/%Y", "day", _slashed),
)
