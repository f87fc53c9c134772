"""The one catalogue: every sentence the tool says, in Chinese and English, by key."""

import tomllib
from functools import cache
from pathlib import Path

LANGS = ("zh", "en")
LOCALE = Path(__file__).parent / "locale"


@cache
def catalogue(part: str) -> dict[str, dict[str, str]]:
    """The entries of `locale/<part>.toml`: key -> {"zh": text, "en": text}."""
    with (LOCALE / f"{part}.toml").open("rb") as file:
        return tomllib.load(file)


def say(key: str, lang: str = "en", /, **params: object) -> str:
    """The text under `key` ("part.name") in `lang`, its {placeholders} filled from `params`.

    Raises KeyError for a key that the catalogue does not hold: a missing sentence is a bug, not a user's fault.

    >>> say("common.unknown", "zh")
    '未知'
    """
    part, name = key.split(".", 1)
    return catalogue(part)[name][lang].format(**params)
