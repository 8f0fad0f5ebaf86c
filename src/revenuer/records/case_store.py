"""Where reviewed cases are kept."""

CASE_STORE = "cases.db"
"""The SQLite file, in a scan's folder or in the working folder. What belongs to it begins with the
same name: its keys, its journal."""
