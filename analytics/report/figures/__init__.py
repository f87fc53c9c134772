"""The figures of the report: a kind of figure a module. Each offers a DRAWING and the record of its data."""
