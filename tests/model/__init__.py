"""Tests of analytics/model."""
