"""A town: people with habits, posts, and accounts that are sent; the worlds of the accuracy benchmark."""
