"""Counts that several questions rest on: personal information by pattern, whom acts reach for, acts told
apart, platforms."""
