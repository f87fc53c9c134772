"""What a role is: a name, and a pure function from the tables of the case to rows of ROLES."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import polars as pl

from analytics.model.registry import load
from analytics.roles.features import Features


@dataclass(frozen=True)
class Role:
    """find: (features) -> ROLES rows of this role, in any order. source: where the definition comes from."""

    name: str
    source: str
    find: Callable[[Features], pl.DataFrame]


@cache
def roles() -> dict[str, Role]:
    """Every role in the folder, by name.

    >>> list(roles())
    ['amplifier', 'initiator', 'organizer', 'promoter', 'repeater']
    """
    return load("analytics.roles.kinds", "ROLE", Role)
