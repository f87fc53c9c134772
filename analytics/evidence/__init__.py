"""The way back from any number to the exported line, and the check that nothing was changed."""
