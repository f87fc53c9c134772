"""Search of what was written: words in all records, their facets, and where in a text a word stands."""
