"""Numbers, spans, moments and sizes as a reader of Chinese or English writes them, in every place alike.

An unknown value has no form here: each place says it in its own way (a dash on the page, a word on paper).
"""

from datetime import datetime
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
    """A number with its thousands apart and `digits` decimals.

    >>> number(12345), number(3.0694, 2)
    ('12,345', '3.07')
    """
    return f"{value:,.{digits}f}"


def figure(value: float, digits: int = DIGITS) -> str:
    """A measure: a whole number as a count; else `digits` decimals, or two digits that say something where
    those would show 0: no p is 0.

    >>> figure(1588.0), figure(0.1666), figure(0.0000123)
    ('1,588', '0.17', '0.000012')
    """
    if float(value).is_integer():
        return number(value)
    if abs(value) < 0.5 * 10**-digits:
        return f"{value:.{1 - floor(log10(abs(value)))}f}"
    return number(value, digits)


def share(part: float, whole: float) -> str | None:
    """A part of a whole in per cent with one decimal; None where there is nothing to divide.

    >>> share(1, 8), share(0, 0)
    ('12.5%', None)
    """
    return f"{100 * part / whole:.1f}%" if whole else None


def moment(at: datetime, zone: ZoneInfo, precision: str | None = DEFAULT) -> str:
    """A moment on the clock of `zone`, no finer than it is known; at: with a zone of its own.

    >>> from datetime import UTC
    >>> moment(datetime(2025, 3, 1, 16, 5, 9, tzinfo=UTC), ZoneInfo("Asia/Shanghai"), "min")
    '2025-03-02 00:05'
    """
    return at.astimezone(zone).strftime(_FORMS.get(precision or DEFAULT, _SECONDS))


def offset_moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment with the offset of its zone, for places that name no zone beside it.

    >>> from datetime import UTC
    >>> offset_moment(datetime(2025, 3, 1, 16, 5, 9, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
    '2025-03-02 00:05:09 +0800'
    """
    return at.astimezone(zone).strftime(f"{_SECONDS} %z")


def span(seconds: float, lang: str) -> str:
    """A length of time in its two largest units, a unit of zero left out. lang: zh or en.

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
    """The size of a file, in decimal units.

    >>> size(2_500_000), size(999)
    ('2.5 MB', '999 B')
    """
    for unit, step in _SIZES:
        if bytes_n >= step:
            return f"{bytes_n / step:.1f} {unit}"
    return f"{bytes_n} B"
