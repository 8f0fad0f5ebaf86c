"""What a provider's log may lack: functions from the log's tables to poorer ones."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa

from revenuer.records import EXCHANGES

Tables = tuple[pa.Table, pa.Table | None]
"""Exchanges, and accounts if there is an account table."""


@dataclass(frozen=True, slots=True)
class View:
    """A poorer log by name."""

    name: str
    about: str
    hide: Callable[[pa.Table, pa.Table | None], Tables]


def _all(exchanges: pa.Table, accounts: pa.Table | None) -> Tables:
    return exchanges, accounts


def without(table: pa.Table, *names: str) -> pa.Table:
    """The table with these columns null."""
    for name in names:
        at = table.schema.get_field_index(name)
        field = table.schema.field(at)
        table = table.set_column(at, field, pa.nulls(len(table), field.type))
    return table


def _no_text(exchanges: pa.Table, accounts: pa.Table | None) -> Tables:
    return without(exchanges, "system", "messages", "response", "reasoning", "tools"), accounts


@lru_cache(maxsize=1 << 16)
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _hashes(exchanges: pa.Table, accounts: pa.Table | None) -> Tables:
    """Every text as its SHA-256: equal stays equal, nothing else is left."""
    columns = {"system": exchanges["system"], "response": exchanges["response"]}
    for name, column in columns.items():
        hashed = [None if text is None else _digest(text) for text in column.to_pylist()]
        at = exchanges.schema.get_field_index(name)
        exchanges = exchanges.set_column(at, EXCHANGES.field(name), pa.array(hashed, pa.string()))
    messages = [
        None if turns is None else [{**t, "content": _digest(t["content"] or "")} for t in turns]
        for turns in exchanges["messages"].to_pylist()
    ]
    at, field = exchanges.schema.get_field_index("messages"), EXCHANGES.field("messages")
    return exchanges.set_column(at, field, pa.array(messages, field.type)), accounts


def _no_addresses(exchanges: pa.Table, accounts: pa.Table | None) -> Tables:
    poorer = without(exchanges, "ip", "asn", "country")
    return poorer, None if accounts is None else without(accounts, "signup_ip", "country")


def _no_accounts(exchanges: pa.Table, accounts: pa.Table | None) -> Tables:
    return exchanges, None


EVERYTHING = View("everything", "The log as it is.", _all)
HIDDEN: tuple[View, ...] = (
    View("no-text", "No prompts, no answers.", _no_text),
    View("hashes-only", "Texts only as hashes.", _hashes),
    View("no-addresses", "No IP addresses and countries.", _no_addresses),
    View("no-accounts", "No account table.", _no_accounts),
)
