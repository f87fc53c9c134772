"""Groups of accounts that acted together: candidates, evidence, grades, null models."""
