"""Exact sharing of a system prompt."""

import pyarrow as pa

from revenuer.trial.baselines.baseline import Baseline, accounts_by

LEAST = 10
LONG = 80
"""Characters from which a system prompt is more than a program's default."""


def shared_system(table: pa.Table) -> list[frozenset[str]]:
    """One group for each system prompt of some length that at least ten accounts send."""
    return [
        frozenset(accounts)
        for text, accounts in accounts_by(table, ["system"])
        if len(accounts) >= LEAST and len(text) >= LONG
    ]


SHARED_SYSTEM = Baseline(
    "same system prompt", "Ten accounts with one system prompt of 80 characters.", shared_system
)
