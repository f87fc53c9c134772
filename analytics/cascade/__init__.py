"""Who descends from whom: parents of events, their trees, and the shape and growth of each tree."""
