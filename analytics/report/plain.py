"""Values as a document shows them: numbers, moments in the case's zone, and texts of accounts made harmless."""

import re
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

TEXT_MAX = 160  # Characters of an account's text that a document shows; the whole stands in the export.
_REORDERING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def visible(text: str | None) -> str:
    """`text` with control characters and marks that reorder reading shown as ⟨U+202E⟩; line breaks as ⏎; cut if long.

    >>> visible("a\\u202eb\\x00")
    'a⟨U+202E⟩b⟨U+0000⟩'
    """
    if text is None:
        return ""
    shown = _REORDERING.sub(_coded, text.replace("\r\n", "\n").replace("\n", "⏎"))
    shown = "".join(_coded_char(c) if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") else c for c in shown[: TEXT_MAX + 1])
    return shown if len(shown) <= TEXT_MAX else f"{shown[:TEXT_MAX]}…"


def _coded(found: "re.Match[str]") -> str:
    return _coded_char(found.group())


def _coded_char(char: str) -> str:
    return f"⟨U+{ord(char):04X}⟩"


def hostile(text: str | None) -> Markup:
    """Text of an account as HTML: escaped, and its direction kept to itself."""
    return Markup("<bdi>{}</bdi>").format(visible(text))


def number(value: float | None, nothing: str = "—") -> str:
    """A number with thousands separated; at most two decimals; `nothing` for null.

    >>> number(12500.0), number(2.3456), number(None)
    ('12,500', '2.35', '—')
    """
    if value is None:
        return nothing
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.2f}"


def moment(value: datetime | None, zone: ZoneInfo, nothing: str = "—") -> str:
    """A moment in the case's zone, to the second."""
    return nothing if value is None else value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def duration(seconds: float | None, nothing: str = "—") -> str:
    """Seconds as hours, minutes and seconds.

    >>> duration(3725.0)
    '1:02:05'
    """
    if seconds is None:
        return nothing
    sign, whole = ("-" if seconds < 0 else ""), abs(int(seconds))
    return f"{sign}{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"


__all__ = ["duration", "escape", "hostile", "moment", "number", "visible"]
