"""Secrets leave the log on the way in: found by a byte scan, judged by regular expressions."""

from revenuer.ingest.redact.batch import NEVER_STORED, hash_identifiers, pseudonym, redact
from revenuer.ingest.redact.patterns import redact_text

__all__ = ["NEVER_STORED", "hash_identifiers", "pseudonym", "redact", "redact_text"]
