"""The audit trail: a chain of entries, signed now and then, and its verification."""
