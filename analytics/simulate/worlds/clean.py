"""The world `clean`: a town without any campaign, with every innocent look-alike."""

from analytics.simulate.town.export import town_world
from analytics.simulate.world import World

WORLD = World("clean", "simulate.world_clean", False, town_world(None))
