"""The study as stages: records of what is read and written, reused from the case while nothing changed."""
