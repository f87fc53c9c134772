"""What the tests of foreign layouts share: the switch that waits for an importer, and ids and times of X."""

import re
from collections.abc import Collection
from datetime import datetime

import pytest

import analytics
from analytics.importing.importer import JSON, Container, Importer
from analytics.importing.sniff import importers
from tests.importing.layouts.made import Read, t

TABLE = frozenset({Container.TABLE})
EITHER = JSON | TABLE
ASKED: set[str] = set()  # The patterns that modules wait for: test_switches compares them with the registry.
S = ("s", "ms")  # A moment whose milliseconds are always zero may be read as either.


def awaited(words: str, containers: Collection[Container] = EITHER) -> pytest.MarkDecorator:
    """Mark tests as waiting until an importer is registered whose platform, name or label shows `words`.

    words: a pattern, searched in "platform name label"; containers: of which the importer reads one. Until then
    a file is refused; anything else that goes wrong is a fault of the test.

    >>> awaited("weibo-nghuyong-repost").args
    (False,)
    """
    ASKED.add(words)
    landed = any(
        shows(words, name, one)
        for name, one in importers().items()
        if not one.containers.isdisjoint(containers)
    )
    return pytest.mark.xfail(
        not landed, raises=analytics.WakelineError, strict=False, reason="importer not landed"
    )


def shows(words: str, name: str, one: Importer) -> bool:
    """Whether a pattern is found in "platform name label" of an importer."""
    return re.search(words, f"{one.platform} {name} {one.label}", re.IGNORECASE) is not None


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
