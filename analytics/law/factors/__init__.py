"""The registry of factors: a module for each article or set of provisions."""
