"""A log record on its way to a row: what a converter returns, and how each field is checked."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from revenuer.ingest.timestamps import BadTimestamp, microseconds

Raw = dict[str, Any]
"""Canonical field name to value as found in the log. `messages` is a list of (role, content)."""

MAX_IDENTIFIER = 1024
"""Characters; an identifier longer than this is not one, and its line is quarantined."""

MAX_TEXT = 4_000_000
"""Characters; a text is cut there and says so. Four times a context window of a million tokens."""


class RowError(ValueError):
    """A record that cannot become an exchange. `field` is canonical, `why` completes it."""

    def __init__(self, field: str, why: str) -> None:
        self.field = field
        self.why = why
        super().__init__(f"{field} {why}")


def shown(value: Any) -> str:
    """A value in an error message: its type and a few characters, never a whole text."""
    if isinstance(value, str | int | float | bool):
        quoted = repr(value)
        return quoted if len(quoted) <= 40 else quoted[:36] + "…" + quoted[-1]
    return {dict: "an object", list: "an array", type(None): "null"}.get(type(value), "a value")


def identifier(value: Any, field: str) -> str | None:
    """A short opaque string; whole numbers are taken as written; empty means absent."""
    if type(value) is not str:
        if isinstance(value, bool) or not isinstance(value, int):
            raise RowError(field, f"should be a string but is {shown(value)}")
        value = str(value)
    if len(value) > MAX_IDENTIFIER:
        raise RowError(field, f"has {len(value):,} characters, the limit is {MAX_IDENTIFIER:,}")
    return value or None


def text(value: Any, field: str) -> str:
    """A text, cut at `MAX_TEXT` characters."""
    if type(value) is not str:
        raise RowError(field, f"should be a string but is {shown(value)}")
    return value if len(value) <= MAX_TEXT else cut(value)


def cut(value: str) -> str:
    """The text up to the limit, saying how much is gone."""
    return f"{value[:MAX_TEXT]} [cut: {len(value) - MAX_TEXT} characters]"


def whole(low: int, high: int) -> Callable[[Any, str], int | None]:
    """A checker of whole numbers from `low` to `high`; digits in a string count as a number."""

    def check(value: Any, field: str) -> int | None:
        if type(value) is str:
            if not value.strip():
                return None
            try:
                value = float(value) if len(value) < 32 else value
            except ValueError:
                raise RowError(field, f"should be a number but is {shown(value)}") from None
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise RowError(field, f"should be a number but is {shown(value)}")
        if not low <= value <= high:
            raise RowError(field, f"is {shown(value)}, outside {low:,} to {high:,}")
        return int(value)

    return check


def timestamp(value: Any, field: str) -> int:
    """Microseconds since 1970, UTC."""
    try:
        return microseconds(value)
    except BadTimestamp as bad:
        raise RowError(field, str(bad)) from None


def conversation(value: Any, field: str) -> list[tuple[str, str]]:
    """(role, content) pairs; both are texts."""
    for place, (role, content) in enumerate(value):
        if type(role) is not str or len(role) > MAX_IDENTIFIER:
            raise RowError(field, f"has a message whose role is {shown(role)}, not a short string")
        if len(content) > MAX_TEXT:
            value[place] = (role, cut(content))
    return value


def texts(value: Any, field: str) -> list[str]:
    """A list of texts."""
    if not isinstance(value, list):
        raise RowError(field, f"should be an array of strings but is {shown(value)}")
    return [text(item, field) for item in value]


def header_pairs(value: Any, field: str) -> list[tuple[str, str]]:
    """Header names in lower case with their values, in order of name."""
    if not isinstance(value, dict):
        raise RowError(field, f"should be an object of headers but is {shown(value)}")
    pairs = {}
    for name, content in value.items():
        if type(content) is not str:
            if content is None:
                continue
            parts = content if isinstance(content, list) else [content]
            content = ", ".join(map(str, parts))
        pairs[name.lower()] = content if len(content) <= MAX_TEXT else cut(content)
    return sorted(pairs.items()) if len(pairs) > 1 else list(pairs.items())


def compact(value: Any, field: str) -> str:
    """Canonical JSON of a value."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except (TypeError, ValueError):
        raise RowError(field, "is nested too deeply") from None


INT32 = 2**31 - 1

CHECKS: Mapping[str, Callable[[Any, str], Any]] = {
    "exchange_id": identifier,
    "ts": timestamp,
    "account_id": identifier,
    "org_id": identifier,
    "key_id": identifier,
    "end_user_id": identifier,
    "session_id": identifier,
    "ip": identifier,
    "asn": whole(0, 2**32 - 1),
    "country": identifier,
    "user_agent": text,
    "headers": header_pairs,
    "tls_fingerprint": identifier,
    "model": identifier,
    "system": text,
    "messages": conversation,
    "tools": texts,
    "response": text,
    "reasoning": text,
    "input_tokens": whole(0, INT32),
    "output_tokens": whole(0, INT32),
    "params": text,
    "status": whole(0, 999),
    "error": text,
    "latency_ms": whole(0, INT32),
}
"""One checker a canonical field, in the order of the schema."""

REQUIRED = ("ts", "account_id")
"""Fields without which a record is no exchange. An absent `exchange_id` is derived instead."""
