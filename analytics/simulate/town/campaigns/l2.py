"""Four groups of 35 and their controllers, hiding as far as level L2."""

from analytics.simulate.town.navy import campaign

PART = campaign("L2", "L2")
