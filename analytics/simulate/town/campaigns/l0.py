"""Four groups of 35 and their controllers, hiding as far as level L0."""

from analytics.simulate.town.navy import campaign

PART = campaign("L0", "L0")
