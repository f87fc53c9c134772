"""The world `l2`: four navy groups, five minutes apart, 60 % take part, 40 % paraphrased, with camouflage."""

from analytics.simulate.town.export import town_world
from analytics.simulate.world import World

WORLD = World("l2", "simulate.world_l2", False, town_world("L2"))
