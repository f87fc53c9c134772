"""Accounts that hardly act for three weeks and are then sent out."""

from analytics.simulate.town.navy import groups
from analytics.simulate.town.part import Part
from analytics.simulate.town.scene import DAYS, START_S, Scene

AWAKE_S = START_S + (DAYS - 9) * 86_400


def play(scene: Scene) -> None:
    """Four groups of 30; tasks only in the last nine days."""
    groups(scene, "L1", size=30, tasks=(24, 40), life=3, since_s=AWAKE_S)


PART = Part("sleepers", play)
