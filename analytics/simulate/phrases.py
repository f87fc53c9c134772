"""Invented texts: lists in TOML, slots filled at random."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

_SLOT = re.compile(r"\{(\w+)\}")
_CLASH = re.compile(r"([？！])[。！，…]+")  # A slot put a second mark behind the template's own.


@cache
def phrases(name: str) -> dict[str, Any]:
    """The content of `texts/<name>.toml`."""
    with (Path(__file__).parent / "texts" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def fill(rng: np.random.Generator, templates: list[str], slots: dict[str, list[str]], n: int) -> list[str]:
    """`n` texts from `templates`, each {slot} replaced by one of its words.

    >>> fill(np.random.default_rng(1), ["好{end}"], {"end": ["。"]}, 2)
    ['好。', '好。']
    """
    chosen = rng.integers(0, len(templates), n)

    def text(k: int) -> str:
        filled = _SLOT.sub(lambda match: slots[match[1]][rng.integers(0, len(slots[match[1]]))], templates[k])
        return _CLASH.sub(r"\1", filled)

    return [text(int(k)) for k in chosen]
