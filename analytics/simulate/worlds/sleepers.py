"""The world `sleepers`: accounts that sleep for three weeks and are then sent out."""

from analytics.simulate.town.export import town_world
from analytics.simulate.world import World

WORLD = World("sleepers", "simulate.world_sleepers", False, town_world("sleepers"))
