"""Static pictures as SVG, drawn by rule: the same table gives the same bytes."""

from dataclasses import dataclass

import polars as pl
from markupsafe import Markup, escape

WIDTH = 720
INK, GRID, BLUE, ORANGE, PALE = "#1b2733", "#d9dfe5", "#0b6aa8", "#d98200", "#bcd7ea"
_FONT = "font-family=\"'Noto Sans CJK SC','Noto Sans SC','Microsoft YaHei',sans-serif\""


@dataclass(frozen=True)
class Bar:
    """One measure as a range: label, lower, upper (None: unknown), displayed counter (None: none)."""

    label: str
    lower: float
    upper: float | None
    displayed: float | None


def _svg(height: float, title: str, parts: list[str]) -> Markup:
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
            f'aria-label="{escape(title)}" {_FONT} font-size="11" fill="{INK}"><title>{escape(title)}</title>')
    return Markup(head + "".join(parts) + "</svg>")


def _text(x: float, y: float, text: str, anchor: str = "start", colour: str = INK, weight: str = "normal") -> str:
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-weight="{weight}">'
            f"{escape(text)}</text>")


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = GRID, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def _rect(x: float, y: float, w: float, h: float, colour: str, extra: str = "") -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(w, 0.5):.1f}" height="{max(h, 0.0):.1f}" fill="{colour}"{extra}/>'


def _largest(values: pl.Series) -> int:
    return max(1, *(int(v) for v in values.drop_nulls()), 1)


def over_time(counts: pl.DataFrame, title: str, labels: tuple[str, str]) -> Markup:
    """Acts by time step, reposts below, comments on top. counts: label (shown), reposts, comments; in order of time."""
    height, left, bottom, top = 230.0, 48.0, 40.0, 26.0
    most = _largest(counts["reposts"] + counts["comments"])
    span, room = WIDTH - left - 8, height - top - bottom
    step = span / max(1, counts.height)
    parts = [_rect(left, 4, 9, 9, BLUE), _text(left + 13, 12, labels[0]), _rect(left + 90, 4, 9, 9, ORANGE),
             _text(left + 103, 12, labels[1])]
    for k in range(5):
        y = height - bottom - room * k / 4
        parts += [_line(left, y, WIDTH - 8, y), _text(left - 6, y + 4, f"{most * k / 4:,.0f}", "end")]
    every = max(1, counts.height // 7)
    for k, (label, reposts, comments) in enumerate(counts.select("label", "reposts", "comments").iter_rows()):
        x, low, high = left + k * step, room * reposts / most, room * comments / most
        parts += [_rect(x, height - bottom - low, step * 0.86, low, BLUE)] if reposts else []
        parts += [_rect(x, height - bottom - low - high, step * 0.86, high, ORANGE)] if comments else []
        if k % every == 0:
            parts.append(_text(x, height - bottom + 16, label))
    return _svg(height, title, parts)


def ranges(bars: list[Bar], marks: list[tuple[float, str]], title: str, unknown: str) -> Markup:
    """Measures as ranges on one scale: solid to the lower bound, pale to the upper, an open end where it is unknown.

    marks: vertical lines (a number and its words), such as a threshold that a text of law names.
    """
    left, row = 170.0, 30.0
    height = 34.0 + row * len(bars)
    most = max([1.0, *(b.upper or b.lower for b in bars), *(b.displayed or 0 for b in bars), *(m for m, _ in marks)])
    scale = (WIDTH - left - 110) / most
    parts = []
    for k, bar in enumerate(bars):
        y = 26 + k * row
        parts.append(_text(left - 8, y + 12, bar.label, "end"))
        parts.append(_rect(left, y, bar.lower * scale, 15, BLUE))
        end = left + bar.lower * scale
        if bar.upper is None:
            parts += [_rect(end, y, 42, 15, PALE, ' fill-opacity="0.6"'), _text(end + 47, y + 12, unknown, colour="#5a6773")]
        elif bar.upper > bar.lower:
            parts.append(_rect(end, y, (bar.upper - bar.lower) * scale, 15, PALE))
        if bar.displayed is not None:
            x = left + bar.displayed * scale
            parts.append(f'<path d="M{x:.1f} {y - 1:.1f} l5 8.5 l-5 8.5 l-5 -8.5 z" fill="{ORANGE}"/>')
    for value, words in marks:
        x = left + value * scale
        parts += [_line(x, 18, x, height - 4, INK, 1, "4 3"), _text(x + 3, 14, words)]
    return _svg(height, title, parts)


def sail(nodes: pl.DataFrame, title: str, labels: tuple[str, str]) -> Markup:
    """A tree against time: x is the moment (0 to 1 of its span), y the depth. nodes: x, depth, parent_x, parent_depth."""
    height, left, top, bottom = 300.0, 48.0, 14.0, 34.0
    deepest = _largest(nodes["depth"])
    span, room = WIDTH - left - 16, height - top - bottom
    parts = []
    for k in range(deepest + 1):
        y = top + room * k / deepest
        parts += [_line(left, y, WIDTH - 8, y), _text(left - 8, y + 4, str(k), "end")]
    for x, depth, parent_x, parent_depth in nodes.select("x", "depth", "parent_x", "parent_depth").iter_rows():
        if parent_x is not None:
            parts.append(_line(left + parent_x * span, top + room * parent_depth / deepest, left + x * span,
                               top + room * depth / deepest, "#8fb4cf", 0.6))
    for x, depth in nodes.select("x", "depth").iter_rows():
        colour = ORANGE if depth == 0 else BLUE
        y = top + room * depth / deepest
        parts.append(f'<circle cx="{left + x * span:.1f}" cy="{y:.1f}" r="{4 if depth == 0 else 2}" fill="{colour}"/>')
    parts += [_text(left, height - 8, labels[0]), _text(WIDTH - 8, height - 8, labels[1], "end")]
    return _svg(height, title, parts)
