"""Who descends from whom: parents, trees, their shape and tempo."""
