"""The moments of a group: a row for each post on which members met, a dot for each of their events there."""

from dataclasses import dataclass
from datetime import datetime

from analytics.model import formatting
from analytics.report.drawing import (
    DARK,
    FAINT,
    INK,
    SMALL,
    SOFT,
    WIDTH,
    Drawing,
    axis_label,
    disc,
    fitted,
    line,
    picture,
    text,
    whole_ticks,
)
from analytics.report.placeholders import Locale, Moment

LEFT, RIGHT, TOP = 214.0, 18.0, 30.0
RADIUS = 3.2
ROW_MIN, STEP = 36.0, 7.2  # Height of a row without dots above one another, and what each layer of dots adds.


@dataclass(frozen=True)
class MomentRow:
    """A post: the moment of the first member's event there, and the seconds from it to each event drawn.

    late_n: events of members there that lie beyond the axis.
    """

    first_at: datetime
    seconds: tuple[float, ...]
    late_n: int


@dataclass(frozen=True)
class GroupMoments:
    """A group's events on the posts where members met.

    span_s: seconds of the axis; left_out_n: events of members on posts that are not drawn.
    """

    rows: tuple[MomentRow, ...]
    span_s: float
    left_out_n: int

    @property
    def drawn_n(self) -> int:
        """How many events are drawn."""
        return sum(len(row.seconds) for row in self.rows)

    @property
    def undrawn_n(self) -> int:
        """How many events of members are not drawn: beyond the axis, or on posts that have no row."""
        return self.left_out_n + sum(row.late_n for row in self.rows)


def group_moments(data: GroupMoments, title: str, voice: Locale) -> str:
    """Draw posts downwards and seconds to the right; dots at one place are piled and can be counted."""
    ticks = whole_ticks(max(round(data.span_s + 0.4999), 1))
    scale = (WIDTH - LEFT - RIGHT) / ticks[-1]
    placed = [_piled(row, scale) for row in data.rows]
    heights = [
        max(ROW_MIN, STEP * (1 + max((layer for _, layer in spots), default=0)) + 16) for spots in placed
    ]
    foot = TOP + sum(heights)
    parts = [axis_label(8, 16, voice.word("figures.axis_posts"), "y")]
    for tick in ticks:
        x = LEFT + tick * scale
        parts += [
            line(x, TOP, x, foot + 4, INK if tick == 0 else FAINT, 1 if tick == 0 else 0.6),
            text(x, foot + 16, formatting.number(tick), "middle", SOFT, SMALL),
        ]
    y = TOP
    for k, (row, spots, height) in enumerate(zip(data.rows, placed, heights, strict=True)):
        parts += _row(k, row, spots, y + height, scale, voice)
        y += height
    parts.append(axis_label(WIDTH - RIGHT, foot + 31, voice.word("figures.axis_seconds"), "x", "end"))
    return picture(WIDTH, foot + 40, title, parts, data.drawn_n, data.undrawn_n)


def _piled(row: MomentRow, scale: float) -> list[tuple[float, int]]:
    """The seconds of each dot and its layer: the lowest in which it touches no other."""
    ends: list[float] = []
    spots = []
    for second in sorted(row.seconds):
        x = second * scale
        layer = next((k for k, end in enumerate(ends) if x - end >= 2 * RADIUS + 0.6), len(ends))
        ends[layer : layer + 1] = [x]
        spots.append((second, layer))
    return spots


def _row(
    k: int, row: MomentRow, spots: list[tuple[float, int]], foot: float, scale: float, voice: Locale
) -> list[str]:
    """The post's number, when the first member came, how many, and the dots above the foot of the row."""
    words = voice.word("figures.moment_row", k=k + 1, at=Moment(row.first_at))
    counts = voice.word("figures.moment_count", n=len(row.seconds), late=row.late_n)
    parts = [
        text(8, foot - 21, fitted(words, LEFT - 22), "start"),
        text(8, foot - 8, fitted(counts, LEFT - 22, SMALL), "start", SOFT, SMALL),
        line(8, foot, WIDTH - RIGHT, foot, FAINT, 0.8),
    ]
    return [
        *parts,
        *(
            disc(LEFT + second * scale, foot - 6 - layer * STEP, RADIUS, DARK, class_="mark", data_n=1)
            for second, layer in spots
        ),
    ]


DRAWING = Drawing("group_moments", GroupMoments, group_moments)
