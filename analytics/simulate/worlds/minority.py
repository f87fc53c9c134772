"""The world `minority`: twelve navy accounts among fifty thousand."""

from analytics.simulate.town.export import town_world
from analytics.simulate.world import World

WORLD = World("minority", "simulate.world_minority", False, town_world("minority"))
