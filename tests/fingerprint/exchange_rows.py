"""Short ways to write canonical exchanges and to read their prints."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa

from revenuer.fingerprint.fingerprint import Fingerprinter
from revenuer.fingerprint.intents import INTENTS
from revenuer.fingerprint.lexicon import Lexicon, compile_intents
from revenuer.records import EXCHANGES

Row = dict[str, Any]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    return compile_intents(INTENTS)


@lru_cache(maxsize=1)
def fingerprinter() -> Fingerprinter:
    return Fingerprinter(lexicon())


def messages(*turns: tuple[str | None, str | None]) -> list[dict[str, str | None]]:
    return [{"role": role, "content": content} for role, content in turns]


def user(text: str | None) -> list[dict[str, str | None]]:
    return messages(("user", text))


def batch(rows: Sequence[Row]) -> pa.RecordBatch:
    """A batch of exchanges. Rows without an id, a time or an account are given one."""
    filled = [
        {"exchange_id": f"x{i:05d}", "ts": 1_700_000_000_000_000 + i, "account_id": "a"} | row
        for i, row in enumerate(rows)
    ]
    return pa.RecordBatch.from_pylist(filled, schema=EXCHANGES)


def prints(rows: Sequence[Row]) -> pa.RecordBatch:
    return fingerprinter()(batch(rows))


def print_of(**row: Any) -> Row:
    """The print of one exchange."""
    found: Row = prints([row]).to_pylist()[0]
    return found
