"""What a part of a town is: something that happens there besides ordinary life."""

from collections.abc import Callable
from dataclasses import dataclass

from analytics.simulate.town.scene import Scene


@dataclass(frozen=True)
class Part:
    """An innocent look-alike or a campaign: `play` settles its accounts and lets them act."""

    name: str
    play: Callable[[Scene], None]
