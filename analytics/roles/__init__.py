"""Roles: recorded behaviour of accounts, what shows it, what else explains it, and what would overturn it."""
