"""The registry of invented worlds: each module offers WORLD, or WORLDS."""
