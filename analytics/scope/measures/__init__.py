"""One file a measure; the folder is the registry."""
