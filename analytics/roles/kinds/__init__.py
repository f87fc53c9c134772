"""One file a role; the folder is the registry."""
