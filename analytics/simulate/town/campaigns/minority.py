"""Twelve navy accounts in a large town."""

from analytics.simulate.town.navy import campaign

PART = campaign("minority", "L1", groups_n=1, size=12, tasks=(14, 24))
