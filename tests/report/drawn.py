"""What a reader of a figure can ask of it: labels with units, no words over words or lines, counts that add up.

Widths are not ours: they come from the font in which the report is set (its table of advances).
"""

import re
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from analytics.report.fonts import by_number, find_fonts

SVG = "{http://www.w3.org/2000/svg}"
UNIT = re.compile(r"[（(].+[）)]")
ASCENT, DESCENT = 0.78, 0.16  # Of the font size: what letters and Chinese characters cover above and below.
WHITE = ("#ffffff", "#fff")


@dataclass(frozen=True)
class Area:
    """A rectangle, and what stands in it."""

    left: float
    top: float
    right: float
    bottom: float
    words: str = ""

    def meets(self, other: "Area") -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.05
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.05
        )


@cache
def _advances() -> tuple[dict[int, str], dict[str, tuple[int, int]], int] | None:
    fonts = find_fonts()
    if fonts is None:
        return None
    path = fonts.files["sans"]
    font = TTFont(path, fontNumber=2) if path.suffix == ".ttc" else TTFont(path)
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


def width_of(words: str, size: float) -> float:
    """The width of a line in the sans font of the report; without the fonts, 1 em a Chinese character."""
    known = _advances()
    if known is None:
        return sum(size if ord(char) > 0x2E80 else 0.62 * size for char in words)
    cmap, metrics, em = known
    total = 0.0
    for char in words:
        for one in char if ord(char) in cmap else by_number(char):
            total += metrics[cmap[ord(one)]][0] if ord(one) in cmap else em
    return total / em * size


def texts(root: ElementTree.Element) -> list[Area]:
    """The area of each text."""
    found = []
    for one in root.iter(f"{SVG}text"):
        size, x, y = (float(one.get(name, "0")) for name in ("font-size", "x", "y"))
        words = one.text or ""
        width = width_of(words, size)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[one.get("text-anchor", "start")]
        found.append(Area(left, y - ASCENT * size, left + width, y + DESCENT * size, words))
    return found


def strokes(root: ElementTree.Element) -> list[tuple[int, Area]]:
    """Every straight or bent line with its place in the order of drawing; curves are none of ours."""
    found = []
    for k, one in enumerate(root.iter()):
        if one.tag == f"{SVG}line":
            x1, y1, x2, y2 = (float(one.get(name, "0")) for name in ("x1", "y1", "x2", "y2"))
            found.append((k, _stroke(x1, y1, x2, y2)))
        elif one.tag == f"{SVG}path" and one.get("fill") == "none":
            moves = re.findall(r"[MVH][\d.]+(?: [\d.]+)?", one.get("d", ""))
            spot = [float(v) for v in moves[0][1:].split()]
            for move in moves[1:]:
                to = [spot[0], float(move[1:])] if move[0] == "V" else [float(move[1:]), spot[1]]
                found.append((k, _stroke(*spot, *to)))
                spot = to
    return found


def _stroke(x1: float, y1: float, x2: float, y2: float) -> Area:
    return Area(min(x1, x2) - 0.2, min(y1, y2) - 0.2, max(x1, x2) + 0.2, max(y1, y2) + 0.2)


def _grounds(root: ElementTree.Element) -> list[tuple[int, Area]]:
    """White boxes that hide the lines drawn before them."""
    found = []
    for k, one in enumerate(root.iter()):
        if one.tag == f"{SVG}rect" and one.get("fill") in WHITE and one.get("class") == "ground":
            x, y, width, height = (float(one.get(name, "0")) for name in ("x", "y", "width", "height"))
            found.append((k, Area(x, y, x + width, y + height)))
    return found


def faults(svg: str) -> list[str]:
    """Everything that is wrong with a figure, in words; empty for a good one."""
    root = ElementTree.fromstring(svg)
    *_, width, height = (float(v) for v in root.get("viewBox", "").split())
    found = []
    for axis in ("x", "y"):
        labels = [one.text or "" for one in root.iter(f"{SVG}text") if one.get("class") == f"axis-{axis}"]
        if len(labels) != 1 or not UNIT.search(labels[0]):
            found.append(f"axis {axis}: {labels}")
    areas = texts(root)
    for k, one in enumerate(areas):
        if one.left < 0 or one.top < 0 or one.right > width + 0.01 or one.bottom > height:
            found.append(f"outside: {one.words}")
        found += [
            f"over each other: {one.words} | {other.words}" for other in areas[k + 1 :] if one.meets(other)
        ]
    grounds = _grounds(root)
    for place, stroke in strokes(root):
        for one in areas:
            hidden = any(
                at > place
                and ground.left <= one.left + 3
                and ground.right >= one.right - 3
                and ground.meets(one)
                for at, ground in grounds
            )
            if stroke.meets(one) and not hidden:
                found.append(f"line through: {one.words}")
    marks = sum(int(float(one.get("data-n", "0"))) for one in root.iter() if one.get("class") == "mark")
    if marks != int(root.get("data-drawn", "-1")):
        found.append(f"drawn {marks}, said {root.get('data-drawn')}")
    title = root.find(f"{SVG}title")
    if title is None or not re.search(r"\d", title.text or ""):
        found.append("no value in the alternative text")
    return found


def counted(svg: str) -> int:
    """Records drawn and not drawn, together."""
    root = ElementTree.fromstring(svg)
    return int(root.get("data-drawn", "0")) + int(root.get("data-left-out", "0"))
