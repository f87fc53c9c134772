"""Four groups of 35 and their controllers, hiding as far as level L4."""

from analytics.simulate.town.navy import campaign

PART = campaign("L4", "L4")
