"""The words of a search: what a person types, as terms that a text must or may not hold."""

import re
import unicodedata
from dataclasses import dataclass

from analytics.search.searchable import searchable_text

AUTHOR = "author:"
_TERM = re.compile(r'(-?)(author:)?(?:"([^"]*)"?|(\S+))')
_QUOTES = str.maketrans("“”„", '"""')
WORDS_MAX = 40  # Terms of one search; those after them are told as left out.


@dataclass(frozen=True)
class Query:
    """A search as it was understood; every text is in the form of `searchable`.

    words: each must stand in a record; unwanted: none may.
    authors: the record's author must fit each, by id or by part of the shown name; unwanted_authors: none.
    left_out: terms beyond the first WORDS_MAX, as typed.
    """

    words: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    unwanted_authors: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def parse_query(typed: str) -> Query:
    """Read a search: words joined by and, "a phrase", -word, author:name.

    A phrase without its closing mark goes to the end. A lone "-" and an empty phrase say nothing and are
    passed over. No input is a fault.

    >>> parse_query('文案 "3 元" -廣告 author:晚潮')
    Query(words=('文案', '3 元'), unwanted=('广告',), authors=('晚潮',), unwanted_authors=(), left_out=())
    """
    found: dict[tuple[str, str], list[str]] = {
        (sign, kind): [] for sign in ("", "-") for kind in ("", AUTHOR)
    }
    terms = [
        (hit, text)
        for hit in _TERM.finditer(unicodedata.normalize("NFKC", typed).translate(_QUOTES))
        if (text := searchable_text(hit[3] if hit[3] is not None else hit[4]).strip()) not in ("", "-")
    ]
    for hit, text in terms[:WORDS_MAX]:
        found[hit[1], hit[2] or ""].append(text)
    kept = {key: tuple(dict.fromkeys(texts)) for key, texts in found.items()}
    return Query(
        words=kept["", ""],
        unwanted=kept["-", ""],
        authors=kept["", AUTHOR],
        unwanted_authors=kept["-", AUTHOR],
        left_out=tuple(text for _, text in terms[WORDS_MAX:]),
    )
