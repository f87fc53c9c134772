"""A town: people with habits, posts with fates, and those who are sent; from it the worlds of the accuracy
benchmark."""
