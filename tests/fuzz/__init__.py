"""Arbitrary bytes into everything that reads what strangers wrote: see __main__.py."""
