"""The world `l3`: four navy groups, up to an hour apart, 40 % take part."""

from analytics.simulate.town.export import town_world
from analytics.simulate.world import World

WORLD = World("l3", "simulate.world_l3", False, town_world("L3"))
