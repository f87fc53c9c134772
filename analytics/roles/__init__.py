"""Roles: recorded behaviour of accounts, with the lines that show it, what else explains it, and what would
overturn it."""
