"""The clock of the examples."""

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
START = 1_780_000_000 * SECOND // DAY * DAY
"""Midnight on which every example's log begins."""
