"""Small worlds, one group of one kind in each, by a hand that read neither the detector nor the roles."""
