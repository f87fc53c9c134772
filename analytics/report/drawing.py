"""SVG in small pieces: shapes, text whose width is known before it is set, the record of a kind of figure.

Text is escaped and set in a font stack instead of outlines; coordinates have two decimals; equal data give
equal bytes. Meaning never stands in a colour alone: shapes, fills and words carry it too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Any

from analytics.model.untrusted_text import one_line
from analytics.report.placeholders import Locale

WIDTH = 680.0  # Units of the picture; on A4 one unit is about 0.7 points.
INK, SOFT, LINE, FAINT = "#1a1a1a", "#4a4a4a", "#8c8c8c", "#dddddd"
DARK, MIDDLE, LIGHT = "#1f4e79", "#7f9cb8", "#d5dfe9"  # 30, 62 and 88 % light: apart in grey print.
MARK = "#8b1a1a"
SIZE = 10.5  # Font size of a label; SMALL of what stands at a tick.
SMALL = 9.5
_FONT = (
    "'Noto Sans CJK SC','Source Han Sans SC','Noto Sans SC','Microsoft YaHei','PingFang SC',Arial,sans-serif"
)
# Advance widths of Noto Sans CJK SC 2.004 in thousandths of the font size, for U+0020 to U+007E, from its
# table "hmtx". Chinese characters and full-width marks take 1,000.
_ADVANCES = (
    (224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392)
    + (555,) * 10
    + (278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812)
    + (723, 742, 633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559, 606, 563)
    + (618, 510, 620, 554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606, 620, 620, 388, 468, 377, 607)
    + (521, 802, 498, 521, 475, 338, 270, 338, 555)
)
_BY_NUMBER = 6_300  # A character that no font has is printed as ⟨U+1F600⟩: nine characters.


@dataclass(frozen=True)
class Drawing:
    """A kind of figure: the record that holds its data, and how it is drawn.

    draw: takes the data, what a screen reader says of the picture, and the language of the words in it.
    """

    name: str
    data: type
    draw: Callable[[Any, str, Locale], str]


def text_width(words: str, size: float = SIZE) -> float:
    """Measure how wide a line of text is set, in the units of `size`.

    Characters outside the basic plane count as their number, which is printed where no font has them.

    >>> text_width("中文", 10), text_width("0.5", 10)
    (20.0, 13.88)
    """
    return sum(_advance(ord(char)) for char in one_line(words)) * size / 1000


def _advance(code: int) -> int:
    if 0x20 <= code <= 0x7E:
        return _ADVANCES[code - 0x20]
    return _BY_NUMBER if code > 0xFFFF or 0x2600 <= code <= 0x27BF else 1000


def fitted(words: str, width: float, size: float = SIZE) -> str:
    """Cut a line of text to a width; what is cut ends in an ellipsis.

    >>> fitted("一二三四五六", 40, 10)
    '一二三…'
    """
    line = one_line(words)
    if text_width(line, size) <= width:
        return line
    while line and text_width(line + "…", size) > width:
        line = line[:-1]
    return line + "…"


def wrapped(words: str, width: float, size: float = SIZE, lines_max: int = 3) -> list[str]:
    """Break a line of text into at most `lines_max` lines of a width; the last one ends in "…" if cut.

    Lines are broken at blanks and beside Chinese characters; a word that is too long is broken anywhere.

    >>> wrapped("one two three", 40, 10), wrapped("告诫 9100455038", 60, 10)
    (['one two', 'three'], ['告诫', '9100455038'])
    """
    rest, lines = one_line(words), list[str]()
    while rest and len(lines) < lines_max - 1 and text_width(rest, size) > width:
        longest = next(k for k in range(len(rest), 0, -1) if k == 1 or text_width(rest[:k], size) <= width)
        end = next((k for k in range(longest, 0, -1) if _may_break(rest, k)), longest)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, fitted(rest, width, size)] if rest else lines


def _may_break(words: str, k: int) -> bool:
    """Whether a line may end before the k-th character: not within a word, not before a closing mark."""
    before, after = words[k - 1], words[k : k + 1]
    if after in ("，", "。", "、", "；", "：", "）", "”", "！", "？", ")", ",", ".", ";", ":"):
        return False
    return " " in (before, after) or not (before.isascii() and after.isascii())


def rounded(value: float) -> str:
    """Write a coordinate with at most two decimals.

    >>> rounded(1.0), rounded(2.345)
    ('1', '2.35')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def element(name: str, content: str = "", /, **attributes: str | float) -> str:
    """Write one SVG element.

    content: is SVG already.
    attributes: in the order given, with _ for -; a trailing _ is left out (class_).

    >>> element("line", x1=0.0, stroke_width=1.5)
    '<line x1="0" stroke-width="1.5"/>'
    """
    parts = [name]
    for key, value in attributes.items():
        text = value if isinstance(value, str) else rounded(value)
        parts.append(f'{key.rstrip("_").replace("_", "-")}="{escape(text)}"')
    return f"<{' '.join(parts)}>{content}</{name}>" if content else f"<{' '.join(parts)}/>"


def text(
    x: float,
    y: float,
    words: str,
    anchor: str = "start",
    colour: str = INK,
    size: float = SIZE,
    **more: str | float,
) -> str:
    """Write text at a point, with its hidden characters shown by number.

    >>> text(1, 2, "<b>").endswith("&lt;b&gt;</text>")
    True
    """
    return element(
        "text", escape(one_line(words)), x=x, y=y, text_anchor=anchor, fill=colour, font_size=size, **more
    )


def axis_label(x: float, y: float, words: str, axis: str, anchor: str = "start") -> str:
    """Write the label of an axis: its quantity with the unit in brackets. axis: "x" or "y"."""
    return text(x, y, words, anchor, SOFT, SMALL, class_=f"axis-{axis}")


def line(
    x1: float, y1: float, x2: float, y2: float, colour: str = LINE, width: float = 1, **more: str | float
) -> str:
    """Write a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width, **more)


def box(x: float, y: float, width: float, height: float, colour: str, **more: str | float) -> str:
    """Write a filled rectangle."""
    return element("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), fill=colour, **more)


def disc(x: float, y: float, radius: float, fill: str, stroke: str = "none", **more: str | float) -> str:
    """Write a circle."""
    return element("circle", cx=x, cy=y, r=radius, fill=fill, stroke=stroke, **more)


def picture(width: float, height: float, title: str, parts: list[str], drawn_n: int, left_out_n: int) -> str:
    """Write the whole drawing, as wide as its frame.

    title: what a screen reader says. drawn_n, left_out_n: how many records the marks stand for, and how many
    are not drawn; both stand in the drawing, so that they can be held against the text beside it.
    """
    body = element("title", escape(one_line(title))) + "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {rounded(width)} {rounded(height)}" '
        f'role="img" data-drawn="{drawn_n}" data-left-out="{left_out_n}" font-family="{_FONT}">{body}</svg>'
    )


def whole_ticks(most: int) -> list[int]:
    """Give 0 to at least `most` in at most five whole, round steps.

    >>> whole_ticks(93), whole_ticks(0)
    ([0, 20, 40, 60, 80, 100], [0, 1])
    """
    most = max(most, 1)
    size = 10 ** floor(log10(most))
    rounds = (size // 10, size // 5, size // 4, size // 2, size, 2 * size, 5 * size)
    step = next(s for s in rounds if s >= 1 and s * 5 >= most)
    return list(range(0, step * ceil(most / step) + 1, step))
