"""Invented worlds with known truth, written in real export layouts."""
