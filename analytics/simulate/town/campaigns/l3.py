"""Four groups of 35 and their controllers, hiding as far as level L3."""

from analytics.simulate.town.navy import campaign

PART = campaign("L3", "L3")
