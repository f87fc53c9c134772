"""The time line: events an hour on the alleged information, below it every dated fact of the case file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from analytics.model import formatting
from analytics.report.drawing import (
    DARK,
    FAINT,
    INK,
    LINE,
    SMALL,
    SOFT,
    WIDTH,
    Drawing,
    axis_label,
    box,
    disc,
    element,
    line,
    picture,
    text,
    text_width,
    whole_ticks,
    wrapped,
)
from analytics.report.placeholders import Locale, Value, Word

LEFT, RIGHT = 262.0, 12.0  # Edges of the plot; the words of each row stand at its left.
TOP, HEIGHT = 26.0, 128.0
ROW, OTHERS = 17.0, 30.0  # Heights of a row of signs and of the row of other records.
_TICKS_S = (
    3_600,
    10_800,
    21_600,
    43_200,
    86_400,
    172_800,
    604_800,
    1_209_600,
    2_592_000,
    7_776_000,
    31_536_000,
)
_TICKS_MAX = 8


@dataclass(frozen=True)
class Pin:
    """A row below the bars: dated facts of one kind.

    kind: one of PINS; words: what is said of them, with their date.
    moments: (moment, seconds for which it may stand): 86,400 for a bare day, else 0.
    """

    kind: str
    words: Value
    moments: tuple[tuple[datetime, float], ...]


@dataclass(frozen=True)
class TimeLine:
    """Events on the alleged information over time, beside other records and dated facts.

    start: of the first bar; step_s: seconds of a bar.
    counts: events on the alleged information in each bar; others: other exported records in each.
    outside_n: events on it beyond the bars; untimed_n: without a time finer than a day.
    told: whose words the figure has, in figures.toml: "time_line", or another whose bars are other records.
    """

    start: datetime
    step_s: int
    counts: tuple[int, ...]
    others: tuple[int, ...]
    outside_n: int
    untimed_n: int
    pins: tuple[Pin, ...]
    told: str = "time_line"

    @property
    def drawn_n(self) -> int:
        """How many events on the alleged information the bars stand for."""
        return sum(self.counts)

    @property
    def busiest(self) -> tuple[datetime, int]:
        """The start of the highest bar (the first of them), and its number."""
        most = max(self.counts)
        return self.start + timedelta(seconds=self.step_s * self.counts.index(most)), most


def time_line(data: TimeLine, title: str, voice: Locale) -> str:
    """Draw the bars, below them a row for other records, and a row of signs for each dated fact."""
    span_s = data.step_s * len(data.counts)

    def x_of(moment: datetime) -> float:
        since = (moment - data.start).total_seconds() / span_s
        return LEFT + min(max(since, 0.0), 1.0) * (WIDTH - LEFT - RIGHT)

    foot, y = TOP + HEIGHT, TOP + HEIGHT + 40
    rows = list[str]()
    if any(data.others):
        rows += _others(data, y, voice)
        y += OTHERS + 8
    for pin in data.pins:
        lines = wrapped(voice.text(pin.words), LEFT - 22, SMALL, 2)
        rows += _row(data, pin, lines, y, x_of)
        y += ROW + 12 * (len(lines) - 1)
    bottom = y - 4
    parts = [*_days(data, x_of, foot, bottom, voice), *_bars(data, foot, voice), *rows]
    return picture(WIDTH, bottom + 6, title, parts, data.drawn_n, data.outside_n + data.untimed_n)


def _bars(data: TimeLine, foot: float, voice: Locale) -> list[str]:
    ticks = whole_ticks(max(data.counts))
    scale, slot = HEIGHT / ticks[-1], (WIDTH - LEFT - RIGHT) / len(data.counts)
    parts = [axis_label(LEFT - 30, TOP - 13, voice.word(f"figures.{data.told}_axis", step=_step(data)), "y")]
    for tick in ticks:
        y = foot - tick * scale
        parts += [
            line(LEFT, y, WIDTH - RIGHT, y, FAINT, 0.6),
            text(LEFT - 6, y + 3.5, formatting.number(tick), "end", SOFT, SMALL),
        ]
    parts += [
        box(LEFT + k * slot, foot - n * scale, max(slot * 0.9, 0.6), n * scale, DARK, class_="mark", data_n=n)
        for k, n in enumerate(data.counts)
        if n
    ]
    words = wrapped(voice.word(f"figures.{data.told}_bars", n=data.drawn_n), LEFT - 74, SMALL, 3)
    told = [text(24, TOP + 22 + 13 * k, one, "start", INK, SMALL) for k, one in enumerate(words)]
    return [*parts, line(LEFT, foot, WIDTH - RIGHT, foot, INK), box(8, TOP + 14, 9, 9, DARK), *told]


def _step(data: TimeLine) -> Word:
    return Word(f"figures.step_{data.step_s}")


def _others(data: TimeLine, y: float, voice: Locale) -> list[str]:
    """Other exported records as a thin line in a row of its own: never on the axis of the bars."""
    most, slot = max(data.others), (WIDTH - LEFT - RIGHT) / len(data.others)
    words = voice.word(f"figures.{data.told}_others", n=sum(data.others), most=most, step=_step(data))
    told = [
        text(8, y + 8 + 12 * k, one, "start", SOFT, SMALL)
        for k, one in enumerate(wrapped(words, LEFT - 22, SMALL, 2))
    ]
    points = (
        f"{LEFT + (k + 0.5) * slot:.1f},{y + OTHERS - 4 - n / most * (OTHERS - 8):.1f}"
        for k, n in enumerate(data.others)
    )
    drawn = element("polyline", points=" ".join(points), fill="none", stroke=LINE, stroke_width=0.8)
    return [*told, drawn]


def _days(
    data: TimeLine, x_of: Callable[[datetime], float], foot: float, bottom: float, voice: Locale
) -> list[str]:
    """Lines at round moments of the case's clock, with their date."""
    span_s = data.step_s * len(data.counts)
    step = next((s for s in _TICKS_S if span_s / s <= _TICKS_MAX), ceil(span_s / _TICKS_MAX))
    local = data.start.astimezone(voice.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    k = ceil((local - midnight).total_seconds() / step)
    parts = [
        axis_label(
            WIDTH - RIGHT, foot + 29, voice.word("figures.axis_clock", zone=str(voice.zone)), "x", "end"
        )
    ]
    free_from = LEFT - 20
    while (moment := midnight + timedelta(seconds=step * k)) <= local + timedelta(seconds=span_s):
        x, k = x_of(moment), k + 1
        words = moment.strftime(
            "%Y-%m-%d" if step > 86_400 * 20 else "%m-%d" if step >= 86_400 else "%m-%d %H:%M"
        )
        half = text_width(words, SMALL) / 2
        parts += [line(x, foot, x, foot + 4, INK), line(x, foot + 34, x, bottom, FAINT, 0.6)]
        if x - half >= free_from and x + half <= WIDTH - 1:
            parts.append(text(x, foot + 15, words, "middle", SOFT, SMALL))
            free_from = x + half + 5
    return parts


def _row(
    data: TimeLine, pin: Pin, lines: list[str], y: float, x_of: Callable[[datetime], float]
) -> list[str]:
    """The words of a row, a hair line to its signs, the signs; beyond the bars an arrow points outwards."""
    parts = [text(8, y + 3.5 + 12 * k, one, "start", INK, SMALL) for k, one in enumerate(lines)]
    parts.append(line(LEFT, y, WIDTH - RIGHT, y, FAINT, 0.6, stroke_dasharray="1 2.5"))
    end = data.start + timedelta(seconds=data.step_s * len(data.counts))
    for moment, width_s in pin.moments:
        x = x_of(moment)
        if width_s:
            parts.append(line(x, y, x_of(moment + timedelta(seconds=width_s)), y, INK, 3))
        if moment < data.start or moment > end:
            turn = -1 if moment < data.start else 1
            parts.append(element("path", d=f"M{x:.1f} {y:.1f}l{-6 * turn} -4v8z", fill=INK))
        else:
            parts.append(SIGNS[pin.kind](x, y))
    return parts


def _path(shape: str, fill: str = INK) -> Callable[[float, float], str]:
    def sign(x: float, y: float) -> str:
        return element("path", d=f"M{x:.1f} {y:.1f}{shape}", fill=fill, stroke=INK, stroke_width=1.2)

    return sign


# A sign of its own for each kind of fact, so that print without colour keeps them apart.
SIGNS: dict[str, Callable[[float, float], str]] = {
    "version": lambda x, y: disc(x, y, 4, INK),
    "warning": _path("m0 -5l5 9h-10z"),
    "takedown": _path("m-4 -4h8v8h-8z"),
    "penalty": _path("m0 -5l5 5l-5 5l-5 -5z"),
    "notice": _path("m-4 -4h8v8h-8z", "#ffffff"),
    "correction": lambda x, y: disc(x, y, 4, "#ffffff", INK, stroke_width=1.4),
    "dealt_with": _path("m0 -5l5 5l-5 5l-5 -5z", "#ffffff"),
    "consequence": _path("m-4 -4l8 8m0 -8l-8 8"),
    "capture": _path("m0 -5v10"),
    "window": _path("m0 -5v10"),
}

DRAWING = Drawing("time_line", TimeLine, time_line)
