"""Tables a page can page through: one file is one listing, found where it lies."""
