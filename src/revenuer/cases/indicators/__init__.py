"""Indicators to share with partners, and those that partners share."""
