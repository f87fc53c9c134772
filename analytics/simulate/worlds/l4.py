"""The world `l4`: four navy groups, up to six hours apart, a quarter take part."""

from analytics.simulate.town.export import town_world
from analytics.simulate.world import World

WORLD = World("l4", "simulate.world_l4", False, town_world("L4"))
