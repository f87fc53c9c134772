"""The catalogue of messages: every sentence that the tool says, in Chinese and English, by key."""

import tomllib
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

LANGS = ("zh", "en")
LOCALE = Path(__file__).parent.parent / "locale"


@cache
def catalogue(part: str) -> dict[str, dict[str, str]]:
    """Load the entries of `locale/<part>.toml`: key -> {"zh": text, "en": text}."""
    with (LOCALE / f"{part}.toml").open("rb") as file:
        return tomllib.load(file)


def say(key: str, lang: str = "en", /, **params: object) -> str:
    """Give the text under a key, with its {placeholders} filled.

    key: "part.name".
    params: what fills it.

    A placeholder with a bar in its format names the form of a word for one and for many, chosen by `counted`:
    "{n} {n:account|accounts} {n:stands|stand}". It shows the word alone, never the number; Chinese entries
    need none.

    Raises KeyError for a key that the catalogue does not hold: a missing sentence is a bug, not a user's
    fault.

    >>> say("common.unknown", "zh")
    '未知'
    >>> say("dashboard.tile_accounts_n", n=1), say("dashboard.tile_accounts_n", n="1,053")
    ('by 1 account', 'by 1,053 accounts')
    """
    part, name = key.split(".", 1)
    text = catalogue(part)[name][lang]
    return _COUNTING.vformat(text, (), params) if "|" in text else text.format(**params)


@cache
def placeholders(key: str) -> frozenset[str]:
    """List the names that a text needs filled, in either language.

    >>> sorted(placeholders("dashboard.tile_accounts_n"))
    ['n']
    """
    part, name = key.split(".", 1)
    entry = catalogue(part)[name]
    return frozenset(field for lang in LANGS for _, field, _, _ in Formatter().parse(entry[lang]) if field)


def counted(value: object, forms: str) -> str:
    """Choose of "one|many" the form of a word that stands after a number: the first after 1, else the second.

    value: a number, or one already told as text; "at least 1" ends in the number 1 and counts as one. All
        else is many: 0, 1.5, "1,053", "12–509", None.

    Raises ValueError for anything but two forms.

    >>> [counted(n, "account|accounts") for n in (1, "1", "at least 1")]
    ['account', 'account', 'account']
    >>> [counted(n, "stands|stand") for n in (0, 2, "0–1", "1,001", None)]
    ['stand', 'stand', 'stand', 'stand', 'stand']
    """
    one, many = forms.split("|")
    return one if str(value).split()[-1:] == ["1"] else many


class _Counting(Formatter):
    """Formats as `str.format` does, and "one|many" as `counted` does. Slower: only for texts that hold a
    bar."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return (
            counted(value, format_spec)
            if "|" in format_spec
            else str(super().format_field(value, format_spec))
        )


_COUNTING = _Counting()
