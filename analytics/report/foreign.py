"""Text of strangers on paper: nothing in it acts, reorders the line or hides; what is cut says so."""

import re

# Controls, separators, and marks that reorder or hide; private use has no known shape. The joiner inside
# emoji
# (U+200D) and variation selectors are left: they only shape a picture.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_BREAK = re.compile("\r\n|\r|\n")


def visible(text: str) -> str:
    """`text` on one line, with unseen characters shown by number and line breaks as ⏎.

    >>> visible("a\\u202eb\\x00\\nc")
    'a⟨U+202E⟩b⟨U+0000⟩⏎c'
    """
    return _UNSEEN.sub(
        lambda found: f"⟨U+{ord(found.group()):04X}⟩", _BREAK.sub("⏎", text).replace("\t", " ")
    )


def is_cut(text: str, longest: int) -> bool:
    """Whether `text` has more than `longest` characters, so that only its beginning is shown."""
    return len(text) > longest


def css_string(text: str) -> str:
    """`text` as the inside of a CSS string: every character by number, so that none can end the string or the
    sheet.

    >>> css_string('a"')
    '\\\\000061\\\\000022'
    """
    return "".join(f"\\{ord(char):06x}" for char in visible(text))
