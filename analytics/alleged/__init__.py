"""The information that the case is about: which events state it, which hang below, who takes which side."""
