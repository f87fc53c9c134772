"""One file an export layout: WRITER."""
