"""Whole columns checked at once: most fit as they are, and no value is looked at in Python."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from revenuer.ingest.row import CHECKS, MAX_IDENTIFIER, MAX_TEXT, RowError, identifier
from revenuer.ingest.timestamps import EARLIEST, LATEST

_IDENTIFIERS = frozenset(name for name, check in CHECKS.items() if check is identifier)


class Misfit(Exception):
    """A column with a value that is not canonical as it is."""


def fitted(column: pa.Array, field: pa.Field) -> pa.Array:
    """The column in the field's own type, every value checked; empty identifiers become null.

    Raises `Misfit` or an Arrow error where any value needs a look of its own.
    """
    if field.name == "ts":
        return _times(column, field)
    if column.type != field.type:
        column = column.cast(field.type)
    column.validate(full=True)
    if pa.types.is_string(field.type):
        return _strings(column, field.name)
    if pa.types.is_integer(field.type):
        return _integers(column, field.name)
    return _NESTED[field.name](column)


def _integers(column: pa.Array, name: str) -> pa.Array:
    bounds = pc.min_max(column).as_py()
    if bounds["min"] is not None:
        try:
            CHECKS[name](bounds["min"], name)
            CHECKS[name](bounds["max"], name)
        except RowError:
            raise Misfit from None
    return column


def _times(column: pa.Array, field: pa.Field) -> pa.Array:
    if not pa.types.is_timestamp(column.type):
        raise Misfit
    column = column.cast(field.type, safe=False)
    bounds = pc.min_max(column.view(pa.int64())).as_py()
    if bounds["min"] is not None and (bounds["min"] < EARLIEST or bounds["max"] >= LATEST):
        raise Misfit
    return column


def _longest(strings: pa.Array) -> int:
    """Bytes of the longest string."""
    buffer = strings.buffers()[1]
    if buffer is None or not len(strings):
        return 0
    offsets = np.frombuffer(buffer, np.int32)[strings.offset : strings.offset + len(strings) + 1]
    return int(np.diff(offsets).max())


def _strings(column: pa.Array, name: str) -> pa.Array:
    if name not in _IDENTIFIERS:
        if _longest(column) > MAX_TEXT:
            raise Misfit
        return column
    if _longest(column) > MAX_IDENTIFIER:
        raise Misfit
    empty = pc.equal(column, "")
    if pc.any(empty).as_py():
        return pc.if_else(empty, pa.scalar(None, pa.string()), column)
    return column


def _messages(column: pa.ListArray) -> pa.ListArray:
    turns = column.flatten()
    roles, contents = turns.field("role"), turns.field("content")
    if turns.null_count or roles.null_count or contents.null_count:
        raise Misfit
    if _longest(roles) > MAX_IDENTIFIER or _longest(contents) > MAX_TEXT:
        raise Misfit
    return column


def _tools(column: pa.ListArray) -> pa.ListArray:
    names = column.flatten()
    if names.null_count or _longest(names) > MAX_TEXT:
        raise Misfit
    return column


def _headers(column: pa.MapArray) -> pa.MapArray:
    """Header names must be in lower case; they are put in order, as every format gives them."""
    offsets = column.offsets.to_numpy()
    start, size = int(offsets[0]), int(offsets[-1] - offsets[0])
    names = column.keys.slice(start, size).dictionary_encode()
    values = column.items.slice(start, size)
    if values.null_count or _longest(values) > MAX_TEXT:
        raise Misfit
    known = names.dictionary.to_pylist()
    if any(name != name.lower() for name in known):
        raise Misfit
    if not size:
        return column
    place = {name: rank for rank, name in enumerate(sorted(known))}
    ranks = np.array([place[name] for name in known])[names.indices.to_numpy()]
    row = np.repeat(np.arange(len(column)), np.diff(offsets))
    step = np.diff(row * np.int64(len(known)) + ranks)
    if (step > 0).all():
        return column
    order = np.lexsort((ranks, row))
    if (np.diff((row * np.int64(len(known)) + ranks)[order]) == 0).any():
        raise Misfit
    taken = pa.array(order)
    sorted_map = pa.MapArray.from_arrays(
        pa.array(offsets - start, pa.int32()),
        column.keys.slice(start, size).take(taken),
        values.take(taken),
    )
    if column.null_count:
        return pc.if_else(column.is_valid(), sorted_map, pa.nulls(len(column), column.type))
    return sorted_map


_NESTED: Mapping[str, Callable[[Any], Any]] = {
    "messages": _messages,
    "tools": _tools,
    "headers": _headers,
}
