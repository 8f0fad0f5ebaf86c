"""Secrets leave the log on the way in: found by a byte scan, judged by regular expressions."""

from revenuer.ingest.redact.batch import NEVER_STORED, hash_identifiers, pseudonym, redact
from revenuer.ingest.redact.patterns import redact_text
from revenuer.ingest.redact.scan import clues_of_one

__all__ = ["NEVER_STORED", "clues_of_one", "hash_identifiers", "pseudonym", "redact", "redact_text"]
