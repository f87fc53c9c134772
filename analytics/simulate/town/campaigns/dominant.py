"""Navy accounts that are most of what passes their tasks on: small posts made to look large."""

from analytics.simulate.town.navy import campaign

PART = campaign("dominant", "L1", size=40, most=0.4)
