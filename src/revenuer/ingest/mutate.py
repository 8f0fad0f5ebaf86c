"""Example lines made hostile: broken bytes, and values that no log should have."""

import random
from typing import Any

import orjson

_DEEP: Any = []
for _ in range(300):
    _DEEP = [_DEEP]

HOSTILE: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**31,
    2**63,
    -(2**63),
    1e308,
    -0.5,
    "",
    " ",
    "-",
    "null",
    "NaN",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-14:00",
    "2026-02-30",
    "20260105",
    "1767607200",
    "17676072000000000000000",
    "1e400",
    "\x00",
    "\u202e\u200b\ufeff",
    "𝕏" * 300,
    "x" * 5000,
    "[" * 500,
    '{"a":' * 300,
    "[1,2",
    '{"text":"a"}',
    '["a",{"type":"text","text":"b"},null,3]',
    "Bearer abcdefghijklmnop0123456789",
    "password=hunter2hunter2 sk-proj-abcdefghijklmnopqrstuvwxyz0123456789",
    [],
    {},
    [None],
    [[]],
    [{}],
    [1, "a", None, {"role": "user"}],
    [{"role": 7, "content": 7}],
    [{"role": "user", "content": [{"type": "image_url"}, {"type": 5}, None, [[]]]}],
    [{"type": "function_call", "arguments": _DEEP}],
    [{"tool_calls": [{"function": {"name": [], "arguments": {}}}]}],
    {"role": "user", "content": {"parts": [{"text": None}]}},
    {"choices": [None, {"delta": {"content": None}}, {"message": []}]},
    {"content": [None, {"type": "thinking"}, {"reasoningContent": {"reasoningText": []}}]},
    {"candidates": [{"content": {"parts": 5}}]},
    {"usage": {"prompt_tokens": {}, "input_tokens": []}},
    {"body": {"body": {"body": {}}}, "headers": {"A": [1, None]}},
    {"resourceSpans": [{"scopeSpans": [{"spans": [{"attributes": [None, {"key": 1}]}]}]}]},
    {"": {"": ""}},
    _DEEP,
)
"""Values that take the place of others."""

_TOKENS = (
    b"NaN",
    b"-Infinity",
    b"1e999",
    b'"\\ud800"',
    b"\\ud83d",
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\r",
    b"\t",
    b'"',
    b"{",
    b"}",
    b"]",
    b"[" * 1100,
    b",",
    b":",
    b"\\",
    b"\\u0000",
    b"9" * 400,
)


def mutated(line: bytes, dice: random.Random) -> bytes:
    """The line with one to three mutations, without line breaks; sometimes unchanged."""
    for _ in range(dice.randint(0, 3)):
        line = dice.choice(_MUTATIONS)(line, dice)
    return line.replace(b"\n", b" ")


def _token(line: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(line) + 1)
    return line[:at] + dice.choice(_TOKENS) + line[at + dice.randint(0, 4) :]


def _flip(line: bytes, dice: random.Random) -> bytes:
    if not line:
        return b"{"
    at = dice.randrange(len(line))
    return line[:at] + bytes([dice.randrange(256)]) + line[at + 1 :]


def _cut(line: bytes, dice: random.Random) -> bytes:
    return line[: dice.randrange(len(line) + 1)]


def _drop(line: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(line) + 1)
    return line[:at] + line[at + dice.randint(1, 40) :]


def _repeat(line: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(line) + 1)
    return line[: at + dice.randint(1, 40)] + line[at:]


def _value(line: bytes, dice: random.Random) -> bytes:
    """Another value somewhere in the object, or a key gone or renamed."""
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        return _flip(line, dice)
    holder = record
    while True:
        if not isinstance(holder, dict | list) or not holder:
            return line
        key: Any = dice.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        inner = holder[key]
        if isinstance(inner, dict | list) and inner and dice.random() < 0.7:
            holder = inner
            continue
        break
    if isinstance(holder, dict) and dice.random() < 0.2:
        kept = holder.pop(key)
        if dice.random() < 0.5:
            holder[dice.choice((key.upper(), key + "_", "ts", "type", ""))] = kept
    else:
        holder[key] = dice.choice(HOSTILE)
    try:
        return orjson.dumps(record, default=str)
    except (TypeError, ValueError):
        return line


def _whole(line: bytes, dice: random.Random) -> bytes:
    try:
        return orjson.dumps(dice.choice(HOSTILE))
    except (TypeError, ValueError):
        return b"[" * 2000


_MUTATIONS = (_token, _flip, _cut, _drop, _repeat, _value, _value, _value, _value, _whole)
