"""Text of strangers, made safe to look at: nothing in it acts on the page, reorders the line or hides."""

import re

import polars as pl

# Controls and marks that reorder or hide what a reader sees; the joiner inside emoji (U+200D) is left alone.
_UNSEEN = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
_KEEP = re.compile(_UNSEEN)
_FSI, _PDI = "\u2068", "\u2069"  # first strong isolate: text inside cannot turn the words around it
CUT = 28  # Characters of a name shown in a figure; the drawer shows all.


def shown(text: str) -> str:
    """`text` with unseen characters shown by number: a reader sees that something is there.

    >>> shown("a\\u202eb")
    'a⟨U+202E⟩b'
    """
    return _KEEP.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def cut(text: str, longest: int = CUT) -> str:
    """One line of at most `longest` characters, unseen characters shown.

    >>> cut("x" * 40, 5)
    'xxxx…'
    """
    line = shown(text[: longest * 4].replace("\r\n", "⏎").replace("\n", "⏎").replace("\t", " "))
    return line if len(line) <= longest else line[: longest - 1] + "…"


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
