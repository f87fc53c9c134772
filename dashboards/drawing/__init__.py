"""Where the acts of a tree stand on paper: orders, slots, curves."""
