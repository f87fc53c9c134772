"""The world `paid_crowd`: three hundred ordinary people who take three to five paid tasks each."""

from analytics.simulate.town.export import town_world
from analytics.simulate.world import World

WORLD = World("paid_crowd", "simulate.world_paid_crowd", False, town_world("paid_crowd"))
