"""CSV with a header line, plain or compressed, in any record format."""

import csv
from collections.abc import Iterator
from itertools import chain
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
    """Lines for `csv.reader`, which remembers where the row began and what could not be shown."""

    def __init__(self, found: Found, compression: str) -> None:
        self.found, self.compression = found, compression
        self.began: tuple[int, int] | None = None
        self.flawed: list[CsvRow] = []

    def __iter__(self) -> Iterator[str]:
        with opened(self.found.path, self.found.source) as file:
            undo = COMPRESSIONS[self.compression]
            blocks = undo(file) if undo else iter(lambda: file.read(1 << 22), b"")
            for number, offset, content, flaw in lines(blocks, max_line=MAX_LINE):
                if flaw:
                    self.flawed.append(CsvRow(number, offset, None, flaw))
                    continue
                self.began = self.began or (number, offset)
                if offset == 0:
                    content = content.removeprefix(BOM)
                yield content.removesuffix(b"\r").decode("utf-8", "surrogateescape") + "\n"


def dict_rows(found: Found, compression: str) -> Iterator[CsvRow]:
    """Each row under the names of the header; empty cells are None. Raises `csv.Error` where
    there is no header.

    The header also tells whether commas, semicolons or tabs stand between cells.
    """
    csv.field_size_limit(MAX_LINE)
    feed = _Feed(found, compression)
    shown = iter(feed)
    first = next((line for line in shown if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(chain((first,), shown), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    while True:
        feed.began = None
        error = ""
        cells: list[str] | None = None
        try:
            cells = next(reader, None)
        except csv.Error as caught:
            if header is None:
                raise
            error = f"the row is not CSV: {caught}"
        yield from feed.flawed
        feed.flawed.clear()
        line, offset = feed.began or (1, 0)
        if error:
            yield CsvRow(line, offset, None, error)
        elif cells is None:
            return
        elif header is None:
            header = [name.strip() for name in cells]
        elif any(cells):
            yield _row(line, offset, header, cells)


def _row(line: int, offset: int, header: list[str], cells: list[str]) -> CsvRow:
    if len(cells) != len(header):
        flaw = f"the row has {len(cells)} cells, the header has {len(header)}"
        return CsvRow(line, offset, None, flaw)
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return CsvRow(line, offset, None, "the row is not UTF-8")
    return CsvRow(line, offset, {n: cell or None for n, cell in zip(header, cells, strict=True)})
