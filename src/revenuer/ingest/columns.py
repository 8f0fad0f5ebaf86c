"""A batch with canonical columns, of whatever Arrow types, to exchanges: whole columns at a time.

Only a column that does not fit as it is (times as strings, numbers too large, broken UTF-8) is
gone through value by value, with the checks that JSON lines get.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from revenuer.ingest.assemble import column_of, derived_id
from revenuer.ingest.formats.canonical import convert
from revenuer.ingest.row import CHECKS, MAX_IDENTIFIER, MAX_TEXT, REQUIRED, RowError, identifier
from revenuer.ingest.timestamps import EARLIEST, LATEST
from revenuer.records import EXCHANGES, MESSAGE

Flaw = tuple[int, str]
"""A row of the batch, from 0, and why it is no exchange."""

_IDENTIFIERS = frozenset(name for name, check in CHECKS.items() if check is identifier)


class _Misfit(Exception):
    """A column that cannot be taken as it is."""


def to_exchanges(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, list[Flaw]]:
    """The exchanges among the rows, with the schema of `EXCHANGES`, and the flaws of the others.

    Columns that are missing become null, columns that are not canonical are left out.
    """
    flaws: dict[int, str] = {}
    columns = [_column(batch, field, flaws) for field in EXCHANGES]
    for name in REQUIRED:
        column = columns[EXCHANGES.get_field_index(name)]
        if column.null_count:
            for row in np.flatnonzero(column.is_null().to_numpy(zero_copy_only=False)).tolist():
                flaws.setdefault(row, f"{name} is missing")
    result = pa.RecordBatch.from_arrays(columns, names=EXCHANGES.names)
    if flaws:
        good = np.ones(batch.num_rows, bool)
        good[list(flaws)] = False
        result = result.filter(pa.array(good))
    return _identified(result), sorted(flaws.items())


def _identified(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with an id derived for each row that has none."""
    columns = dict(zip(EXCHANGES.names, batch.columns, strict=True))
    ids = columns["exchange_id"]
    if ids.null_count:
        missing = ids.is_null()
        rows = batch.filter(missing)
        ticks = rows.column("ts").view(pa.int64()).to_pylist()
        derived = [
            derived_id({**row, "ts": ts, "messages": _pairs(row["messages"])})
            for row, ts in zip(rows.drop_columns("ts").to_pylist(), ticks, strict=True)
        ]
        columns["exchange_id"] = pc.replace_with_mask(ids, missing, pa.array(derived, pa.string()))
    return pa.RecordBatch.from_arrays(list(columns.values()), schema=EXCHANGES)


def _pairs(messages: list[dict[str, str]] | None) -> list[tuple[str, str]] | None:
    return None if messages is None else [(turn["role"], turn["content"]) for turn in messages]


def _column(batch: pa.RecordBatch, field: pa.Field, flaws: dict[int, str]) -> pa.Array:
    where = batch.schema.get_field_index(field.name)
    if where < 0:
        return pa.nulls(batch.num_rows, field.type)
    column = batch.column(where)
    try:
        return _as_it_is(column, field)
    except (_Misfit, pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        return _value_by_value(column, field, flaws)


def _as_it_is(column: pa.Array, field: pa.Field) -> pa.Array:
    """The column cast and checked at once. Raises `_Misfit` or an Arrow error."""
    if field.name == "ts":
        return _times(column, field)
    if column.type != field.type:
        column = column.cast(field.type)
    column.validate(full=True)
    if pa.types.is_string(field.type):
        return _strings(column, field.name)
    if pa.types.is_integer(field.type):
        bounds = pc.min_max(column).as_py()
        if bounds["min"] is not None:
            for bound in bounds.values():
                _fits(CHECKS[field.name], bound, field.name)
        return column
    return _NESTED[field.name](column)


def _fits(check: Any, value: int, name: str) -> None:
    try:
        check(value, name)
    except RowError:
        raise _Misfit from None


def _times(column: pa.Array, field: pa.Field) -> pa.Array:
    if not pa.types.is_timestamp(column.type):
        raise _Misfit
    column = column.cast(field.type, safe=False)
    bounds = pc.min_max(column.view(pa.int64())).as_py()
    if bounds["min"] is not None and (bounds["min"] < EARLIEST or bounds["max"] >= LATEST):
        raise _Misfit
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
            raise _Misfit
        return column
    if _longest(column) > MAX_IDENTIFIER:
        raise _Misfit
    empty = pc.equal(column, "")
    if pc.any(empty).as_py():
        return pc.if_else(empty, pa.scalar(None, pa.string()), column)
    return column


def _messages(column: pa.ListArray) -> pa.ListArray:
    turns = column.flatten()
    roles, contents = turns.field("role"), turns.field("content")
    if turns.null_count or roles.null_count or contents.null_count or len(MESSAGE) != 2:
        raise _Misfit
    if _longest(roles) > MAX_IDENTIFIER or _longest(contents) > MAX_TEXT:
        raise _Misfit
    return column


def _tools(column: pa.ListArray) -> pa.ListArray:
    names = column.flatten()
    if names.null_count or _longest(names) > MAX_TEXT:
        raise _Misfit
    return column


def _headers(column: pa.MapArray) -> pa.MapArray:
    """Header names must be in lower case and in order, as other formats give them."""
    offsets = column.offsets.to_numpy()
    size = int(offsets[-1] - offsets[0])
    names = column.keys.slice(int(offsets[0]), size).dictionary_encode()
    values = column.items.slice(int(offsets[0]), size)
    if values.null_count or _longest(values) > MAX_TEXT:
        raise _Misfit
    known = names.dictionary.to_pylist()
    if any(name != name.lower() for name in known):
        raise _Misfit
    if size:
        rank = np.argsort(np.argsort(np.array(known, dtype=object)))
        order = rank[names.indices.to_numpy()]
        rising = order[1:] > order[:-1]
        starts = offsets[1:-1] - offsets[0]
        rising[starts[(starts > 0) & (starts < size)] - 1] = True
        if not rising.all():
            raise _Misfit
    return column


_NESTED = {"messages": _messages, "tools": _tools, "headers": _headers}


def _value_by_value(column: pa.Array, field: pa.Field, flaws: dict[int, str]) -> pa.Array:
    name = field.name
    if name == "ts" and pa.types.is_timestamp(column.type):
        return _times_by_mask(column, field, flaws)
    rows: list[dict[str, Any]] = []
    for row in range(len(column)):
        try:
            value = column[row].as_py()
            if value is None or value != value:
                rows.append({})
                continue
            rows.append({name: CHECKS[name](convert({name: value})[name], name)})
        except RowError as error:
            flaws.setdefault(row, str(error))
            rows.append({})
        except UnicodeDecodeError:
            flaws.setdefault(row, f"{name} is not UTF-8")
            rows.append({})
        except (ValueError, OverflowError):
            flaws.setdefault(row, f"{name} has a value that cannot be read")
            rows.append({})
    return column_of(rows, field)


def _times_by_mask(column: pa.Array, field: pa.Field, flaws: dict[int, str]) -> pa.Array:
    """Times outside 2000 to 2100 are nulled and their rows flawed."""
    times = column.cast(field.type, safe=False)
    ticks = times.view(pa.int64())
    outside = pc.or_(pc.less(ticks, EARLIEST), pc.greater_equal(ticks, LATEST))
    for row in np.flatnonzero(pc.fill_null(outside, False).to_numpy(zero_copy_only=False)).tolist():
        flaws.setdefault(row, "ts is outside 2000 to 2100")
    return pc.if_else(outside, pa.scalar(None, field.type), times)
