"""Python values of one canonical field to an Arrow column."""

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import pyarrow as pa

from revenuer.ingest.row import header_pairs
from revenuer.ingest.timestamps import microseconds


def column_of(values: Sequence[Any], field: pa.Field) -> pa.Array:
    """One canonical column of raw values, None for absent ones.

    Raises an Arrow error or `ValueError` where a value is not of the field's type; ranges and
    lengths are not looked at.
    """
    return _BUILDERS.get(field.name, _plain)(values, field)


def _plain(values: Sequence[Any], field: pa.Field) -> pa.Array:
    return pa.array(values, field.type)


def _timestamps(values: Sequence[Any], field: pa.Field) -> pa.Array:
    ticks = [None if value is None else microseconds(value) for value in values]
    return pa.array(ticks, pa.int64()).view(field.type)


def _pairs(
    lists: Sequence[Sequence[tuple[str, str]] | None],
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Offsets (null where there is no list), firsts and seconds of lists of string pairs."""
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


def _messages(values: Sequence[Any], field: pa.Field) -> pa.Array:
    offsets, roles, contents = _pairs(values)
    structs = pa.StructArray.from_arrays([roles, contents], fields=list(field.type.value_type))
    return pa.ListArray.from_arrays(offsets, structs, type=field.type)


def _headers(values: Sequence[Any], field: pa.Field) -> pa.Array:
    pairs = [None if value is None else header_pairs(value, field.name) for value in values]
    offsets, names, contents = _pairs(pairs)
    return pa.MapArray.from_arrays(offsets, names, contents, type=field.type)


_BUILDERS: dict[str, Callable[[Sequence[Any], pa.Field], Any]] = {
    "ts": _timestamps,
    "messages": _messages,
    "headers": _headers,
}
