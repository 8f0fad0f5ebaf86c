"""Prints on disk: an Arrow stream that is mapped into memory, not read."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from revenuer.fingerprint.prints import PRINTS

CHUNK_ROWS = 1 << 17
"""Rows of a chunk: one dictionary each, so more would cost memory and fewer time."""


class PrintsWriter:
    """Writes batches of prints to a file; use as a context manager."""

    def __init__(self, path: Path) -> None:
        self._file = pa.OSFile(str(path), "wb")
        self._stream = pa.ipc.new_stream(self._file, PRINTS)
        self._held: list[pa.RecordBatch] = []
        self.rows = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Add a batch of the PRINTS schema."""
        self._held.append(batch)
        self.rows += batch.num_rows
        if sum(held.num_rows for held in self._held) >= CHUNK_ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            table = pa.Table.from_batches(self._held, PRINTS).unify_dictionaries()
            self._stream.write_table(table.combine_chunks())
            self._held = []

    def __enter__(self) -> "PrintsWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._flush()
            self._stream.close()
        self._file.close()


def read_prints(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """The prints of a file, or some of their columns; its numbers stay in the mapped file."""
    with pa.memory_map(str(path)) as source:
        table = pa.ipc.open_stream(source).read_all()
    return table if columns is None else table.select(list(columns))
