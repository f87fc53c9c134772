"""The pictures of the report: events over time, the largest tree by depth and time, scope as ranges."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import ceil, floor, log10

from analytics.model import formatting
from analytics.model.registry import load
from analytics.report.drawing import Drawing
from analytics.report.group_chart import group_chart
from analytics.report.group_data import Lanes
from analytics.report.hub_chart import (
    FAINT,
    INK,
    MARK,
    SERIES,
    SOFT,
    box,
    element,
    hub_chart,
    line,
    picture,
    text,
)
from analytics.report.network_data import Network
from analytics.report.placeholders import Locale, Moment, Range, Span, Value
from analytics.report.spread_data import Bars, Dot, Sail

WIDTH = 680.0
PHOTO_HEIGHT = 760.0  # A page has room for about 900 of these units, caption included.
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_TICKS_S = (
    60,
    300,
    600,
    1_800,
    3_600,
    7_200,
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


@dataclass(frozen=True)
class Ribbon:
    """A measure as a range.

    lower, upper: its ends; point: the displayed figure; mark: the number that a rule names. None means none.
    """

    label: Value
    lower: float | None
    upper: float | None
    point: float | None
    mark: float | None = None


@dataclass(frozen=True)
class Ranges:
    """Measures one below the other, on one logarithmic scale."""

    ribbons: tuple[Ribbon, ...]


@dataclass(frozen=True)
class NumberedSail:
    """A tree with the events from which most others descend, by number."""

    sail: Sail
    marked: tuple[str, ...]


@dataclass(frozen=True)
class Photo:
    """A picture that somebody put in: a PNG, with its width and height in pixels."""

    png: bytes
    size: tuple[int, int]


@cache
def _drawings() -> dict[type, Drawing]:
    """Every kind of figure of figures/, by the record that holds its data."""
    return {one.data: one for one in load("analytics.report.figures", "DRAWING", Drawing).values()}


def draw(data: object, title: str, voice: Locale) -> str:
    """Draw the picture of some data as SVG.

    data: a record such as Bars, NumberedSail, Ranges, Lanes, Network or Photo.
    title: what a screen reader says of it.
    voice: the language of the words in it.

    Raises TypeError for data that no picture is known for.
    """
    if type(data) in _drawings():
        return _drawings()[type(data)].draw(data, title, voice)
    if isinstance(data, Photo):
        return photo(data, title)
    older: dict[type, Callable[..., str]] = {
        Bars: over_time,
        NumberedSail: tree,
        Ranges: ranges,
        Lanes: group_chart,
        Network: hub_chart,
    }
    if type(data) in older:
        return older[type(data)](data, title, voice)
    raise TypeError(type(data).__name__)


def photo(data: Photo, title: str) -> str:
    """Set a picture as it was put in, as wide as the text, or as high as a page has room for."""
    scale = min(WIDTH / data.size[0], PHOTO_HEIGHT / data.size[1])
    width, height = data.size[0] * scale, data.size[1] * scale
    shown = element(
        "image",
        x=(WIDTH - width) / 2,
        y=0,
        width=width,
        height=height,
        href=f"data:image/png;base64,{b64encode(data.png).decode()}",
    )
    return picture(WIDTH, height, title, [shown])


def over_time(bars: Bars, title: str, voice: Locale) -> str:
    """Draw stacked bars, one a step; the busiest step is pointed out."""
    left, right, top, height = 48.0, 10.0, 46.0, 190.0
    most = bars.busiest[1]
    grid = _whole_ticks(most)
    scale = height / grid[-1]
    slot = (WIDTH - left - right) / len(bars.starts)
    floor_y = top + height
    parts = _legend([(SERIES[kind], voice.word(f"report.kind_{kind}")) for kind, _ in bars.counts], left)
    for tick in grid:
        y = floor_y - tick * scale
        parts += [
            line(left, y, WIDTH - right, y, FAINT),
            text(left - 6, y + 4, formatting.number(tick), "end", SOFT),
        ]
    stacked = [0.0] * len(bars.starts)
    for kind, counts in bars.counts:
        for k, n in enumerate(counts):
            if n:
                stacked[k] += n
                parts.append(
                    box(
                        left + k * slot + slot * 0.06,
                        floor_y - stacked[k] * scale,
                        slot * 0.88,
                        n * scale,
                        SERIES[kind],
                    )
                )
    parts.append(line(left, floor_y, WIDTH - right, floor_y, INK))
    start = bars.starts[0]
    span_s = bars.step_s * len(bars.starts)
    for moment, words in _clock(start, span_s, voice):
        x = left + (moment - start).total_seconds() / span_s * (WIDTH - left - right)
        parts += [line(x, floor_y, x, floor_y + 5, INK), text(x, floor_y + 18, words, "middle", SOFT)]
    k = bars.starts.index(bars.busiest[0])
    x = left + (k + 0.5) * slot
    near_end = x > WIDTH - 160
    parts.append(
        text(
            x - 6 if near_end else x + 6,
            floor_y - most * scale - 5,
            voice.word("report.busiest_mark", n=most, at=Moment(bars.busiest[0], "min")),
            "end" if near_end else "start",
            MARK,
        )
    )
    parts.append(
        text(WIDTH - right, floor_y + 34, voice.word("report.axis_time", zone=str(voice.zone)), "end", SOFT)
    )
    return picture(WIDTH, floor_y + 40, title, parts)


def tree(data: NumberedSail, title: str, voice: Locale) -> str:
    """Draw a tree with depth downwards and time to the right.

    title: what a screen reader says of it; voice: the language of the words in it.

    Events of one depth at one time are piled up; lines lead to the parent. Lines to the root are left out:
    every event of depth 1 has one. The events that most others descend from carry their numbers.
    """
    sail = data.sail
    left, right, top = 74.0, 14.0, 18.0
    width = WIDTH - left - right
    placed, bands = _piled(sail, left, width, top)
    bottom = max(low for _, low, _ in bands.values())
    parts = []
    for depth, (high, low, n) in sorted(bands.items()):
        parts.append(line(left, low + 3, WIDTH - right, low + 3, FAINT))
        parts.append(
            text(left - 8, (high + low) / 2 + 2, voice.word("report.figure_depth", depth=depth), "end", INK)
        )
        parts.append(
            text(left - 8, (high + low) / 2 + 14, voice.word("report.figure_acts", n=n), "end", SOFT, 9)
        )
    parts += _lines(sail, placed)
    for k, dot in enumerate(sail.dots):
        x, y = placed[k]
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_radius(dot):.1f}" fill="{_shade(dot)}"/>')
    parts += _numbers(data, placed)
    for moment_s in _steps(sail.span_s):
        x = left + moment_s / sail.span_s * width
        words = voice.text(Span(moment_s))
        parts += [line(x, bottom + 8, x, bottom + 13, INK), text(x, bottom + 26, words, "middle", SOFT)]
    parts.append(line(left, bottom + 8, WIDTH - right, bottom + 8, INK))
    parts.append(text(WIDTH - right, bottom + 42, voice.word("report.axis_since"), "end", SOFT))
    return picture(WIDTH, bottom + 48, title, parts)


def _lines(sail: Sail, placed: list[tuple[float, float]]) -> list[str]:
    """Curves from each event to its parent, but to the root."""
    lines = []
    for k, dot in enumerate(sail.dots):
        if dot.parent is not None and sail.dots[dot.parent].depth > 0:
            (x1, y1), (x2, y2) = placed[dot.parent], placed[k]
            lines.append(f"M{x1:.1f} {y1:.1f}Q{(x1 + x2) / 2:.1f} {y1:.1f} {x2:.1f} {y2:.1f}")
    if not lines:
        return []
    return [
        element(
            "path",
            d="".join(lines),
            fill="none",
            stroke=SERIES["repost"],
            stroke_width=0.6,
            stroke_opacity=0.35,
        )
    ]


def _numbers(data: NumberedSail, placed: list[tuple[float, float]]) -> list[str]:
    """The numbers of the marked events, beside their dots."""
    parts = []
    for number, event_id in enumerate(data.marked):
        found = next((k for k, dot in enumerate(data.sail.dots) if dot.event_id == event_id), None)
        if found is not None:
            x, y = placed[found]
            parts.append(
                text(
                    x + 6,
                    y - 4,
                    _CIRCLED[number],
                    "start",
                    MARK,
                    14,
                    paint_order="stroke",
                    stroke="#fff",
                    stroke_width=3,
                )
            )
    return parts


def ranges(data: Ranges, title: str, voice: Locale) -> str:
    """Draw bars from the lower to the upper end, on one logarithmic scale.

    title: what a screen reader says of it; voice: the language of the words in it.

    An unknown upper end is an arrow. A dot is the displayed figure, a line across a bar the number that a
    rule names.
    """
    left, right, top, row = 200.0, 120.0, 26.0, 34.0
    ends = [v for r in data.ribbons for v in (r.lower, r.upper, r.point, r.mark) if v]
    low, high = (
        floor(log10(min(ends, default=1))),
        max(ceil(log10(max(ends, default=10))), floor(log10(min(ends, default=1))) + 1),
    )
    width = WIDTH - left - right

    def x_of(value: float) -> float:
        return left + (log10(max(value, 10**low)) - low) / (high - low) * width

    bottom = top + row * len(data.ribbons)
    parts = []
    for power in range(low, high + 1):
        parts += [
            line(x_of(10**power), top - 6, x_of(10**power), bottom, FAINT),
            text(
                x_of(10**power),
                bottom + 16,
                f"{10**power:,}" if power >= 0 else f"{10.0**power:g}",
                "middle",
                SOFT,
            ),
        ]
    for k, ribbon in enumerate(data.ribbons):
        y = top + row * k + row / 2
        parts.append(text(left - 12, y + 4, voice.text(ribbon.label), "end"))
        parts += _ribbon(ribbon, y, x_of, left + width)
        parts.append(
            text(left + width + 12, y + 4, voice.text(Range(ribbon.lower, ribbon.upper)), "start", INK)
        )
    parts.append(line(left, bottom, left + width, bottom, INK))
    parts.append(text(left + width, bottom + 34, voice.word("report.axis_log"), "end", SOFT))
    return picture(WIDTH, bottom + 40, title, parts)


def _ribbon(ribbon: Ribbon, y: float, x_of: Callable[[float], float], edge: float) -> list[str]:
    """One range: a bar between its ends, or a dashed arrow where the upper end is open.

    With the displayed figure and the number of a rule.
    """
    parts = []
    if ribbon.lower is not None:
        start = x_of(ribbon.lower)
        if ribbon.upper is None:
            parts += [
                line(start, y, edge - 6, y, SERIES["repost"], 2, stroke_dasharray="4 3"),
                element("path", d=f"M{edge:.1f} {y:.1f}l-8 -4v8z", fill=SERIES["repost"]),
            ]
        else:
            parts.append(box(start, y - 6, max(x_of(ribbon.upper) - start, 1.5), 12, SERIES["comment"]))
            parts.append(line(x_of(ribbon.upper), y - 8, x_of(ribbon.upper), y + 8, SERIES["repost"], 2))
        parts.append(line(start, y - 8, start, y + 8, SERIES["repost"], 2.5))
    if ribbon.point is not None and ribbon.point != ribbon.lower:
        parts.append(
            f'<circle cx="{x_of(ribbon.point):.1f}" cy="{y:.1f}" r="3.2" fill="#fff" '
            f'stroke="{INK}" stroke-width="1.3"/>'
        )
    if ribbon.mark is not None:
        x = x_of(ribbon.mark)
        parts += [
            line(x, y - 14, x, y + 12, MARK, 1.2),
            text(x, y - 16 + 4, formatting.number(ribbon.mark), "middle", MARK, 9),
        ]
    return parts


def _piled(
    sail: Sail, left: float, width: float, top: float
) -> tuple[list[tuple[float, float]], dict[int, tuple[float, float, int]]]:
    """Where each event stands, and the band of each depth: (upper edge, lower edge, events drawn)."""
    column = 3.4  # Width of a pile in the units of the picture: one dot.
    piles: dict[tuple[int, int], int] = {}
    spots = []
    for dot in sail.dots:
        k = int(dot.since_s / sail.span_s * width / column)
        piles[(dot.depth, k)] = piles.get((dot.depth, k), -1) + 1
        spots.append((k, piles[(dot.depth, k)]))
    bands: dict[int, tuple[float, float, int]] = {}
    y = top
    steps: dict[int, float] = {}
    for depth in sorted({dot.depth for dot in sail.dots}):
        tallest = max(n for (d, _), n in piles.items() if d == depth) + 1
        steps[depth] = min(3.4, 120.0 / tallest)  # A pile is at most 120 units high: then its dots overlap.
        height = max(26.0, tallest * steps[depth] + 8)
        bands[depth] = (y, y + height, sum(dot.depth == depth for dot in sail.dots))
        y += height + 6
    placed = [
        (left + k * column + column / 2, bands[dot.depth][1] - 3 - n * steps[dot.depth])
        for dot, (k, n) in zip(sail.dots, spots, strict=True)
    ]
    return placed, bands


def _radius(dot: Dot) -> float:
    return 4.2 if dot.depth == 0 else min(5.0, 1.6 + 0.45 * float(dot.below_n) ** 0.5)


def _shade(dot: Dot) -> str:
    if dot.depth == 0:
        return INK
    return SERIES["repost"] if dot.below_n else "#6f93b5"


def _legend(items: list[tuple[str, str]], x: float) -> list[str]:
    parts = []
    for colour, words in items:
        parts += [box(x, 8, 11, 11, colour), text(x + 16, 18, words)]
        x += 34 + 12 * len(words) if any(ord(c) > 0x2E80 for c in words) else 34 + 7 * len(words)
    return parts


def _whole_ticks(most: int) -> list[int]:
    """0 to at least `most` in at most five whole, round steps.

    >>> _whole_ticks(93)
    [0, 20, 40, 60, 80, 100]
    """
    size = 10 ** floor(log10(max(most, 1)))
    rounds = (size // 10, size // 5, size // 4, size // 2, size, 2 * size, 5 * size)
    step = next(s for s in rounds if s >= 1 and s * 5 >= most)
    return list(range(0, step * ceil(max(most, 1) / step) + 1, step))


def _steps(span_s: float) -> list[float]:
    step = next((s for s in _TICKS_S if span_s / s <= 8), _TICKS_S[-1])
    return [float(k * step) for k in range(int(span_s // step) + 1)]


def _clock(start: datetime, span_s: float, voice: Locale) -> list[tuple[datetime, str]]:
    """Round moments of the case's zone within a span, at most eight, and how each is written."""
    step = next((s for s in _TICKS_S if span_s / s <= 8), _TICKS_S[-1])
    local = start.astimezone(voice.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    k = ceil((local - midnight).total_seconds() / step)
    found = []
    while (moment := midnight + timedelta(seconds=step * k)) <= local + timedelta(seconds=span_s):
        form = (
            "%m-%d"
            if step >= 86_400
            else ("%m-%d %H:%M" if moment.hour == 0 and moment.minute == 0 else "%H:%M")
        )
        found.append((moment, moment.strftime("%Y-%m" if step >= 2_592_000 else form)))
        k += 1
    return found
