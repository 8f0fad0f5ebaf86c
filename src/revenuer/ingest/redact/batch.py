"""Redaction of a whole batch of exchanges, column by column."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from revenuer.ingest.redact.patterns import redact_text
from revenuer.ingest.redact.scan import clues_of
from revenuer.records import EXCHANGES

TEXTS = ("user_agent", "system", "response", "reasoning", "params", "error")
IDENTIFIERS = ("exchange_id", "account_id", "key_id", "end_user_id", "session_id", "org_id")

NEVER_STORED = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "x-api-key",
        "api-key",
        "x-goog-api-key",
        "x-amz-security-token",
        "x-auth-token",
        "x-forwarded-authorization",
    }
)
"""Headers whose whole value is a credential."""


def redact(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, int]:
    """The batch without secrets, and how many were taken out.

    Texts keep everything around a secret. An identifier that is itself a secret (a log that names
    accounts by their API key) becomes a keyless hash of it, so that accounts stay apart.
    """
    columns = {name: batch.column(name) for name in EXCHANGES.names}
    total = 0
    for name in TEXTS:
        columns[name], count = _redact_texts(columns[name])
        total += count
    for name in IDENTIFIERS:
        columns[name], count = hash_identifiers(columns[name])
        total += count
    for name, rebuild in (("messages", _messages), ("tools", _tools), ("headers", _headers)):
        columns[name], count = rebuild(columns[name])
        total += count
    return pa.RecordBatch.from_arrays(list(columns.values()), schema=EXCHANGES), total


def pseudonym(identifier: str) -> str:
    """The identifier that stands for one that is a secret."""
    return "hashed-" + blake2b(identifier.encode(), digest_size=16).hexdigest()


def _flagged(texts: pa.Array) -> tuple[np.ndarray, list[str], list[int]]:
    clues = clues_of(texts)
    where = np.flatnonzero(clues)
    return where, texts.take(pa.array(where)).to_pylist(), clues[where].tolist()


def _replaced(texts: pa.Array, where: Sequence[int], values: list[str]) -> pa.Array:
    mask = np.zeros(len(texts), bool)
    mask[where] = True
    return pc.replace_with_mask(texts, pa.array(mask), pa.array(values, pa.string()))


def _redact_texts(texts: pa.Array) -> tuple[pa.Array, int]:
    changed: list[int] = []
    values: list[str] = []
    total = 0
    for index, text, clues in zip(*_flagged(texts), strict=True):
        clean, count = redact_text(text, clues)
        if count:
            changed.append(index)
            values.append(clean)
            total += count
    return (_replaced(texts, changed, values), total) if total else (texts, 0)


def hash_identifiers(identifiers: pa.Array) -> tuple[pa.Array, int]:
    """The identifiers with those that are secrets replaced by a hash, and how many were."""
    changed: list[int] = []
    values: list[str] = []
    for index, text, clues in zip(*_flagged(identifiers), strict=True):
        if redact_text(text, clues)[1]:
            changed.append(index)
            values.append(pseudonym(text))
    if not changed:
        return identifiers, 0
    return _replaced(identifiers, changed, values), len(changed)


def _flat(lists: pa.ListArray) -> tuple[np.ndarray, int, int]:
    """Offsets from 0, and the slice of the values they speak of."""
    offsets = lists.offsets.to_numpy()
    return offsets - offsets[0], int(offsets[0]), int(offsets[-1] - offsets[0])


def _null_marked(offsets: np.ndarray, lists: pa.ListArray) -> pa.Array:
    """Offsets as Arrow takes them: null where the list is."""
    if not lists.null_count:
        return pa.array(offsets, pa.int32())
    null = np.append(lists.is_null().to_numpy(zero_copy_only=False), False)
    return pa.array(offsets, pa.int32(), mask=null)


def _messages(messages: pa.ListArray) -> tuple[pa.ListArray, int]:
    offsets, start, size = _flat(messages)
    structs = messages.values.slice(start, size)
    contents, count = _redact_texts(structs.field("content"))
    if not count:
        return messages, 0
    rebuilt = pa.StructArray.from_arrays(
        [structs.field("role"), contents],
        fields=list(structs.type),
        mask=structs.is_null() if structs.null_count else None,
    )
    marked = _null_marked(offsets, messages)
    return pa.ListArray.from_arrays(marked, rebuilt, type=messages.type), count


def _tools(tools: pa.ListArray) -> tuple[pa.ListArray, int]:
    offsets, start, size = _flat(tools)
    names, count = _redact_texts(tools.values.slice(start, size))
    if not count:
        return tools, 0
    return pa.ListArray.from_arrays(_null_marked(offsets, tools), names, type=tools.type), count


def _headers(headers: pa.MapArray) -> tuple[pa.MapArray, int]:
    offsets, start, size = _flat(headers)
    names, values = headers.keys.slice(start, size), headers.items.slice(start, size)
    forbidden = _forbidden(names)
    values, count = _redact_texts(values)
    if not count and forbidden is None:
        return headers, 0
    if forbidden is not None:
        count += int(forbidden.sum())
        offsets = np.concatenate([[0], np.cumsum(~forbidden)])[offsets]
        kept = pa.array(~forbidden)
        names, values = names.filter(kept), values.filter(kept)
    marked = _null_marked(offsets, headers)
    return pa.MapArray.from_arrays(marked, names, values, type=headers.type), count


def _forbidden(names: pa.Array) -> np.ndarray | None:
    """Which header names are never stored, or None where none is."""
    wanted = [name for name in names.unique().to_pylist() if name.lower() in NEVER_STORED]
    if not wanted:
        return None
    return pc.is_in(names, pa.array(wanted, pa.string())).to_numpy(zero_copy_only=False)
