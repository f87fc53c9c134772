"""Navy accounts that comment and never repost."""

from analytics.simulate.town.navy import campaign

PART = campaign("comments_only", "L1", groups_n=3, size=32, kind="comment")
