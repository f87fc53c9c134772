"""From platform exports to repost and comment trees, roles, scope and evidence."""
