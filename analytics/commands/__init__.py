"""Commands that stand in a file of their own; cli.py registers them."""
