"""One file an innocent look-alike: PART. Every world holds all of them."""
