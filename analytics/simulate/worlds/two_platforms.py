"""The world `two_platforms`: one campaign on two platforms with disjoint accounts, the second as the
toolkit's CSV."""

from analytics.simulate.town.export import two_platforms_world
from analytics.simulate.world import World

WORLD = World("two_platforms", "simulate.world_two_platforms", False, two_platforms_world)
