"""What a part is: something that happens in a town besides ordinary life."""

from collections.abc import Callable
from dataclasses import dataclass

from analytics.simulate.town.scene import Scene


@dataclass(frozen=True)
class Part:
    """An innocent look-alike or a campaign: `play` settles its accounts and lets them act."""

    name: str
    play: Callable[[Scene], None]
