"""Traced and displayed reposts of each piece of alleged information, on one linear axis that begins at 0."""

from dataclasses import dataclass

from analytics.model import formatting
from analytics.report.drawing import (
    DARK,
    FAINT,
    INK,
    LINE,
    MARK,
    SMALL,
    SOFT,
    WIDTH,
    Drawing,
    axis_label,
    box,
    fitted,
    line,
    picture,
    text,
    text_width,
    whole_ticks,
)
from analytics.report.placeholders import Locale, Range, Value

LEFT, RIGHT, TOP = 196.0, 16.0, 54.0
ROW, BAR = 48.0, 12.0


@dataclass(frozen=True)
class Reach:
    """A piece of alleged information: reposts traced record by record, and what the platform displayed.

    shown: lower and upper end of the displayed number; None where none was exported. `shown[1]` is None for a
    counter of the form "10,000+".
    """

    name: Value
    traced_n: int
    shown: tuple[int, int | None] | None


@dataclass(frozen=True)
class TracedShown:
    """Pieces of alleged information, largest first.

    number: of law, drawn as a line; None where law names none for the allegation.
    left_out_n: traced reposts of pieces that are not drawn.
    """

    rows: tuple[Reach, ...]
    number: float | None
    left_out_n: int = 0


def traced_shown(data: TracedShown, title: str, voice: Locale) -> str:
    """Draw two bars a piece: what was traced is filled, what was displayed is hollow."""
    ends = [n for row in data.rows for n in (row.traced_n, *(row.shown or ())) if n is not None]
    ticks = whole_ticks(int(max([*ends, data.number or 0, 1])))
    scale = (WIDTH - LEFT - RIGHT - 40) / ticks[-1]
    foot = TOP + ROW * len(data.rows)
    parts = [axis_label(8, 14, voice.word("figures.axis_alleged"), "y")]
    for tick in ticks:
        x = LEFT + tick * scale
        parts += [
            line(x, TOP, x, foot + 4, INK if tick == 0 else FAINT, 1 if tick == 0 else 0.6),
            text(x, foot + 16, formatting.number(tick), "middle", SOFT, SMALL),
        ]
    parts += _number(data, scale, foot, voice)
    for k, row in enumerate(data.rows):
        parts += _row(row, TOP + ROW * k, scale, voice)
    parts += [
        line(LEFT, foot, WIDTH - RIGHT, foot, INK),
        axis_label(WIDTH - RIGHT, foot + 31, voice.word("figures.axis_reposts"), "x", "end"),
    ]
    drawn_n = sum(row.traced_n for row in data.rows)
    return picture(WIDTH, foot + 40, title, parts, drawn_n, data.left_out_n)


def _number(data: TracedShown, scale: float, foot: float, voice: Locale) -> list[str]:
    """The number of law as a dashed line with its words above the bars."""
    if data.number is None:
        return []
    x = LEFT + data.number * scale
    words = voice.word("figures.number_of_law", n=int(data.number))
    half = text_width(words, SMALL) / 2
    return [
        line(x, TOP - 14, x, foot, MARK, 1.2, stroke_dasharray="5 3"),
        text(min(max(x, LEFT + half), WIDTH - 2 - half), TOP - 20, words, "middle", MARK, SMALL),
    ]


def _row(row: Reach, y: float, scale: float, voice: Locale) -> list[str]:
    """The name of a piece, a filled bar with the number traced, a hollow one with the number displayed."""
    name = fitted(voice.text(row.name), LEFT - 18)
    parts = [text(LEFT - 10, y + ROW / 2 + 4, name, "end")]
    length = row.traced_n * scale
    parts.append(box(LEFT, y + 8, length, BAR, DARK, class_="mark", data_n=row.traced_n))
    parts += _beside(LEFT + length, y + 8, voice.word("figures.traced", n=row.traced_n))
    if row.shown is None:
        return [*parts, *_beside(LEFT, y + 26, voice.word("figures.shown_none"))]
    low, high = row.shown
    length = (low if high is None else high) * scale
    parts.append(box(LEFT, y + 26, length, BAR, "#ffffff", stroke=INK, stroke_width=1))
    if high is None:
        parts.append(line(LEFT + length, y + 32, LEFT + length + 8, y + 32, INK, 1.4, stroke_dasharray="2 2"))
        length += 10
    elif low != high:
        parts.append(line(LEFT + low * scale, y + 26, LEFT + low * scale, y + 26 + BAR, LINE, 1))
    return [*parts, *_beside(LEFT + length, y + 26, voice.word("figures.shown", n=Range(low, high)))]


def _beside(x: float, y: float, words: str) -> list[str]:
    """Words at the end of a bar on a white ground, so that no line of the axis runs through them.

    Where they would leave the picture they stand before the end of the bar, in front of it.
    """
    width = text_width(words, SMALL)
    start = x + 5 if x + 5 + width < WIDTH - 4 else x - width - 7
    return [
        box(start - 2, y - 1, width + 4, BAR + 2, "#ffffff", class_="ground"),
        text(start, y + BAR - 2.5, words, "start", INK, SMALL),
    ]


DRAWING = Drawing("traced_shown", TracedShown, traced_shown)
