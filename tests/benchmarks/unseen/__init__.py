"""Invented worlds with truth, written without sight of the detector or of the worlds it was developed on."""
