"""Numbers, moments and spans as a reader of either language writes them."""

from datetime import datetime

from analytics.words import say
from dashboards.page import View

NONE = "–"


def count(value: float | None) -> str:
    """A count with its thousands apart; a dash for unknown.

    >>> count(12345), count(None)
    ('12,345', '–')
    """
    return NONE if value is None else f"{value:,.0f}"


def figure(value: float | None) -> str:
    """A measure: a count, or a rate with two decimals.

    >>> figure(1588.0), figure(0.1666)
    ('1,588', '0.17')
    """
    return count(value) if value is None or float(value).is_integer() else f"{value:,.2f}"


def share(part: float | None, whole: float | None) -> str:
    """A share in per cent with one decimal; a dash where there is nothing to divide.

    >>> share(1, 8), share(0, 0)
    ('12.5%', '–')
    """
    return NONE if part is None or not whole else f"{100 * part / whole:.1f}%"


def moment(at: datetime | None, view: View, precision: str | None = "s") -> str:
    """A moment in the zone of the case, no finer than it is known."""
    if at is None:
        return NONE
    form = {"day": "%Y-%m-%d", "h": "%Y-%m-%d %H:00", "min": "%Y-%m-%d %H:%M"}.get(precision or "s", "%Y-%m-%d %H:%M:%S")
    return at.astimezone(view.zone).strftime(form)


def span(seconds: float | None, view: View) -> str:
    """A span in its two largest units."""
    if seconds is None:
        return NONE
    sign, whole = ("−" if seconds < 0 else ""), round(abs(seconds))
    units = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
    parts = []
    for name, size in units:
        n, whole = divmod(whole, size)
        if n or (parts and len(parts) < 2):
            parts.append((name, n))
    if not parts:
        return view.t("span_second", n=0)
    return sign + " ".join(view.t(f"span_{name}", n=n) for name, n in parts[:2] if n)


def size(bytes_n: int) -> str:
    """A file size.

    >>> size(2_500_000)
    '2.5 MB'
    """
    for unit, step in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if bytes_n >= step:
            return f"{bytes_n / step:.1f} {unit}"
    return f"{bytes_n} B"


def reason(code: str, view: View) -> str:
    """Why a record was refused ("cells:7/18", "id_destroyed") in words."""
    name, _, detail = code.partition(":")
    found, _, expected = detail.partition("/")
    return say(f"reasons.{name}", view.lang, found=found, expected=expected)
