"""The fonts of the printed report: pinned files, found on this machine, hashed; and what they cannot show."""

import os
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analytics.model.untrusted_text import hides
from analytics.report.cmap import code_points
from analytics.store.case_folder import sha256_of

VARIABLE = "WAKELINE_FONTS"
OTHER = Path(__file__).parent / "typeface" / "DejaVuSans.ttf"
# What a face is called as a collection of all regions, and as a file of its own for simplified Chinese
# (Debian, Fedora, macOS, Noto's own).
FACES = {
    "serif": ("NotoSerifCJK-Regular.ttc", "NotoSerifCJKsc-Regular.otf"),
    "serif-bold": ("NotoSerifCJK-Bold.ttc", "NotoSerifCJKsc-Bold.otf"),
    "sans": ("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf"),
    "sans-bold": ("NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf"),
}
FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
)
_COLLECTION_SC = 2  # Where simplified Chinese stands in Noto's collections: JP, KR, SC, TC, HK.
_BACKWARDS = frozenset(
    {"R", "AL", "AN"}
)  # Written right to left: in a line of a table it would move its neighbours.


@dataclass(frozen=True)
class Fonts:
    """The files that a document is set in: face -> path, SHA-256 by file name, and the code points they can
    show."""

    files: dict[str, Path]
    hashes: dict[str, str]
    shown: frozenset[int]

    def lacking(self, text: str) -> set[str]:
        """The characters of `text` that must be printed by number."""
        return {char for char in set(text) if ord(char) not in self.shown and char not in "\n\x1f"}


def find_fonts() -> Fonts | None:
    """The fonts on this machine; None if one of the four faces is nowhere. WAKELINE_FONTS names a folder to
    look in first.

    A fifth file, DejaVu Sans 2.37, comes with this package: it shows what Noto's CJK faces lack of Latin,
    Greek and Cyrillic, and ⟨ ⟩.
    """
    files = {}
    for face, names in FACES.items():
        found = _file(names)
        if found is None:
            return None
        files[face] = found
    files["other"] = OTHER
    return Fonts(
        files,
        {path.name: _hash(path, path.stat().st_mtime_ns) for path in files.values()},
        _shown(tuple(files.values())),
    )


def by_number(char: str) -> str:
    """A character as its number.

    >>> by_number("𠀀")
    '⟨U+20000⟩'
    """
    return f"⟨U+{ord(char):04X}⟩"


def _file(names: tuple[str, ...]) -> Path | None:
    own = os.environ.get(VARIABLE)
    for folder in [Path(own)] if own else [Path(f).expanduser() for f in FOLDERS]:
        for name in names:
            found = sorted(folder.rglob(name)) if folder.is_dir() else []
            if found:
                return found[0]
    return None


@lru_cache(maxsize=16)
def _hash(path: Path, changed_ns: int) -> str:
    del changed_ns
    return sha256_of(path)


@lru_cache(maxsize=4)
def _shown(paths: tuple[Path, ...]) -> frozenset[int]:
    """Code points that serif, sans or the last file can show; right-to-left letters and unseen marks are left
    out."""
    *chinese, other = paths
    known = frozenset.intersection(*(_cmap(path) for path in chinese)) | _cmap(other)
    return frozenset(
        code
        for code in known
        if unicodedata.bidirectional(chr(code)) not in _BACKWARDS
        and not hides(chr(code))
        and unicodedata.category(chr(code)) not in ("Cc", "Cn", "Co", "Cs")
    )


def _cmap(path: Path) -> frozenset[int]:
    return code_points(path, _COLLECTION_SC if path.suffix == ".ttc" else 0)
