"""A whole JSON document: an array of records, an export {"data": [...]}, or one record."""

from collections.abc import Iterator
from typing import Any

from revenuer.ingest.formats.format import Format
from revenuer.ingest.json_lines import BadJson, parse
from revenuer.ingest.lines import BOM, Line
from revenuer.ingest.parsed import Collector, Parsed, written
from revenuer.ingest.pieces import COMPRESSIONS, Cut, opened
from revenuer.ingest.sources import Found
from revenuer.ingest.task import Task

MAX_DOCUMENT = 256 << 20
"""Bytes of a document, uncompressed: it has to be held in memory as a whole."""


def read_document(task: Task, form: Format, batch_rows: int) -> Iterator[Parsed]:
    """Batches of the records of a document; `line` of a quarantined one is its place, from 1."""
    found = Found(task.input.source, task.input.path, asked=True)
    collector = Collector(task.input.source, form, batch_rows)
    try:
        records = records_of(found, task.input.compression)
    except BadDocument as error:
        collector.refuse(Line(1, 0, b""), str(error))
        records = iter(())
    for number, value in enumerate(records, 1):
        collector.take(value, Line(number, 0, written(value)))
        if collector.full():
            yield from collector.hand_on()
    yield from collector.hand_on()


class BadDocument(ValueError):
    """Not one JSON document, or one that is too large; the message is the reason."""


def records_of(found: Found, compression: str) -> Iterator[Any]:
    """The records of a document. Raises `BadDocument`."""
    pieces: list[bytes] = []
    left = MAX_DOCUMENT
    with opened(found.path, found.source) as file:
        undo = COMPRESSIONS[compression]
        try:
            for block in undo(file) if undo else iter(lambda: file.read(1 << 22), b""):
                pieces.append(block)
                left -= len(block)
                if left < 0:
                    raise BadDocument(
                        f"the file is one JSON document over {MAX_DOCUMENT >> 20} MiB; write it "
                        "as one record a line, as jq -c '.[]' does"
                    )
        except Cut as cut:
            raise BadDocument(str(cut)) from cut
    try:
        value = parse(b"".join(pieces).removeprefix(BOM))
    except BadJson as error:
        raise BadDocument(str(error).replace("the line", "the file")) from None
    if isinstance(value, dict):
        data = value.get("data")
        value = data if isinstance(data, list) else [value]
    if not isinstance(value, list):
        raise BadDocument("the file is neither a JSON array nor an object")
    return iter(value)
