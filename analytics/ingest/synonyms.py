"""What columns are called in files of many makers: `synonyms.toml`, in a form that can be looked up."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_suffix(".toml")
_JOINTS = re.compile(r"[\s_.\-]+")
_AGAIN = re.compile(r"#\d+$")  # What the reader puts behind a name that occurs again.


def _loaded() -> dict[str, Any]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)


TABLE = _loaded()
URLS: dict[str, list[str]] = TABLE["url"]


def plain(name: str) -> str:
    """A name as it is compared: without case, blanks, "_", ".", "-" and the mark of a second column of that
    name.

    >>> plain("User.nick_name"), plain("微博 ID"), plain("id#2")
    ('usernickname', '微博id', 'id')
    """
    return _JOINTS.sub("", _AGAIN.sub("", name)).lower()


def names(part: str, *groups: str) -> list[str]:
    """The names under `[part]`, groups in the order given, each in compared form and once."""
    return list(dict.fromkeys(plain(name) for group in groups for name in TABLE[part][group]))


def ranked(keys: Iterable[str], wanted: list[str]) -> list[str]:
    """The keys that bear one of the wanted names, the best name first; keys of one name as they stand."""
    rank = {name: k for k, name in enumerate(wanted)}
    return sorted((key for key in keys if plain(key) in rank), key=lambda key: rank[plain(key)])


def strip_of(platform: str) -> list[str]:
    """What this platform writes before ids to tell the kind of thing they name; [] if nothing."""
    found: list[str] = TABLE["strip"].get(platform, [])
    return found
