"""CSV with a header line, plain or compressed, in any record format."""

import csv
from collections.abc import Iterator
from typing import Any, NamedTuple

from revenuer.ingest.formats.format import Format
from revenuer.ingest.lines import BOM, MAX_LINE, Line, lines
from revenuer.ingest.parsed import Collector, Parsed, written
from revenuer.ingest.pieces import COMPRESSIONS, opened
from revenuer.ingest.sources import Found
from revenuer.ingest.task import Task


class CsvRow(NamedTuple):
    """A row: the line it begins on and its byte offset; `record` is None where `flaw` says why."""

    line: int
    offset: int
    record: dict[str, Any] | None
    flaw: str = ""


def read_delimited(task: Task, form: Format, batch_rows: int) -> Iterator[Parsed]:
    """Batches of the rows of a CSV file."""
    found = Found(task.input.source, task.input.path, asked=True)
    collector = Collector(task.input.source, form, batch_rows)
    for row in dict_rows(found, task.input.compression):
        if row.record is None:
            collector.refuse(Line(row.line, row.offset, b""), row.flaw)
        else:
            collector.take(row.record, Line(row.line, row.offset, written(row.record)))
        if collector.full():
            yield from collector.hand_on()
    yield from collector.hand_on()


class _Feed:
    """Lines for `csv.reader`, remembering where it is and what it cannot be shown."""

    def __init__(self, found: Found, compression: str) -> None:
        self.found, self.compression = found, compression
        self.line, self.offset = 0, 0
        self.flaw = ""
        self.flaw_at = (0, 0)

    def __iter__(self) -> Iterator[str]:
        with opened(self.found.path, self.found.source) as file:
            undo = COMPRESSIONS[self.compression]
            blocks = undo(file) if undo else iter(lambda: file.read(1 << 22), b"")
            for line in lines(blocks):
                self.line, self.offset = line.number, line.offset
                if line.flaw:
                    self.flaw, self.flaw_at = line.flaw, (self.line, line.offset)
                    continue
                content = line.content
                if line.offset == 0:
                    content = content.removeprefix(BOM)
                yield content.removesuffix(b"\r").decode("utf-8", "surrogateescape") + "\n"


def dict_rows(found: Found, compression: str) -> Iterator[CsvRow]:
    """Each row under the names of the header; empty cells are left out. Raises `csv.Error` where
    there is no header."""
    csv.field_size_limit(MAX_LINE)
    feed = _Feed(found, compression)
    reader = csv.reader(iter(feed), strict=True)
    header: list[str] | None = None
    while True:
        begin = feed.line + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if header is None:
                raise
            yield CsvRow(begin, 0, None, f"the row is not CSV: {error}")
            continue
        if feed.flaw:
            yield CsvRow(*feed.flaw_at, None, feed.flaw)
            feed.flaw = ""
        if cells is None:
            return
        if not any(cells):
            continue
        if header is None:
            header = [name.strip() for name in cells]
            continue
        yield _row(begin, feed.offset, header, cells)


def _row(line: int, offset: int, header: list[str], cells: list[str]) -> CsvRow:
    if len(cells) != len(header):
        flaw = f"the row has {len(cells)} cells, the header has {len(header)}"
        return CsvRow(line, offset, None, flaw)
    record = {name: cell for name, cell in zip(header, cells, strict=True) if cell}
    for cell in record.values():
        try:
            cell.encode()
        except UnicodeEncodeError:
            return CsvRow(line, offset, None, "the row is not UTF-8")
    return CsvRow(line, offset, record)
