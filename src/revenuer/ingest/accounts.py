"""The provider's account table, from JSON lines, a JSON array, CSV or Parquet."""

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from revenuer.ingest.delimited import dict_rows
from revenuer.ingest.document import BadDocument, records_of
from revenuer.ingest.json_lines import BadJson, parse
from revenuer.ingest.lines import lines
from revenuer.ingest.pieces import COMPRESSIONS, compression_of, opened
from revenuer.ingest.redact import hash_identifiers
from revenuer.ingest.row import RowError, identifier, shown, timestamp
from revenuer.ingest.sources import Found, ending
from revenuer.problems import Problem
from revenuer.records import ACCOUNTS

_TRUE = frozenset({"true", "t", "yes", "y", "1"})
_FALSE = frozenset({"false", "f", "no", "n", "0"})


def read_accounts(path: Path) -> pa.Table:
    """The accounts in a file, with the schema of `ACCOUNTS`, in the order of the file.

    Unknown columns are ignored, empty values are null. Raises `Problem` naming file, line and
    field of the first value that cannot be used, and where an account is given twice.
    """
    found = Found(str(path), path, asked=True)
    columns: dict[str, list[Any]] = {name: [] for name in ACCOUNTS.names}
    seen: dict[str, int] = {}
    for line, record in _records(found):
        row = _checked(record, f"{found.source}, line {line}")
        first = seen.setdefault(row["account_id"], line)
        if first != line:
            raise Problem(
                f"Account {shown(row['account_id'])} is given twice, first in line {first}.",
                where=f"{found.source}, line {line}",
                hint="Keep one row an account.",
            )
        for name, column in columns.items():
            column.append(row.get(name))
    if not seen:
        raise Problem("This account table is empty.", where=found.source)
    table = pa.table([_array(columns[field.name], field) for field in ACCOUNTS], schema=ACCOUNTS)
    for name in ("account_id", "org_id"):  # as the same identifiers in the log
        hashed, _ = hash_identifiers(table[name].combine_chunks())
        table = table.set_column(ACCOUNTS.get_field_index(name), ACCOUNTS.field(name), hashed)
    return table


def _array(values: list[Any], field: pa.Field) -> pa.Array:
    if pa.types.is_timestamp(field.type):
        return pa.array(values, pa.int64()).view(field.type)
    return pa.array(values, field.type)


def _checked(record: Any, where: str) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise Problem(f"An account should be an object but is {shown(record)}.", where=where)
    row = {}
    for name, value in record.items():
        check = _CHECKS.get(name)
        if check is None or value is None or value == "" or value != value:
            continue
        try:
            row[name] = check(value, name)
        except RowError as error:
            raise Problem(
                f"`{name}` {error.why}.", where=where, hint=_HINTS.get(name, "")
            ) from None
    if row.get("account_id") is None:
        names = ", ".join(sorted(map(str, record))[:12])
        raise Problem(
            "`account_id` is missing.", where=where, hint=f"The fields here are: {names}."
        )
    return row


def _closed_reason(value: Any, field: str) -> str:
    reason = str(value).strip().lower()
    if reason not in ("ban", "churn"):
        raise RowError(field, f"is {shown(value)}, not 'ban' or 'churn'")
    return reason


def _truth(value: Any, field: str) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise RowError(field, f"is {shown(value)}, not true or false")


_CHECKS: Mapping[str, Callable[[Any, str], Any]] = {
    **dict.fromkeys(ACCOUNTS.names, identifier),
    "created_at": timestamp,
    "closed_at": timestamp,
    "closed_reason": _closed_reason,
    "verified": _truth,
}

_HINTS = {
    "closed_reason": "Write 'ban' where the provider closed the account, 'churn' where its owner "
    "did; leave it empty otherwise.",
    "created_at": "Write times as 2026-01-31T12:00:00Z or as a number since 1970.",
    "closed_at": "Write times as 2026-01-31T12:00:00Z or as a number since 1970.",
}


def _records(found: Found) -> Iterator[tuple[int, Any]]:
    """Each record with its line, or its place in a table or array, from 1."""
    if not found.path.is_file():
        raise Problem("The account table does not exist.", where=found.source)
    with opened(found.path, found.source) as file:
        head = file.read(8)
    if head[:4] == b"PAR1":
        return _from_parquet(found)
    if ending(found.path) == ".csv":
        return _from_csv(found, compression_of(head))
    return _from_json(found, compression_of(head))


def _from_parquet(found: Found) -> Iterator[tuple[int, Any]]:
    try:
        table = pq.read_table(found.path)
        known = [name for name in table.column_names if name in ACCOUNTS.names]
        records = table.select(known).to_pylist()
    except (OSError, pa.ArrowException, ValueError) as error:
        reason = str(error).partition("\n")[0][:160]
        raise Problem(f"This Parquet file cannot be read: {reason}", where=found.source) from error
    yield from enumerate(records, 1)


def _from_csv(found: Found, compression: str) -> Iterator[tuple[int, Any]]:
    try:
        for row in dict_rows(found, compression):
            if row.record is None:
                raise Problem(_sentence(row.flaw), where=f"{found.source}, line {row.line}")
            yield row.line, row.record
    except csv.Error as error:
        raise Problem(f"This file is not CSV: {error}.", where=found.source) from error


def _from_json(found: Found, compression: str) -> Iterator[tuple[int, Any]]:
    with opened(found.path, found.source) as file:
        undo = COMPRESSIONS[compression]
        blocks = undo(file) if undo else iter(lambda: file.read(1 << 20), b"")
        for line in lines(blocks):
            number = line.number
            content = line.content.removeprefix(b"\xef\xbb\xbf") if number == 1 else line.content
            if not content.strip() and not line.flaw:
                continue
            if number == 1 and content.lstrip()[:1] == b"[":
                break
            try:
                if line.flaw:
                    raise BadJson(line.flaw)
                yield number, parse(content)
            except BadJson as error:
                where = f"{found.source}, line {number}"
                raise Problem(_sentence(str(error)), where=where) from None
        else:
            return
    try:
        yield from enumerate(records_of(found, compression), 1)
    except BadDocument as error:
        raise Problem(_sentence(str(error)), where=found.source) from error


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:] + "."
