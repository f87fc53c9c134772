"""Pairs of accounts that act on the same objects: detectors, counting, significance, evidence."""
