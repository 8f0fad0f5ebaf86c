"""Raw rows, or a table with canonical columns, to exchanges and the flaws of the other rows.

A column whose values all fit is taken whole; only where one does not, the column is gone through
value by value, so that each bad row has its own reason.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from revenuer.ingest.assemble import column_of
from revenuer.ingest.fit import Misfit, fitted
from revenuer.ingest.formats.canonical import convert
from revenuer.ingest.row import CHECKS, REQUIRED, Raw, RowError
from revenuer.ingest.timestamps import EARLIEST, LATEST
from revenuer.records import EXCHANGES

Flaws = dict[int, RowError]
"""Row, from 0, to why it is no exchange."""

_UNFIT = (Misfit, pa.ArrowException, ValueError, TypeError, OverflowError)


def from_rows(rows: Sequence[Raw]) -> tuple[pa.RecordBatch, Flaws]:
    """The exchanges among raw rows, with the schema of `EXCHANGES`, and the flaws of the others."""
    flaws: Flaws = {}
    values = _transposed(rows)
    columns = [
        _column_of_values(values[field.name], field, flaws)
        if field.name in values
        else pa.nulls(len(rows), field.type)
        for field in EXCHANGES
    ]
    return _finished(columns, len(rows), flaws)


def _transposed(rows: Sequence[Raw]) -> dict[str, Sequence[Any]]:
    """Field to its value in every row. Most formats give every row the same fields in the same
    order, which goes at once."""
    orders = set(map(tuple, rows))
    if len(orders) == 1:
        values = zip(*[row.values() for row in rows], strict=True)
        return dict(zip(orders.pop(), values, strict=True))
    names = {name for order in orders for name in order}
    return {name: [row.get(name) for row in rows] for name in names}


def from_table(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, Flaws]:
    """The same for a batch with canonical columns of whatever Arrow types.

    Columns that are missing become null, columns that are not canonical are left out.
    """
    flaws: Flaws = {}
    columns = [_column_of_table(batch, field, flaws) for field in EXCHANGES]
    return _finished(columns, batch.num_rows, flaws)


def _column_of_values(values: Sequence[Any], field: pa.Field, flaws: Flaws) -> pa.Array:
    try:
        return fitted(column_of(values, field), field)
    except _UNFIT:
        return _value_by_value(values, field, flaws, CHECKS[field.name])


def _column_of_table(batch: pa.RecordBatch, field: pa.Field, flaws: Flaws) -> pa.Array:
    where = batch.schema.get_field_index(field.name)
    if where < 0:
        return pa.nulls(batch.num_rows, field.type)
    column = batch.column(where)
    try:
        return fitted(column, field)
    except _UNFIT:
        if pa.types.is_timestamp(column.type) and field.name == "ts":
            return _times_by_mask(column, field, flaws)
        return _value_by_value(_values(column), field, flaws, _canonical_value)


def _canonical_value(value: Any, name: str) -> Any:
    found = convert({name: value})[name]
    return None if found is None else CHECKS[name](found, name)


def _values(column: pa.Array) -> Iterator[Any]:
    """Each value of a column; a `ValueError` in place of one that Python cannot hold."""
    for scalar in column:
        try:
            yield scalar.as_py()
        except UnicodeDecodeError:
            yield ValueError("is not UTF-8")
        except (ValueError, OverflowError):
            yield ValueError("has a value that cannot be read")


def _value_by_value(
    values: Sequence[Any] | Iterator[Any],
    field: pa.Field,
    flaws: Flaws,
    check: Callable[[Any, str], Any],
) -> pa.Array:
    good: list[Any] = []
    for row, value in enumerate(values):
        found = None
        try:
            if isinstance(value, ValueError):
                raise RowError(field.name, str(value))
            if value is not None and value == value:  # a table's NaN stands for null
                found = check(value, field.name)
        except RowError as error:
            flaws.setdefault(row, error)
        good.append(found)
    if field.name == "headers":
        good = [None if pairs is None else dict(pairs) for pairs in good]
    return column_of(good, field)


def _times_by_mask(column: pa.Array, field: pa.Field, flaws: Flaws) -> pa.Array:
    """Times outside 2000 to 2100 are nulled and their rows flawed."""
    times = column.cast(field.type, safe=False)
    ticks = times.view(pa.int64())
    outside = pc.or_(pc.less(ticks, EARLIEST), pc.greater_equal(ticks, LATEST))
    for row in _where(pc.fill_null(outside, False)):
        flaws.setdefault(row, RowError("ts", "is outside 2000 to 2100"))
    return pc.if_else(outside, pa.scalar(None, field.type), times)


def _where(mask: pa.Array) -> list[int]:
    return np.flatnonzero(mask.to_numpy(zero_copy_only=False)).tolist()


def _finished(
    columns: Sequence[pa.Array], num_rows: int, flaws: Flaws
) -> tuple[pa.RecordBatch, Flaws]:
    """The batch without flawed rows, and with ids for rows that have none."""
    for name in REQUIRED:
        column = columns[EXCHANGES.get_field_index(name)]
        if column.null_count:
            for row in _where(column.is_null()):
                flaws.setdefault(row, RowError(name, "is missing"))
    batch = pa.RecordBatch.from_arrays(columns, names=EXCHANGES.names)
    if flaws:
        good = np.ones(num_rows, bool)
        good[list(flaws)] = False
        batch = batch.filter(pa.array(good))
    named = dict(zip(EXCHANGES.names, batch.columns, strict=True))
    if named["exchange_id"].null_count:
        named["exchange_id"] = _derived_ids(named)
    return pa.RecordBatch.from_arrays(list(named.values()), schema=EXCHANGES), flaws


_IDENTITY = (
    "account_id",
    "session_id",
    "model",
    "system",
    "messages",
    "response",
    "input_tokens",
    "output_tokens",
    "latency_ms",
)
"""What, beside its time, an exchange without an id is known by: nothing that depends on the file
it stood in."""


def _derived_ids(columns: Mapping[str, pa.Array]) -> pa.Array:
    """Ids where there are none: a hash of when, who and what, beginning with `derived-`.

    The same exchange in two files gets the same id; two exchanges that agree in their time and
    all of `_IDENTITY` cannot be told apart and count as duplicates.
    """
    missing = columns["exchange_id"].is_null()
    known = [columns[name].filter(missing).to_pylist() for name in _IDENTITY]
    ticks = columns["ts"].filter(missing).view(pa.int64()).to_pylist()
    derived = [
        "derived-" + blake2b(orjson.dumps(parts), digest_size=16).hexdigest()
        for parts in zip(ticks, *known, strict=True)
    ]
    return pc.replace_with_mask(columns["exchange_id"], missing, pa.array(derived, pa.string()))
