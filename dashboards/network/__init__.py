"""The network beyond its table: surroundings, shortest ways, communities, filters, what is drawn of many."""
