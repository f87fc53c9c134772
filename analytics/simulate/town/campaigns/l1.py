"""Four groups of 35 and their controllers, hiding as far as level L1."""

from analytics.simulate.town.navy import campaign

PART = campaign("L1", "L1")
