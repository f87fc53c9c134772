"""The world `comments_only`: navy accounts that comment and never repost."""

from analytics.simulate.town.export import town_world
from analytics.simulate.world import World

WORLD = World("comments_only", "simulate.world_comments_only", False, town_world("comments_only"))
