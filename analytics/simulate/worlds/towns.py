"""The worlds that are towns: a clean one, and one for each campaign."""

from analytics.simulate.town.export import town_world, two_platforms_world
from analytics.simulate.world import World

WORLD_CLEAN = World("clean", "simulate.world_clean", False, town_world(None))


WORLD_COMMENTS_ONLY = World(
    "comments_only", "simulate.world_comments_only", False, town_world("comments_only")
)


WORLD_DOMINANT = World("dominant", "simulate.world_dominant", False, town_world("dominant"))


WORLD_L0 = World("l0", "simulate.world_l0", False, town_world("L0"))


WORLD_L1 = World("l1", "simulate.world_l1", False, town_world("L1"))


WORLD_L2 = World("l2", "simulate.world_l2", False, town_world("L2"))


WORLD_L3 = World("l3", "simulate.world_l3", False, town_world("L3"))


WORLD_L4 = World("l4", "simulate.world_l4", False, town_world("L4"))


WORLD_MINORITY = World("minority", "simulate.world_minority", False, town_world("minority"))


WORLD_PAID_CROWD = World("paid_crowd", "simulate.world_paid_crowd", False, town_world("paid_crowd"))


WORLD_RELAY = World("relay", "simulate.world_relay", False, town_world("relay"))


WORLD_SLEEPERS = World("sleepers", "simulate.world_sleepers", False, town_world("sleepers"))


WORLD_SPLIT = World("split", "simulate.world_split", False, town_world("split"))


WORLD_TWO_PLATFORMS = World("two_platforms", "simulate.world_two_platforms", False, two_platforms_world)

WORLDS = (
    WORLD_CLEAN,
    WORLD_COMMENTS_ONLY,
    WORLD_DOMINANT,
    WORLD_L0,
    WORLD_L1,
    WORLD_L2,
    WORLD_L3,
    WORLD_L4,
    WORLD_MINORITY,
    WORLD_PAID_CROWD,
    WORLD_RELAY,
    WORLD_SLEEPERS,
    WORLD_SPLIT,
    WORLD_TWO_PLATFORMS,
)
