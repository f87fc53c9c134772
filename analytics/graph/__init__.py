"""Graphs of a case: who passed on or answered whom, as one derivation that every view and file reads."""
