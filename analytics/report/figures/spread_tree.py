"""A repost tree to depth 3: named accounts by name, all others as numbers beside the event they hang on."""

from dataclasses import dataclass

from analytics.model import formatting
from analytics.report.drawing import (
    DARK,
    INK,
    LIGHT,
    LINE,
    SIZE,
    SMALL,
    SOFT,
    WIDTH,
    Drawing,
    axis_label,
    box,
    disc,
    element,
    fitted,
    picture,
    text,
)
from analytics.report.placeholders import Locale, Value

DEPTH_MAX = 3
LEFT, TOP = 14.0, 46.0
ROW, LONG_ROW = 19.0, 31.0  # Height of an event with its name alone, and with what is counted below it.
SLOT = 126.0  # Width of a level; the last one has what is left, since names stand right of their event.


@dataclass(frozen=True)
class Knot:
    """An event that is drawn.

    name: the account in words; None for an account that is not named and stands on the way to one that is.
    parent: index of the event above it in `Tree.knots`; None for the root.
    direct_n: its direct reposts that are not drawn; deeper_n: events below those and below depth 3.
    """

    name: Value
    depth: int
    parent: int | None
    direct_n: int
    deeper_n: int


@dataclass(frozen=True)
class Tree:
    """A repost tree to depth 3, in the order in which it is drawn: an event before the events below it.

    levels: events at each depth from 0; deeper_n: events below depth 3.
    """

    knots: tuple[Knot, ...]
    levels: tuple[int, ...]
    deeper_n: int

    @property
    def left_out_n(self) -> int:
        """How many events are not drawn one by one."""
        return sum(self.levels) + self.deeper_n - len(self.knots)


def spread_tree(data: Tree, title: str, voice: Locale) -> str:
    """Draw levels from left to right; an event stands on a row of its own, right of the one it reposts."""
    spots, y = list[tuple[float, float]](), TOP + 12
    for knot in data.knots:
        spots.append((LEFT + SLOT * knot.depth + 8, y))
        y += LONG_ROW if knot.direct_n or knot.deeper_n else ROW
    foot = y
    parts = _levels(data, foot, voice)
    for knot, spot in zip(data.knots, spots, strict=True):
        if knot.parent is not None:
            parts.append(_elbow(spots[knot.parent], spot))
    for knot, spot in zip(data.knots, spots, strict=True):
        parts += _knot(knot, *spot, voice)
    return picture(WIDTH, foot + 62, title, parts, len(data.knots), data.left_out_n)


def _levels(data: Tree, foot: float, voice: Locale) -> list[str]:
    """A head and a bar for each level: how many events stand there; the bars share one scale from 0."""
    most = max(data.levels)
    parts = [
        axis_label(LEFT, 14, voice.word("figures.axis_depth"), "x"),
        axis_label(LEFT, foot + 14, voice.word("figures.axis_level", n=most), "y"),
    ]
    for depth in range(DEPTH_MAX + 1):
        x, n = LEFT + SLOT * depth, data.levels[depth] if depth < len(data.levels) else 0
        head = voice.word("figures.depth_0" if depth == 0 else "figures.depth", depth=depth)
        parts += [
            box(x, TOP - 22, (SLOT if depth < DEPTH_MAX else WIDTH - x) - 6, 19, LIGHT),
            text(x + 6, TOP - 8.5, fitted(head, SLOT - 16), "start", INK),
            box(x, foot + 22, n / most * (SLOT - 62), 10, DARK),
            text(x + n / most * (SLOT - 62) + 5, foot + 31, formatting.number(n), "start", INK, SMALL),
        ]
    words = voice.word("figures.depth_deeper", n=data.deeper_n)
    return [*parts, text(WIDTH - 6, foot + 50, words, "end", SOFT, SMALL)]


def _elbow(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    return element(
        "path", d=f"M{x1:.1f} {y1:.1f}V{y2:.1f}H{x2:.1f}", fill="none", stroke=LINE, stroke_width=0.8
    )


def _knot(knot: Knot, x: float, y: float, voice: Locale) -> list[str]:
    """An event: its disc, its account if it is named, and below it what hangs on it without being drawn."""
    room = WIDTH - 8 - (x + 9)
    name = voice.word("figures.unnamed") if knot.name is None else voice.text(knot.name)
    fill = INK if knot.name is not None else "#ffffff"
    parts = [
        disc(x, y, 4.4, fill, INK, stroke_width=1.2, class_="mark", data_n=1),
        text(x + 9, y + 3.8, fitted(name, room), "start", INK, SIZE),
    ]
    if knot.direct_n or knot.deeper_n:
        below = voice.word("figures.below", direct=knot.direct_n, deeper=knot.deeper_n)
        parts.append(text(x + 9, y + 16, fitted(below, room, SMALL), "start", SOFT, SMALL))
    return parts


DRAWING = Drawing("spread_tree", Tree, spread_tree)
