"""From a batch of exchanges to a batch of prints: the only step that reads text."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from revenuer.fingerprint.buffers import list_offsets, text_buffers
from revenuer.fingerprint.conversation_kernel import (
    ANSWER,
    MOST_GRAMS,
    hash_map,
    hash_strings,
    walk,
)
from revenuer.fingerprint.languages import function_word_table
from revenuer.fingerprint.lexicon import Lexicon
from revenuer.fingerprint.prints import PRINTS
from revenuer.fingerprint.word_kernel import SKETCH

_BLOOM = 1 << 14
_HASHES = ("system_hash", "payload", "conversation", "before", "after", "cues", "answer_cues")


class Fingerprinter:
    """Callable from an EXCHANGES batch to a PRINTS batch of the same length and order.

    Pure: the same batch gives the same prints in any process. Holds the compiled intents.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon.tables()
        self._words = function_word_table()

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        n = batch.num_rows
        columns: dict[str, Any] = _copied(batch)
        columns["headers"] = _header_hashes(batch.column("headers"))
        for source, name in (("session_id", "session"), ("end_user_id", "end_user")):
            columns[name] = _hashes(batch.column(source))
        columns["id_hash"] = _hashes(batch.column("exchange_id"))
        columns["offers_tools"] = np.diff(list_offsets(batch.column("tools"))) > 0
        columns["tool_result"] = _tool_results(batch.column("messages"))
        columns |= self._text(batch, n)
        arrays = [pa.array(columns[field.name], field.type) for field in PRINTS]
        return pa.RecordBatch.from_arrays(arrays, schema=PRINTS)

    @staticmethod
    def hash_values(values: pa.StringArray) -> NDArray[np.uint64]:
        """The 64-bit hash of each string (0 where empty), as used for all identifiers."""
        return _hashes(values)

    def _text(self, batch: pa.RecordBatch, n: int) -> dict[str, Any]:
        messages = batch.column("messages")
        child = messages.values
        role_at, role_data = text_buffers(child.field("role"))
        text_at, text_data = text_buffers(child.field("content"))
        sys_at, sys_data = text_buffers(batch.column("system"))
        ans_at, ans_data = text_buffers(batch.column("response"))
        texts = (sys_at, sys_data, ans_at, ans_data, list_offsets(messages))
        longest = int(np.diff(text_at).max(initial=0))
        room = longest + int(np.diff(sys_at).max(initial=0)) + longest + ANSWER + 64
        scratch = _scratch(room)
        out = _Outputs(n)
        total = walk(
            (*texts, role_at, role_data, text_at, text_data),
            self._lexicon,
            self._words,
            (out.first(), out.second()),
            scratch,
        )
        return out.columns(total)


class _Outputs:
    """Output columns of the kernel for n rows."""

    def __init__(self, n: int) -> None:
        self.kind = np.zeros(n, np.uint8)
        self.language = np.zeros(n, np.uint8)
        self.turn = np.zeros(n, np.uint16)
        self.opening = np.zeros(n, np.bool_)
        self.chars = np.zeros(n, np.int32)
        self.hashes = np.zeros((7, n), np.uint64)
        self.echo = np.zeros(n, np.uint8)
        self.oddities = np.zeros(n, np.uint16)
        self.sketch = np.zeros((n, SKETCH), np.int8)
        self.gram_at = np.zeros(n + 1, np.int32)
        self.grams = np.empty(n * MOST_GRAMS, np.uint32)

    def first(self) -> tuple[NDArray[Any], ...]:
        h = self.hashes
        head = (self.kind, self.language, self.turn, self.opening, self.chars)
        return (*head, h[0], h[1], h[2], h[3])

    def second(self) -> tuple[NDArray[Any], ...]:
        h = self.hashes
        return (h[4], h[5], h[6], self.echo, self.oddities, self.sketch, self.gram_at, self.grams)

    def columns(self, total: int) -> dict[str, Any]:
        columns: dict[str, Any] = dict(zip(_HASHES, self.hashes, strict=True))
        sketch = pa.FixedSizeListArray.from_arrays(pa.array(self.sketch.ravel()), SKETCH)
        grams = pa.ListArray.from_arrays(pa.array(self.gram_at), pa.array(self.grams[:total]))
        return columns | {
            "text_kind": self.kind,
            "language": self.language,
            "turn": self.turn,
            "opening": self.opening,
            "chars": self.chars,
            "echo": self.echo,
            "oddities": self.oddities,
            "sketch": sketch,
            "grams": grams,
        }


def _scratch(room: int) -> tuple[NDArray[Any], ...]:
    tokens = room // 2 + 8
    return (
        np.empty(room, np.uint8),
        np.empty(tokens, np.uint64),
        np.empty(tokens, np.bool_),
        np.empty(tokens, np.uint64),
        np.empty(tokens, np.bool_),
        np.zeros(_BLOOM, np.bool_),
    )


def _copied(batch: pa.RecordBatch) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "exchange_id": batch.column("exchange_id"),
        "ts": batch.column("ts").cast(pa.int64()),
    }
    for name in ("account_id", "org_id", "ip", "country", "user_agent", "tls_fingerprint"):
        columns[name] = pc.dictionary_encode(batch.column(name))
    for name in ("model", "params"):
        columns[name] = pc.dictionary_encode(batch.column(name))
    for name in ("input_tokens", "output_tokens", "status"):
        columns[name] = pc.fill_null(batch.column(name), -1)
    return columns


def _hashes(array: pa.StringArray) -> NDArray[np.uint64]:
    at, data = text_buffers(array)
    out = np.zeros(len(array), np.uint64)
    hash_strings(at, data, out)
    return out


def _tool_results(messages: pa.ListArray) -> NDArray[np.bool_]:
    """(n,) whether the last message has a tool's role."""
    at = list_offsets(messages)
    role = pc.fill_null(messages.values.field("role"), "")
    from_tool = pc.is_in(role, pa.array(["tool", "function"])).to_numpy(zero_copy_only=False)
    out = np.zeros(len(messages), np.bool_)
    some = np.diff(at) > 0
    out[some] = from_tool[at[1:][some] - 1]
    return out


def _header_hashes(array: pa.MapArray) -> NDArray[np.uint64]:
    key_at, key_data = text_buffers(array.keys)
    value_at, value_data = text_buffers(array.items)
    out = np.zeros(len(array), np.uint64)
    hash_map(list_offsets(array), key_at, key_data, value_at, value_data, out)
    return out
