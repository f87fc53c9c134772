"""How far it went: counters and counts, as bounds."""
