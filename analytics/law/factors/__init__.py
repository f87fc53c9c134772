"""One file, one factor. The folder is the registry."""
