"""The world `relay`: a relay: a controller, eighteen lieutenants and their cells."""

from analytics.simulate.town.export import town_world
from analytics.simulate.world import World

WORLD = World("relay", "simulate.world_relay", False, town_world("relay"))
