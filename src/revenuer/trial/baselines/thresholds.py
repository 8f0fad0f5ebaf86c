"""The thresholds of published hunts: twenty accounts an address, ten thousand requests."""

import pyarrow as pa
import pyarrow.compute as pc

from revenuer.trial.baselines.baseline import Baseline, accounts_by

AN_ADDRESS = 20
REQUESTS = 10_000


def crowded_addresses(table: pa.Table) -> list[frozenset[str]]:
    """One group for each address with at least twenty accounts."""
    return [
        frozenset(accounts)
        for _, accounts in accounts_by(table, ["ip"])
        if len(accounts) >= AN_ADDRESS
    ]


def loud_accounts(table: pa.Table) -> list[frozenset[str]]:
    """One group for each account with more than ten thousand requests."""
    counts = pc.value_counts(table["account_id"]).to_pylist()
    return [frozenset([c["values"]]) for c in counts if c["counts"] > REQUESTS]


ACCOUNTS_AN_ADDRESS = Baseline(
    "20 accounts an address", "Addresses used by at least 20 accounts.", crowded_addresses
)
LOUD_ACCOUNTS = Baseline(
    "10,000 requests", "Accounts with more than 10,000 requests in the log.", loud_accounts
)
