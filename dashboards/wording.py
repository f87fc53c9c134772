"""Numbers, moments and spans as a reader of either language writes them."""

from datetime import datetime

from analytics.words import catalogue, say
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
    form = {"day": "%Y-%m-%d", "h": "%Y-%m-%d %H:00", "min": "%Y-%m-%d %H:%M"}.get(
        precision or "s", "%Y-%m-%d %H:%M:%S"
    )
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


def deed(what: str, told: str, view: View) -> str:
    """What an entry of the chain of custody was about, in words, from the fields that the entry holds ("court
    · zh+en · 2025-...").

    >>> deed("report", "court · zh+en · 2025-03-13T01:00:00+00:00", View(lang="en"))
    'for a court · Chinese and English · 2025-03-13 09:00:00'
    >>> deed("analyse", "calibration", View(lang="en")), deed("calibrate", "99", View(lang="en"))
    ('until: calibration on this case (shuffled copies)', '99 shuffled copies')
    """
    parts = told.split(" · ")
    if what == "analyse":
        return view.t("custody_until", stage=_word(f"stage_{told}", told, view))
    if what == "calibrate" and told.isdigit():
        return view.t("custody_copies", n=told)
    if what == "report":
        return " · ".join(_of_report(part, view) for part in parts)
    if what == "review":
        return " · ".join(
            [
                _word(f"note_kind_{parts[0]}", parts[0], view),
                *(_word(f"label_{part}", part, view) for part in parts[1:]),
            ]
        )
    return told


def _of_report(part: str, view: View) -> str:
    at = _at(part)
    if at is not None:
        return moment(at, view)
    lang = _word(f"papers_lang_{part.replace('+', '_')}", part, view)
    return _word(f"purpose_{part.replace('-', '_')}", lang, view)


def _word(key: str, otherwise: str, view: View) -> str:
    return view.t(key) if key in catalogue("dashboard") else otherwise


def _at(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def reason(code: str, view: View) -> str:
    """Why a record was refused ("cells:7/18", "id_destroyed") in words."""
    name, _, detail = code.partition(":")
    found, _, expected = detail.partition("/")
    return say(f"reasons.{name}", view.lang, found=found, expected=expected)
