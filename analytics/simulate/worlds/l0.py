"""The world `l0`: four navy groups together within 30 s, same text."""

from analytics.simulate.town.export import town_world
from analytics.simulate.world import World

WORLD = World("l0", "simulate.world_l0", False, town_world("L0"))
