"""Texts of events: a normalized copy for comparison, and texts that are near duplicates.

The exported text is never changed.
"""
