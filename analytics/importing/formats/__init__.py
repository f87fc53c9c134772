"""One file, one export layout: what marks it, and how its fields become table columns."""
