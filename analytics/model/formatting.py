"""Numbers, spans, moments and sizes as a reader of Chinese or English writes them, in every place alike.

An unknown value has no form here: each place says it in its own way (a dash on the page, a word on paper).
An end of an interval is rounded outward, a lower end down and an upper end up: what is printed still holds
what was computed.
"""

from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import floor, log10
from zoneinfo import ZoneInfo

from analytics.model.messages import say
from analytics.model.time import DAY_S, DEFAULT

DIGITS = 2  # Decimals of a measure.
UNITS = (("day", DAY_S), ("hour", 3_600), ("minute", 60), ("second", 1))
_FORMS = {"day": "%Y-%m-%d", "h": "%Y-%m-%d %H:00", "min": "%Y-%m-%d %H:%M"}
_SECONDS = "%Y-%m-%d %H:%M:%S"
_SIZES = (("GB", 1e9), ("MB", 1e6), ("kB", 1e3))


def number(value: float, digits: int = 0) -> str:
    """Write a number with its thousands apart and `digits` decimals.

    >>> number(12345), number(3.0694, 2)
    ('12,345', '3.07')
    """
    return f"{value:,.{digits}f}"


def figure(value: float, digits: int = DIGITS) -> str:
    """Write a measure: a whole number as a count, any other with `digits` decimals.

    Where those decimals would all be 0, two digits that say something are written instead: no p is 0.

    >>> figure(1588.0), figure(0.1666), figure(0.0000123)
    ('1,588', '0.17', '0.000012')
    """
    if float(value).is_integer():
        return number(value)
    if abs(value) < 0.5 * 10**-digits:
        return f"{value:.{1 - floor(log10(abs(value)))}f}"
    return number(value, digits)


def rounded_down(value: float, digits: int = 0) -> float:
    """Round a lower end to `digits` decimals, never above it.

    Twelve digits of the value count, so that a product such as 100 * 0.07 does not fall below its own number.

    >>> rounded_down(0.997828, 4), rounded_down(100 * 0.29), rounded_down(-0.21, 1)
    (0.9978, 29.0, -0.3)
    """
    return _rounded(value, digits, ROUND_FLOOR)


def rounded_up(value: float, digits: int = 0) -> float:
    """Round an upper end to `digits` decimals, never below it; see `rounded_down`.

    >>> rounded_up(3.61, 1), rounded_up(100 * 0.07), rounded_up(-0.21, 1)
    (3.7, 7.0, -0.2)
    """
    return _rounded(value, digits, ROUND_CEILING)


def _rounded(value: float, digits: int, rounding: str) -> float:
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(f"{value:.12g}").quantize(step, rounding))


def lower_figure(value: float, digits: int = DIGITS) -> str:
    """Write a lower end as `figure` writes a measure, but never above what it is.

    >>> lower_figure(1588.0), lower_figure(0.1666), lower_figure(0.00099, 3)
    ('1,588', '0.16', '0.00099')
    """
    return figure(rounded_down(value, _places(value, digits)), _places(value, digits))


def upper_figure(value: float, digits: int = DIGITS) -> str:
    """Write an upper end as `figure` writes a measure, but never below what it is.

    >>> upper_figure(1588.0), upper_figure(0.1621), upper_figure(0.9999, 3)
    ('1,588', '0.17', '1')
    """
    return figure(rounded_up(value, _places(value, digits)), _places(value, digits))


def _places(value: float, digits: int) -> int:
    """The decimals that an end is written with: as many as make two digits that say something."""
    if value == 0 or abs(value) >= 10**-digits:
        return digits
    return 1 - floor(log10(abs(value)))


def share(part: float, whole: float) -> str | None:
    """Write a part of a whole in per cent with one decimal; None where there is nothing to divide.

    >>> share(1, 8), share(0, 0)
    ('12.5%', None)
    """
    return f"{100 * part / whole:.1f}%" if whole else None


def moment(at: datetime, zone: ZoneInfo, precision: str | None = DEFAULT) -> str:
    """Write a moment on the clock of `zone`, no finer than it is known.

    at: with a zone of its own; precision: as in EVENTS.

    >>> from datetime import UTC
    >>> moment(datetime(2025, 3, 1, 16, 5, 9, tzinfo=UTC), ZoneInfo("Asia/Shanghai"), "min")
    '2025-03-02 00:05'
    """
    return at.astimezone(zone).strftime(_FORMS.get(precision or DEFAULT, _SECONDS))


def offset_moment(at: datetime, zone: ZoneInfo) -> str:
    """Write a moment with the offset of its zone, for places that name no zone beside it.

    >>> from datetime import UTC
    >>> offset_moment(datetime(2025, 3, 1, 16, 5, 9, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
    '2025-03-02 00:05:09 +0800'
    """
    return at.astimezone(zone).strftime(f"{_SECONDS} %z")


def span(seconds: float, lang: str) -> str:
    """Write a length of time in its two largest units; a unit of zero is left out.

    lang: "zh" or "en".

    >>> span(93_784, "en"), span(-90, "zh"), span(0.2, "en")
    ('1 d 2 h', '−1 分 30 秒', '0 s')
    """
    sign, rest = ("−" if seconds < 0 else ""), round(abs(seconds))
    parts: list[str] = []
    for name, step in UNITS:
        n, rest = divmod(rest, step)
        if n:
            parts.append(say(f"common.span_{name}", lang, n=number(n)))
        if len(parts) == 2 or (parts and not n):
            break
    return sign + " ".join(parts) if parts else say("common.span_second", lang, n=0)


def size(bytes_n: int) -> str:
    """Write the size of a file, in decimal units.

    >>> size(2_500_000), size(999)
    ('2.5 MB', '999 B')
    """
    for unit, step in _SIZES:
        if bytes_n >= step:
            return f"{bytes_n / step:.1f} {unit}"
    return f"{bytes_n} B"
