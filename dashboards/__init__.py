"""The dashboard: pages over the stored tables of a case, served from the machine it runs on."""
