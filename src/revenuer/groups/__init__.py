"""Candidate groups of accounts that may be one operator's: generous here, strict later."""
