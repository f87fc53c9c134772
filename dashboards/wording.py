"""Numbers, moments and spans on the page, a dash for what is unknown; custody and refusals in words."""

from datetime import datetime

from analytics.model import formatting
from analytics.model.messages import catalogue, say
from analytics.model.time import DEFAULT
from dashboards.page import View

NONE = "–"


def count(value: float | None) -> str:
    """Write a count with its thousands apart; a dash for unknown.

    >>> count(12345), count(None)
    ('12,345', '–')
    """
    return NONE if value is None else formatting.number(value)


def figure(value: float | None) -> str:
    """Write a measure as `formatting.figure` does; a dash for unknown."""
    return NONE if value is None else formatting.figure(value)


def lower_figure(value: float | None) -> str:
    """Write a lower end as `formatting.lower_figure` does; a dash for unknown."""
    return NONE if value is None else formatting.lower_figure(value)


def upper_figure(value: float | None) -> str:
    """Write an upper end as `formatting.upper_figure` does; a dash for unknown."""
    return NONE if value is None else formatting.upper_figure(value)


def share(part: float | None, whole: float | None) -> str:
    """Write a share in per cent; a dash where there is nothing to divide.

    >>> share(1, 8), share(0, 0)
    ('12.5%', '–')
    """
    return (None if part is None or whole is None else formatting.share(part, whole)) or NONE


def moment(at: datetime | None, view: View, precision: str | None = DEFAULT) -> str:
    """Write a moment in the zone of the case, no finer than it is known; a dash for unknown."""
    return NONE if at is None else formatting.moment(at, view.zone, precision)


def span(seconds: float | None, view: View) -> str:
    """Write a span in its two largest units; a dash for unknown."""
    return NONE if seconds is None else formatting.span(seconds, view.lang)


def standings_words(roles: list[str], grades: list[str], view: View) -> str:
    """Tell the roles of an account, each with its own grade.

    >>> standings_words(["initiator", "repeater"], ["B", "A"], View(lang="en"))
    'initiator candidate B · repeater candidate A'
    """
    pairs = zip(roles, grades, strict=True)
    return " · ".join(f"{view.t(f'roles.role_{role}')} {grade}" for role, grade in pairs)


def deed(what: str, told: str, view: View) -> str:
    """Put into words what an entry of the chain of custody was about.

    what: the kind of entry; told: its fields ("court · zh+en · 2025-...").

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
    if what == "challenge" and told.isdigit():
        return view.t("custody_runs", n=told)
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
    """Put into words why a record was refused ("cells:7/18", "id_destroyed")."""
    name, _, detail = code.partition(":")
    found, _, expected = detail.partition("/")
    return say(f"reasons.{name}", view.lang, found=found, expected=expected)
