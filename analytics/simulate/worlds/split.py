"""The world `split`: a campaign cut into sixteen groups that never meet."""

from analytics.simulate.town.export import town_world
from analytics.simulate.world import World

WORLD = World("split", "simulate.world_split", False, town_world("split"))
