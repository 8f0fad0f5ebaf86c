"""Parquet: canonical exchanges without touching a row in Python, other formats record by record."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from revenuer.ingest.exchanges import from_rows, from_table
from revenuer.ingest.formats.format import Format
from revenuer.ingest.lines import Line
from revenuer.ingest.parsed import Collector, Parsed, excerpt, written
from revenuer.ingest.pieces import opened
from revenuer.ingest.redact import redact
from revenuer.ingest.task import Task
from revenuer.records import EXCHANGES, Quarantined

_BATCH_BYTES = 128 << 20
"""Decoded bytes aimed at in a batch, so that long conversations do not fill memory."""


@dataclass(frozen=True, slots=True)
class _Lost:
    """Rows of a damaged row group."""

    rows: int
    reason: str


def read_canonical_parquet(task: Task, batch_rows: int) -> Iterator[Parsed]:
    """Batches of a task's row groups; rows that are no exchange are quarantined by mask."""
    for number, batch in _batches(task, batch_rows, EXCHANGES.names):
        if isinstance(batch, _Lost):
            yield from _all_lost(task, number, batch, batch_rows)
            continue
        exchanges, flaws = from_table(batch)
        exchanges, secrets = redact(exchanges)
        quarantined = tuple(
            Quarantined(task.input.source, number + row, 0, str(flaw), excerpt(_seen(batch, row)))
            for row, flaw in sorted(flaws.items())
        )
        yield Parsed(exchanges, quarantined, batch.num_rows, secrets)


def read_parquet_records(task: Task, form: Format, batch_rows: int) -> Iterator[Parsed]:
    """Batches of a Parquet file whose rows are records of another format."""
    for number, batch in _batches(task, min(batch_rows, 4096), None):
        if isinstance(batch, _Lost):
            yield from _all_lost(task, number, batch, batch_rows)
            continue
        collector = Collector(task.input.source, form, batch_rows)
        for row in range(batch.num_rows):
            _read_row(batch, row, number + row, collector)
        yield from collector.hand_on()


def _read_row(batch: pa.RecordBatch, row: int, number: int, collector: Collector) -> None:
    try:
        record = batch.slice(row, 1).to_pylist()[0]
    except (ValueError, OverflowError):  # broken UTF-8, impossible times
        collector.refuse(Line(number, 0, b""), "the row has a value that cannot be read")
        return
    collector.take(record, Line(number, 0, written(record)))


def _batches(
    task: Task, batch_rows: int, columns: list[str] | None
) -> Iterator[tuple[int, pa.RecordBatch | _Lost]]:
    """Each batch with the number of its first row; what follows damage in a row group is lost."""
    number = task.first_line
    with (
        opened(task.input.path, task.input.source) as raw,
        pq.ParquetFile(raw, pre_buffer=True, page_checksum_verification=True) as file,
    ):
        names = columns and [name for name in columns if name in file.schema_arrow.names]
        for group in range(task.start, task.stop):
            about = file.metadata.row_group(group)
            left = about.num_rows
            size = max(1, min(batch_rows, _BATCH_BYTES * left // max(1, about.total_byte_size)))
            try:
                for batch in file.iter_batches(
                    size, row_groups=[group], columns=names, use_threads=False
                ):
                    yield number, batch
                    number += batch.num_rows
                    left -= batch.num_rows
            except (OSError, pa.ArrowException) as error:
                reason = str(error).partition("\n")[0][:120]
                yield number, _Lost(left, f"the row group is damaged here ({reason})")
                number += left


def _all_lost(task: Task, number: int, lost: _Lost, batch_rows: int) -> Iterator[Parsed]:
    nothing, _ = from_rows([])
    for start in range(0, lost.rows, batch_rows):
        some = range(number + start, number + min(lost.rows, start + batch_rows))
        quarantined = tuple(Quarantined(task.input.source, row, 0, lost.reason) for row in some)
        yield Parsed(nothing, quarantined, len(quarantined), 0)


def _seen(batch: pa.RecordBatch, row: int) -> bytes:
    """The identifiers of a refused row: enough to find it, no more."""
    found = []
    for name in ("exchange_id", "account_id", "ts"):
        where = batch.schema.get_field_index(name)
        if where >= 0:
            try:
                found.append(f"{name}={batch.column(where)[row].as_py()}")
            except (ValueError, OverflowError):
                found.append(f"{name}=?")
    return " ".join(found).encode("utf-8", "replace")
