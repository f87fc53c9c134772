"""The registry of roles: one module a role."""
