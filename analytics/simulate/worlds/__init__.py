"""One file an invented world: WORLD."""
