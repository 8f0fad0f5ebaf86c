"""What a baseline is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Baseline:
    """`accuse` reads exchanges (columns of EXCHANGES) and returns groups of account ids. It has no
    error rate to set: each group counts as called a campaign."""

    name: str
    about: str
    accuse: Callable[[pa.Table], list[frozenset[str]]]


def accounts_by(table: pa.Table, columns: list[str]) -> Iterable[tuple[str, set[str]]]:
    """Accounts by the values of columns, joined; rows with a null among them are left out."""
    table = table.select([*columns, "account_id"]).drop_null()
    pairs = table.group_by([*columns, "account_id"]).aggregate([])
    found: dict[str, set[str]] = {}
    keys = zip(*(pairs[name].to_pylist() for name in columns), strict=True)
    for key, account in zip(keys, pairs["account_id"].to_pylist(), strict=True):
        found.setdefault("\x1f".join(str(part) for part in key), set()).add(account)
    return sorted(found.items())
