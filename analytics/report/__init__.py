"""The stored tables as a document."""
