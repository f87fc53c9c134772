"""The form in which texts are searched, and where a found word stands in the text as exported.

The form is NFKC, simplified characters, lower case, runs of blanks as one space. Nothing is left out, so that
a word is found wherever a reader sees it. The exported text is never changed.
"""

import re
import unicodedata
from itertools import pairwise

import polars as pl

from analytics.text.normalized import simplified

# Blanks and line breaks; NUL among them, because a text for the converter may hold neither.
BLANKS = "[\x00\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
_BLANKS = re.compile(BLANKS)


def searchable(texts: pl.Series) -> pl.Series:
    """Bring each text into the form in which it is searched; null stays null.

    >>> searchable(pl.Series(["ＡＢＣ\\n 舉報", None])).to_list()
    ['abc 举报', None]
    """
    known = texts.unique().drop_nulls()
    bare = known.str.normalize("NFKC").str.replace_all(BLANKS, " ")
    table = pl.DataFrame({"text": known, "form": simplified(bare).str.to_lowercase()})
    joined = texts.alias("text").to_frame().join(table, on="text", how="left", maintain_order="left")
    return joined["form"].alias(texts.name)


def searchable_text(text: str) -> str:
    """Bring one text into the form of `searchable`.

    >>> searchable_text("傳 聞")
    '传 闻'
    """
    return str(searchable(pl.Series([text]))[0])


def pieces(text: str, words: tuple[str, ...]) -> list[tuple[str, bool]]:
    """Cut an exported text into pieces, each with whether a found word stands in it.

    words: in the form of `searchable`. The pieces joined are the text, sign for sign. Where the form of the
    whole text cannot be laid sign by sign beside the text, and a word is known to stand in it, the whole text
    is one marked piece.

    >>> pieces("別信傳聞", ("传闻",))
    [('別信', False), ('傳聞', True)]
    """
    form = searchable_text(text)
    wanted = [word for word in words if word and word in form]
    if not wanted:
        return [(text, False)] if text else []
    origin = _origin(text, form)
    if origin is None:
        return [(text, True)]
    is_hit = [False] * len(text)
    for word in wanted:
        at = form.find(word)
        while at >= 0:
            for place in range(origin[at][0], origin[at + len(word) - 1][1]):
                is_hit[place] = True
            at = form.find(word, at + 1)
    cuts = [0, *(k for k in range(1, len(text)) if is_hit[k] != is_hit[k - 1]), len(text)]
    return [(text[low:high], is_hit[low]) for low, high in pairwise(cuts)]


def _origin(text: str, form: str) -> list[tuple[int, int]] | None:
    """For each sign of the form, the span of the text it comes from; None where that cannot be told."""
    bounds = [k for k, sign in enumerate(text) if not k or not unicodedata.combining(sign)] + [len(text)]
    origin: list[tuple[int, int]] = []
    made = ""
    for low, high in pairwise(bounds):
        part = _BLANKS.sub(" ", unicodedata.normalize("NFKC", text[low:high]))
        if part.startswith(" ") and made.endswith(" "):
            part = part[1:]
        part = part.lower()
        made += part
        origin += [(low, high)] * len(part)
    return origin if len(made) == len(form) else None
