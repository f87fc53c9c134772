"""What explains that a group acted together: observations beside six propositions, and no verdict."""
