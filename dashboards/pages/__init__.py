"""Pages: one file is one page, found where it lies."""
