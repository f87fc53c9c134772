"""One file a kind of campaign: PART."""
