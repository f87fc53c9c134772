"""The study as stages: records of what is read and written, taken from the case while nothing changed."""
