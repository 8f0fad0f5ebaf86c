"""The canonical exchanges themselves, as Parquet, JSON lines or CSV."""

from collections.abc import Sequence

from revenuer.ingest.content import text_of
from revenuer.ingest.formats.format import Format, Record, Score, share
from revenuer.ingest.paths import decoded
from revenuer.ingest.row import Raw, RowError, compact, shown
from revenuer.records import EXCHANGES

_NAMES = frozenset(EXCHANGES.names)
_STRUCTURED = ("messages", "tools", "headers")


def convert(record: Record) -> Raw:
    """Fields under their own names; others are ignored."""
    raw = {name: value for name, value in record.items() if name in _NAMES}
    for name in _STRUCTURED:
        if isinstance(raw.get(name), str):
            raw[name] = decoded(raw[name]) if raw[name] else None
    if raw.get("messages") is not None:
        raw["messages"] = _messages(raw["messages"])
    if isinstance(raw.get("headers"), list):
        raw["headers"] = _header_map(raw["headers"])
    if isinstance(raw.get("params"), dict):
        raw["params"] = compact(raw["params"], "params")
    return raw


def _messages(messages: object) -> list[tuple[object, str]]:
    if not isinstance(messages, list):
        raise RowError("messages", f"should be an array of messages but is {shown(messages)}")
    turns: list[tuple[object, str]] = []
    for message in messages:
        if not isinstance(message, dict) or not isinstance(message.get("role"), str):
            raise RowError("messages", "has an entry that is no {role, content}")
        turns.append((message["role"], text_of(message.get("content"))))
    return turns


def _header_map(pairs: list[object]) -> dict[str, object]:
    """A map as Arrow writes it in Python: a list of pairs."""
    found: dict[str, object] = {}
    for pair in pairs:
        if not isinstance(pair, list | tuple) or len(pair) != 2 or not isinstance(pair[0], str):
            raise RowError("headers", "has an entry that is no (name, value)")
        found[pair[0]] = pair[1]
    return found


def _is_canonical(record: Record) -> bool:
    if "account_id" not in record or "ts" not in record:
        return False
    return 2 * len(record.keys() & _NAMES) >= len(record) and "request" not in record


def score(records: Sequence[Record]) -> Score:
    """How many records have the required canonical fields."""
    return share(records, _is_canonical), "the canonical columns account_id and ts"


CANONICAL = Format(
    name="canonical",
    about="Revenuer's own exchanges: Parquet, JSON lines or CSV with the canonical columns.",
    fields={name: name for name in EXCHANGES.names},
    examples=(
        '{"exchange_id":"x-1","ts":"2026-01-05T10:00:00Z","account_id":"user-17",'
        '"org_id":"org-3","key_id":"key-2","ip":"192.0.2.17","country":"NL","asn":64500,'
        '"user_agent":"OpenAI/Python 1.99.1","headers":{"x-stainless-lang":"python"},'
        '"model":"heron-large","system":"You answer in one sentence.",'
        '"messages":[{"role":"user","content":"Why is the sky blue?"}],'
        '"tools":["search"],"response":"Air scatters short waves most.","input_tokens":31,'
        '"output_tokens":12,"params":{"temperature":0.2},"status":200,"latency_ms":1500}',
        '{"ts":1767607260,"account_id":"user-18","model":"heron-small","status":429}',
    ),
    score=score,
    convert=convert,
)
