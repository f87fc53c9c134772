"""Texts of acts: a normalised copy for comparing, and texts that are near duplicates. The exported text is
never changed."""
