"""Checked rows to one Arrow batch of exchanges."""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from itertools import accumulate
from typing import Any

import orjson
import pyarrow as pa

from revenuer.ingest.row import Raw
from revenuer.records import EXCHANGES

_IDENTITY = (
    "ts",
    "account_id",
    "session_id",
    "model",
    "system",
    "messages",
    "response",
    "input_tokens",
    "output_tokens",
    "latency_ms",
)
"""What an exchange without an id is known by: nothing that depends on the file it stood in."""


def derived_id(row: Raw) -> str:
    """The id of an exchange whose log has none: a hash of when, who and what.

    The same exchange in two files gets the same id; two exchanges that agree in every one of
    `_IDENTITY` cannot be told apart and count as duplicates. Begins with `derived-`.
    """
    content = orjson.dumps([row.get(field) for field in _IDENTITY])
    return "derived-" + blake2b(content, digest_size=16).hexdigest()


def assemble(rows: Sequence[Raw]) -> pa.RecordBatch:
    """One batch with the schema of `EXCHANGES`, a row for each of `rows`, in order."""
    for row in rows:
        if "exchange_id" not in row:
            row["exchange_id"] = derived_id(row)
    columns = [column_of(rows, field) for field in EXCHANGES]
    return pa.RecordBatch.from_arrays(columns, schema=EXCHANGES)


def column_of(rows: Sequence[Raw], field: pa.Field) -> pa.Array:
    """One canonical column of checked rows; null where a row lacks the field."""
    return _BUILDERS.get(field.name, _plain)(rows, field)


def _plain(rows: Sequence[Raw], field: pa.Field) -> pa.Array:
    name = field.name
    return pa.array([row.get(name) for row in rows], field.type)


def _timestamps(rows: Sequence[Raw], field: pa.Field) -> pa.Array:
    return pa.array([row.get("ts") for row in rows], pa.int64()).view(field.type)


def _pairs(rows: Sequence[Raw], name: str) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Offsets (null where the field is absent), firsts and seconds of a list of string pairs."""
    lists = [row.get(name) for row in rows]
    ends = list(accumulate((len(pairs) if pairs else 0 for pairs in lists), initial=0))
    starts: list[int | None] = [
        None if pairs is None else start for pairs, start in zip(lists, ends, strict=False)
    ]
    flat = [pair for pairs in lists if pairs for pair in pairs]
    return (
        pa.array([*starts, ends[-1]], pa.int32()),
        pa.array([pair[0] for pair in flat], pa.string()),
        pa.array([pair[1] for pair in flat], pa.string()),
    )


def _messages(rows: Sequence[Raw], field: pa.Field) -> pa.Array:
    offsets, roles, contents = _pairs(rows, field.name)
    structs = pa.StructArray.from_arrays([roles, contents], fields=list(field.type.value_type))
    return pa.ListArray.from_arrays(offsets, structs, type=field.type)


def _headers(rows: Sequence[Raw], field: pa.Field) -> pa.Array:
    offsets, names, values = _pairs(rows, field.name)
    return pa.MapArray.from_arrays(offsets, names, values, type=field.type)


_BUILDERS: dict[str, Callable[[Sequence[Raw], pa.Field], Any]] = {
    "ts": _timestamps,
    "messages": _messages,
    "headers": _headers,
}
