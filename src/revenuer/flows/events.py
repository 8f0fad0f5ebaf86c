"""All exchanges of a scan as columns in memory, sorted by account and time."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.lexicon import intent_bits
from revenuer.fingerprint.prints import PRINTS
from revenuer.fingerprint.prints_file import read_prints
from revenuer.fingerprint.word_kernel import SKETCH

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
    "answer_cues": np.uint64,
    "echo": np.uint8,
    "offers_tools": np.bool_,
    "tool_result": np.bool_,
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

    def spans(self, accounts: NDArray[np.int32]) -> list[NDArray[np.int64]]:
        """The entries of each of these accounts, in time order."""
        return [np.arange(self.first[a], self.first[a + 1]) for a in accounts]


def _read(paths: Sequence[Path], column: str) -> pa.ChunkedArray:
    """A column of all parts. Files are mapped anew for each, so that no more than one column of
    them is in memory at a time."""
    chunks = [chunk for p in paths for chunk in read_prints(p, [column])[column].chunks]
    return pa.chunked_array(chunks, PRINTS.field(column).type)


def _first_of_each_id(paths: Sequence[Path]) -> NDArray[np.bool_]:
    """True for the first row, in input order, of each exchange id (by its 64-bit hash)."""
    hashes = _read(paths, "id_hash").to_numpy()
    keep = np.ones(len(hashes), np.bool_)
    ordered = np.sort(hashes)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if len(twice):
        rows = np.flatnonzero(np.isin(hashes, twice))
        _, first = np.unique(hashes[rows], return_index=True)
        keep[rows] = False
        keep[rows[first]] = True
    return keep


def _codes(paths: Sequence[Path], column: str) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Codes into the sorted distinct values; -1 for null."""
    coded = pa.table({"c": _read(paths, column)}).unify_dictionaries()["c"]
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
    keep = _first_of_each_id(paths)
    account, accounts = _codes(paths, "account_id")
    ts = _read(paths, "ts").to_numpy()
    chosen = np.flatnonzero(keep)
    # An account all of whose rows were duplicates has no events and is none.
    used = np.flatnonzero(np.bincount(account[chosen], minlength=len(accounts)))
    account = np.searchsorted(used, account).astype(np.int32)
    accounts = tuple(accounts[i] for i in used)
    order = _by_account_and_time(chosen, account, ts, len(accounts))
    sizes = np.array([read_prints(path).num_rows for path in paths], np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    part = (np.searchsorted(starts, order, side="right") - 1).astype(np.int32)
    columns: dict[str, Array] = {"ts": ts[order], "code:account_id": account[order]}
    del ts
    names: dict[str, tuple[str, ...]] = {"account_id": accounts}
    for name in CODED[1:]:
        codes, names[name] = _codes(paths, name)
        columns[f"code:{name}"] = codes[order]
    for name, kind in PLAIN.items():
        if name != "ts":
            values = _read(paths, name).to_numpy()
            columns[name] = values[order].astype(kind, copy=False)
    columns["intents"] = intent_bits(
        intents, classes, columns.pop("cues"), columns.pop("answer_cues")
    )
    columns["family"] = np.concatenate([f for f, _ in families])[order] if families else order
    columns["cover"] = np.concatenate([c for _, c in families])[order] if families else order
    first = np.searchsorted(columns["code:account_id"], np.arange(len(accounts) + 1))
    return EventTable(
        columns=columns,
        names=names,
        params=tuple(_parameters(text) for text in names["params"]),
        sketch=_sorted_sketch(paths, starts, order, folder),
        part=part,
        row=(order - starts[part]).astype(np.int32),
        first=first.astype(np.int64),
        duplicates=len(keep) - len(order),
    )


@njit(cache=True)
def _by_account_and_time(chosen, account, ts, accounts):  # type: ignore[no-untyped-def]
    """The chosen rows ordered by account, then time, then input: a counting sort by account, which
    leaves little to do in a log that is in time order."""
    at = np.zeros(accounts + 1, np.int64)
    for row in chosen:
        at[account[row] + 1] += 1
    for a in range(accounts):
        at[a + 1] += at[a]
    first = at.copy()
    order = np.empty(len(chosen), np.int64)
    for row in chosen:
        order[at[account[row]]] = row
        at[account[row]] += 1
    for a in range(accounts):
        rows = order[first[a] : first[a + 1]]
        for i in range(1, len(rows)):
            if ts[rows[i]] < ts[rows[i - 1]]:
                rows[:] = rows[np.argsort(ts[rows], kind="mergesort")]
                break
    return order


def _parameters(text: str) -> dict[str, Any]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def _sorted_sketch(
    paths: Sequence[Path], starts: Array, order: Array, folder: Path
) -> NDArray[np.int8]:
    if not len(order):
        return np.empty((0, SKETCH), np.int8)
    place = np.full(int(starts[-1]), -1, np.int64)
    place[order] = np.arange(len(order))
    sketch = np.lib.format.open_memmap(
        folder / "sketch.npy", mode="w+", dtype=np.int8, shape=(len(order), SKETCH)
    )
    at = 0
    for chunk in _read(paths, "sketch").chunks:
        values = chunk.flatten().to_numpy().reshape(-1, SKETCH)
        rows = place[at : at + len(chunk)]
        sketch[rows[rows >= 0]] = values[rows >= 0]
        at += len(chunk)
    # A plain array over the file: pickle would carry a memmap's content along.
    return np.asarray(sketch)
