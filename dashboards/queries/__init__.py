"""What the pages ask of the stored tables: lazy, small answers."""
