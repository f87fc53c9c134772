"""A campaign cut into small groups that never meet."""

from analytics.simulate.town.navy import campaign

PART = campaign("split", "L1", groups_n=16, size=8, tasks=(8, 16))
