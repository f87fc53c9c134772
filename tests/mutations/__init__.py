"""Changes that a hostile referee would try, and whether a test notices: `python -m tests.mutations`."""
