"""Two factors of an invented jurisdiction."""
