"""A task to batches, by the container it stands in."""

from collections.abc import Callable, Iterator, Mapping

from revenuer.ingest.delimited import read_delimited
from revenuer.ingest.detect import format_named
from revenuer.ingest.document import read_document
from revenuer.ingest.formats import Format
from revenuer.ingest.formats.canonical import CANONICAL
from revenuer.ingest.formats.mapping import mapped
from revenuer.ingest.json_lines import read_json_lines
from revenuer.ingest.parquet import read_canonical_parquet, read_parquet_records
from revenuer.ingest.parsed import Parsed
from revenuer.ingest.task import Task

Reader = Callable[[Task, Format, int], Iterator[Parsed]]


def _read_parquet(task: Task, form: Format, batch_rows: int) -> Iterator[Parsed]:
    if form is CANONICAL:
        return read_canonical_parquet(task, batch_rows)
    return read_parquet_records(task, form, batch_rows)


READERS: Mapping[str, Reader] = {
    "lines": read_json_lines,
    "document": read_document,
    "csv": read_delimited,
    "parquet": _read_parquet,
}
"""The reader of each container."""


def read(task: Task, *, batch_rows: int = 65536) -> Iterator[Parsed]:
    """The exchanges of a task as batches of at most about `batch_rows`, secrets redacted.

    Every record of the task is a row of a batch or quarantined with its reason; nothing else is
    raised but `Problem`, where the file cannot be opened any more.
    """
    known = task.input
    form = mapped(known.mapping) if known.mapping else format_named(known.format)
    return READERS[known.container](task, form, batch_rows)
