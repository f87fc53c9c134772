"""From any number back to the exported line, and the check that nothing was changed."""
