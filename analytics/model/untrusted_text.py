"""Text that somebody else wrote, made safe to look at: nothing in it acts, reorders the line or hides.

One set of characters serves the terminal, the page, figures and paper: what a reader cannot see, or what
moves what a reader sees, is shown by its number (⟨U+202E⟩). The places differ in the last step alone
(`for_plotly`, `for_css`, `for_spreadsheet`).

The set holds controls (C0 except tab and line feed, C1), line and paragraph separators, everything that
Unicode calls default ignorable (soft hyphen, U+061C, zero-width and direction marks, Hangul fillers, tags),
annotation marks, private use, noncharacters and lone surrogates. Two kinds are left where they only shape a
picture: the joiner U+200D between two emoji, and one variation selector after a character.

Source: Unicode 15.1, DerivedCoreProperties.txt (Default_Ignorable_Code_Point) and UTS #51 (emoji sequences).
"""

import re

import polars as pl

_ALWAYS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    "\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"  # surrogates and private use
    "\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr((plane << 16) + end) for plane in range(1, 15) for end in (0xFFFE, 0xFFFF))
)
_EMOJI = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_HIDDEN = re.compile(
    f"[{_ALWAYS}]|(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}])|(?:^|(?<=[{_SELECTORS}\\s]))[{_SELECTORS}]"
)
_ALONE = re.compile(f"[{_ALWAYS}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAK = re.compile("\r\n|\r|\n")
_FSI, _PDI = "\u2068", "\u2069"  # First strong isolate: text inside cannot turn the words around it.
# What a spreadsheet runs as a formula (full width too), and controls that would hide it. Polars reads it too.
RISKY_CELL = "^[=+@\\-＝＋＠－\x00-\x1f\x7f]"
_RISKY_CELL = re.compile(RISKY_CELL)
CUT = 28  # Characters of a name shown in a figure; the drawer shows all.


def shown(text: str) -> str:
    """`text` with hidden characters shown by number; tabs and line feeds stay.

    >>> shown("a\\u202eb\\x1b[31m")
    'a⟨U+202E⟩b⟨U+001B⟩[31m'
    """
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def one_line(text: str) -> str:
    """`shown` on one line: line breaks as ⏎, tabs as blanks.

    >>> one_line("a\\u202eb\\x00\\r\\nc")
    'a⟨U+202E⟩b⟨U+0000⟩⏎c'
    """
    return shown(_BREAK.sub("⏎", text).replace("\t", " "))


def cut(text: str, longest: int = CUT) -> str:
    """`one_line` of at most `longest` characters; what is cut ends in an ellipsis.

    >>> cut("x" * 40, 5)
    'xxxx…'
    """
    line = one_line(text[: longest * 4])
    return line if len(line) <= longest else line[: longest - 1] + "…"


def is_cut(text: str, longest: int) -> bool:
    """Whether `text` has more than `longest` characters, so that only its beginning is shown."""
    return len(text) > longest


def hides(char: str) -> bool:
    """Whether a character is shown by number wherever it stands.

    >>> hides("\\u200b"), hides("\\ufe0f")
    (True, False)
    """
    return _ALONE.match(char) is not None


def has_lone_surrogate(text: str) -> bool:
    """Whether `text` holds half of a surrogate pair, which no UTF-8 file can hold."""
    return not text.isascii() and _SURROGATE.search(text) is not None


def shown_column(texts: pl.Series) -> pl.Series:
    """`shown` of every text, of the same name; null stays null."""
    return pl.Series(texts.name, [None if text is None else shown(text) for text in texts], dtype=pl.String)


def for_plotly(text: str, longest: int = CUT) -> str:
    """`text` for a plotly label, which reads HTML: cut, escaped and isolated.

    >>> for_plotly("<b>x</b>")[1:-1]
    '&lt;b&gt;x&lt;/b&gt;'
    """
    line = cut(text, longest).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"{_FSI}{line}{_PDI}"


def labels(names: pl.Series, longest: int = CUT) -> list[str]:
    """`for_plotly` of every name, one call for each different one; null becomes ""."""
    known = {name: for_plotly(name, longest) for name in names.unique().drop_nulls()}
    return [known.get(name, "") for name in names]


def for_css(text: str) -> str:
    """`text` as the inside of a CSS string: every character by number, so that none can end the string or the
    sheet.

    >>> for_css('a"')
    '\\\\000061\\\\000022'
    """
    return "".join(f"\\{ord(char):06x}" for char in one_line(text))


def for_spreadsheet(text: str) -> str:
    """`text` as a cell: an apostrophe before what a spreadsheet would run.

    >>> for_spreadsheet("=1+1"), for_spreadsheet("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if _RISKY_CELL.match(text) else text
