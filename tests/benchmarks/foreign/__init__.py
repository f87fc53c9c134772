"""Invented worlds with truth by a third hand, written without sight of the detector and of both other makers of worlds."""
