"""Pieces that pages share: cards, ranges, grids, empty states."""
