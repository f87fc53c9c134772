"""The world `dominant`: navy accounts that are most of what passes their tasks on."""

from analytics.simulate.town.export import town_world
from analytics.simulate.world import World

WORLD = World("dominant", "simulate.world_dominant", False, town_world("dominant"))
