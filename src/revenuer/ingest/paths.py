"""Reaching into nested records without raising on shapes that hostile logs have."""

from typing import Any

import orjson

_NOTHING: dict[str, Any] = {}


def inside(value: Any) -> dict[str, Any]:
    """The value if it is an object, an object written as a JSON string, else an empty one."""
    if type(value) is dict:
        return value
    if isinstance(value, str) and value[:1] == "{":
        found = decoded(value)
        return found if isinstance(found, dict) else _NOTHING
    return _NOTHING


def listed(value: Any) -> list[Any]:
    """The value if it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def decoded(value: Any) -> Any:
    """The value of a JSON object or array written as a string; anything else as it is."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def first(*values: Any) -> Any:
    """The first value that is neither null nor empty."""
    for value in values:
        if value is not None and value != "":
            return value
    return None


def at(record: Any, path: str) -> Any:
    """The value at a dotted path, `a.b.0.c`; None where the path leads nowhere.

    Objects written as JSON strings are gone into. A key that itself holds dots is found when the
    rest of the path is its whole name.
    """
    while True:
        record = decoded(record)
        if isinstance(record, dict):
            if path in record:
                return record[path]
            head, dot, path = path.partition(".")
            record = record.get(head)
        elif isinstance(record, list):
            head, dot, path = path.partition(".")
            record = record[int(head)] if head.isdecimal() and int(head) < len(record) else None
        else:
            return None
        if not dot:
            return record
