"""What a font can show, read by hand, against fontTools on every font at hand and on fonts it builds."""

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from analytics.model.errors import CaseError
from analytics.report.cmap import code_points
from analytics.report.fonts import OTHER, find_fonts

FILES = [] if (found := find_fonts()) is None else list(found.files.values())


@pytest.mark.parametrize("path", sorted({OTHER, *FILES}), ids=lambda path: path.name)
def test_a_font_shows_what_font_tools_reads_in_it(path: Path) -> None:
    member = 2 if path.suffix == ".ttc" else -1
    with TTFont(path, fontNumber=member, lazy=True) as font:
        assert code_points(path, max(0, member)) == frozenset(font.getBestCmap())


@pytest.mark.parametrize(
    "codes", [[0x41, 0x42, 0x4E00, 0xFFFD], [0x41, 0x4E00, 0x1F600, 0x20000, 0x20001]], ids=["16", "32"]
)
def test_a_font_of_a_few_characters_shows_these(tmp_path: Path, codes: list[int]) -> None:
    build = FontBuilder(1000, isTTF=True)
    names = [".notdef", *(f"g{code:X}" for code in codes)]
    build.setupGlyphOrder(names)
    build.setupCharacterMap(dict(zip(codes, names[1:], strict=True)))
    build.setupGlyf({name: TTGlyphPen(None).glyph() for name in names})
    build.setupHorizontalMetrics({name: (500, 0) for name in names})
    build.setupHorizontalHeader()
    build.setupOS2()
    build.setupPost()
    build.save(tmp_path / "a.ttf")
    assert code_points(tmp_path / "a.ttf") == frozenset(codes)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x00\x00", b"no font at all, but some bytes" * 9])
def test_what_is_no_font_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.ttf").write_bytes(content)
    with pytest.raises(CaseError, match=r"b\.ttf"):
        code_points(tmp_path / "b.ttf")
