"""What the tests of foreign layouts share: ids and times of X, and what a link or a refusal is."""

import re
from datetime import datetime

from tests.importing.layouts.made import Read, t

S = ("s", "ms")  # A moment whose milliseconds are always zero may be read as either.


def snow_at(moment: datetime, low: int = 0) -> str:
    """The X id of a moment: 18 or 19 digits that hold its millisecond."""
    return str(((int(moment.timestamp()) * 1000 - 1_288_834_974_657) << 22) + low)


def snow(k: int) -> str:
    """The X id of act k."""
    return snow_at(t(k), k)


def zulu(k: int, form: str = "%Y-%m-%dT%H:%M:%S.000Z") -> str:
    """The moment of act k in UTC."""
    return t(k).strftime(form)


def x_day(k: int) -> str:
    """The moment of act k as X's first interface writes it."""
    return zulu(k, "%a %b %d %H:%M:%S +0000 %Y")


def links_to(done: Read, native: str, target: str) -> None:
    """Check that an act names `target` as what it passes on or answers, be it as parent or as root."""
    event = done.event(native)
    named = [event[f"stated_{place}_id"] or "" for place in ("parent", "root")]
    assert any(re.search(f"[:/_-]{re.escape(target)}$", one) for one in named), (native, named)


def no_acts(done: Read | None) -> None:
    """Check that a file was refused, or that nothing in it was taken for an act."""
    assert done is None or done.events.is_empty()
