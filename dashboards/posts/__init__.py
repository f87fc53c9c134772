"""What the page of posts shows beside the hits: facets, names, threads, words."""
