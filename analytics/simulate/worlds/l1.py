"""The world `l1`: four navy groups, a minute apart on average, a fifth paraphrased."""

from analytics.simulate.town.export import town_world
from analytics.simulate.world import World

WORLD = World("l1", "simulate.world_l1", False, town_world("L1"))
