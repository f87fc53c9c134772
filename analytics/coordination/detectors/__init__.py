"""One file, one kind of co-action: what an act was about."""
