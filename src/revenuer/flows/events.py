"""All exchanges of a scan as columns in memory, sorted by account and time."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.lexicon import intent_bits
from revenuer.fingerprint.prints import PRINTS
from revenuer.fingerprint.prints_file import read_prints
from revenuer.fingerprint.text_kernel import SKETCH

Array = NDArray[Any]

CODED = (
    "account_id",
    "org_id",
    "ip",
    "country",
    "user_agent",
    "tls_fingerprint",
    "model",
    "params",
)
"""Columns kept as integer codes into `names`."""
PLAIN = {
    "ts": np.int64,
    "headers": np.uint64,
    "session": np.uint64,
    "end_user": np.uint64,
    "input_tokens": np.int32,
    "output_tokens": np.int32,
    "status": np.int16,
    "text_kind": np.uint8,
    "language": np.uint8,
    "turn": np.uint16,
    "opening": np.bool_,
    "chars": np.int32,
    "payload": np.uint64,
    "conversation": np.uint64,
    "before": np.uint64,
    "after": np.uint64,
    "cues": np.uint64,
    "echo": np.uint8,
}


@dataclass(frozen=True, slots=True)
class EventTable:
    """One entry an exchange, ordered by account, then time.

    `columns` holds the PLAIN columns, `code:NAME` for coded ones (-1 unknown), "intents", "family"
    and "cover"; `names[NAME]` the values behind codes. `sketch` is (n, 64) int8. `part` and `row`
    say where the print of an entry lies. `first[a]:first[a + 1]` are the entries of account a.
    `kept` and `duplicates` count input rows.
    """

    columns: dict[str, Array]
    names: dict[str, tuple[str, ...]]
    params: tuple[dict[str, Any], ...]
    sketch: NDArray[np.int8]
    part: NDArray[np.int32]
    row: NDArray[np.int32]
    first: NDArray[np.int64]
    duplicates: int

    def __len__(self) -> int:
        return len(self.part)

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]


def _read(parts: Sequence[pa.Table], column: str) -> pa.ChunkedArray:
    kind = PRINTS.field(column).type
    return pa.chunked_array([chunk for p in parts for chunk in p[column].chunks], kind)


def _first_of_each_id(parts: Sequence[pa.Table]) -> NDArray[np.bool_]:
    """True for the first row, in input order, of each exchange id (by its 64-bit hash)."""
    hashes = _read(parts, "id_hash").to_numpy()
    order = np.argsort(hashes, kind="stable")
    repeated = hashes[order[1:]] == hashes[order[:-1]]
    keep = np.ones(len(hashes), np.bool_)
    keep[order[1:][repeated]] = False
    return keep


def _codes(parts: Sequence[pa.Table], column: str) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Codes into the sorted distinct values; -1 for null."""
    coded = pa.table({"c": _read(parts, column)}).unify_dictionaries()["c"]
    if not coded.num_chunks:
        return np.empty(0, np.int32), ()
    values = coded.chunk(0).dictionary.to_pylist()
    rank = np.empty(len(values) + 1, np.int32)
    order = sorted(range(len(values)), key=values.__getitem__)
    rank[order] = np.arange(len(values), dtype=np.int32)
    rank[-1] = -1
    raw = [chunk.indices.fill_null(-1).to_numpy() for chunk in coded.chunks]
    return rank[np.concatenate(raw)], tuple(values[i] for i in order)


def load_events(
    paths: Sequence[Path],
    families: Sequence[tuple[NDArray[np.int32], NDArray[np.uint8]]],
    intents: Sequence[Intent],
    classes: Sequence[str],
    folder: Path,
) -> EventTable:
    """Read the prints of all parts, drop duplicates and sort. `families` gives family and cover
    of every row, chunk by chunk; the sketch is kept in a file in `folder`, mapped into memory."""
    parts = [read_prints(path) for path in paths]
    keep = _first_of_each_id(parts)
    account, accounts = _codes(parts, "account_id")
    ts = _read(parts, "ts").to_numpy()
    chosen = np.flatnonzero(keep)
    # An account all of whose rows were duplicates has no events and is none.
    used = np.flatnonzero(np.bincount(account[chosen], minlength=len(accounts)))
    account = np.searchsorted(used, account).astype(np.int32)
    accounts = tuple(accounts[i] for i in used)
    order = chosen[np.lexsort((ts[chosen], account[chosen]))]
    sizes = np.array([part.num_rows for part in parts], np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    part = (np.searchsorted(starts, order, side="right") - 1).astype(np.int32)
    columns: dict[str, Array] = {"ts": ts[order], "code:account_id": account[order]}
    del ts
    names: dict[str, tuple[str, ...]] = {"account_id": accounts}
    for name in CODED[1:]:
        codes, names[name] = _codes(parts, name)
        columns[f"code:{name}"] = codes[order]
    for name, kind in PLAIN.items():
        if name != "ts":
            values = _read(parts, name).to_numpy()
            columns[name] = values[order].astype(kind, copy=False)
    columns["intents"] = intent_bits(intents, classes, columns.pop("cues"))
    columns["family"] = np.concatenate([f for f, _ in families])[order] if families else order
    columns["cover"] = np.concatenate([c for _, c in families])[order] if families else order
    first = np.searchsorted(columns["code:account_id"], np.arange(len(accounts) + 1))
    return EventTable(
        columns=columns,
        names=names,
        params=tuple(_parameters(text) for text in names["params"]),
        sketch=_sorted_sketch(parts, starts, order, folder),
        part=part,
        row=(order - starts[part]).astype(np.int32),
        first=first.astype(np.int64),
        duplicates=len(keep) - len(order),
    )


def _parameters(text: str) -> dict[str, Any]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def _sorted_sketch(
    parts: Sequence[pa.Table], starts: Array, order: Array, folder: Path
) -> NDArray[np.int8]:
    if not len(order):
        return np.empty((0, SKETCH), np.int8)
    place = np.full(int(starts[-1]), -1, np.int64)
    place[order] = np.arange(len(order))
    sketch = np.lib.format.open_memmap(
        folder / "sketch.npy", mode="w+", dtype=np.int8, shape=(len(order), SKETCH)
    )
    at = 0
    for chunk in _read(parts, "sketch").chunks:
        values = chunk.flatten().to_numpy().reshape(-1, SKETCH)
        rows = place[at : at + len(chunk)]
        sketch[rows[rows >= 0]] = values[rows >= 0]
        at += len(chunk)
    return sketch
