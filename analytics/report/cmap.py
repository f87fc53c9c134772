"""Which characters a font file can show, read from its `cmap` table with the standard library alone.

Only the two forms that text fonts use for Unicode are read (formats 4 and 12). Source: OpenType 1.9.1,
chapters "OpenType font file" and "cmap".
"""

import struct
from pathlib import Path

from analytics.model.errors import CaseError

_UNICODE = (
    (3, 10),
    (0, 6),
    (0, 4),
    (3, 1),
    (0, 3),
    (0, 2),
    (0, 1),
    (0, 0),
)  # Platform, encoding: best first.


def code_points(path: Path, member: int = 0) -> frozenset[int]:
    """The code points that a TrueType or OpenType font maps to a glyph.

    member: which font of a collection (.ttc); a single font has only one.
    Raises CaseError if the file is no such font, or maps Unicode in neither of the two forms.

    Source: OpenType 1.9.1, "cmap": format 4 (16 bits) and format 12 (32 bits).
    """
    font = path.read_bytes()
    try:
        offset = struct.unpack_from(">I", font, 12 + 4 * member)[0] if font[:4] == b"ttcf" else 0
        at = _table(font, offset, b"cmap")
        tables_n = struct.unpack_from(">H", font, at + 2)[0]
        rows = struct.iter_unpack(">HHI", font[at + 4 : at + 4 + 8 * tables_n])
        tables = {(platform, encoding): at + start for platform, encoding, start in rows}
        best = next(tables[key] for key in _UNICODE if key in tables)
        form = struct.unpack_from(">H", font, best)[0]
        return {4: _of_16_bits, 12: _of_32_bits}[form](font, best)
    except (struct.error, StopIteration, KeyError, IndexError):
        raise CaseError("font_unreadable", path=path) from None


def _table(font: bytes, offset: int, name: bytes) -> int:
    """Where the table of that name begins."""
    tables = struct.unpack_from(">H", font, offset + 4)[0]
    rows = struct.iter_unpack(">4s4xI4x", font[offset + 12 : offset + 12 + 16 * tables])
    return next(int(start) for tag, start in rows if tag == name)


def _of_16_bits(font: bytes, at: int) -> frozenset[int]:
    """Format 4: segments, each with a difference to add or a list of glyphs. Glyph 0 shows nothing."""
    n = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{n}H", font, at + 14)
    starts, deltas, ranges = (
        struct.unpack_from(f">{n}H", font, at + 16 + 2 * n * part) for part in (1, 2, 3)
    )
    found: set[int] = set()
    for k in range(n):
        if not ranges[k]:
            found.update(c for c in range(starts[k], ends[k] + 1) if (c + deltas[k]) % 65_536)
            continue
        listed = at + 16 + 6 * n + 2 * k + ranges[k]
        glyphs = struct.unpack_from(f">{ends[k] - starts[k] + 1}H", font, listed)
        found.update(
            starts[k] + i for i, glyph in enumerate(glyphs) if glyph and (glyph + deltas[k]) % 65_536
        )
    return frozenset(found)


def _of_32_bits(font: bytes, at: int) -> frozenset[int]:
    """Format 12: groups of code points, each with the glyph of its first. Glyph 0 shows nothing."""
    groups = struct.unpack_from(">I", font, at + 12)[0]
    found: set[int] = set()
    for first, last, glyph in struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * groups]):
        found.update(range(first + (glyph == 0), last + 1))
    return frozenset(found)
