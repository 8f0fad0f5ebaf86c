"""JSON lines, plain or compressed, in any record format."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

import orjson

from revenuer.ingest.formats.format import Format, Record
from revenuer.ingest.lines import BOM, MAX_LINE, Line, lines
from revenuer.ingest.parsed import Collector, Parsed
from revenuer.ingest.pieces import COMPRESSIONS, opened, plain
from revenuer.ingest.task import Task


class BadJson(ValueError):
    """Not one JSON value; the message is the reason for quarantine."""


def read_json_lines(task: Task, form: Format, batch_rows: int) -> Iterator[Parsed]:
    """Batches of the lines of a task."""
    collector = Collector(task.input.source, form, batch_rows)
    with opened(task.input.path, task.input.source) as file:
        undo = COMPRESSIONS[task.input.compression]
        blocks = undo(file) if undo else plain(file, task.start, task.stop)
        for line in lines(blocks, task.start, task.first_line, MAX_LINE):
            read_line(line, collector)
            if collector.full():
                yield from collector.hand_on()
    yield from collector.hand_on()


def read_line(line: Line, collector: Collector) -> None:
    """The records of one line to the collector; a blank line has none."""
    _, offset, content, flaw = line
    if flaw:
        collector.refuse(line, flaw)
        return
    if not content or content.isspace():
        return
    if offset == 0 and content.startswith(BOM):
        content = content[len(BOM) :]
    try:
        value = parse(content)
    except BadJson as error:
        collector.refuse(line, str(error))
        return
    collector.take(value, line)


def parse(content: bytes) -> Any:
    """The JSON value of a line. Raises `BadJson`."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        if "surrogate" in error.msg and b"\\u" in content:
            return _with_lone_surrogates(content)
        raise BadJson(_reason(error, content)) from None


def _with_lone_surrogates(content: bytes) -> Record:
    """Text cut through the middle of an emoji is common; the half becomes a question mark."""
    try:
        value = json.loads(content, parse_constant=_no_constant)
        return orjson.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise BadJson("the line is not JSON: " + str(error)[:120]) from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _reason(error: orjson.JSONDecodeError, content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as bad:
        return f"the line is not UTF-8 (byte {bad.start + 1} of the line)"
    if b"\0" in content:
        return f"the line holds a NUL byte (byte {content.index(0) + 1} of the line)"
    near = error.doc[error.pos : error.pos + 9]
    for constant in ("NaN", "Infinity", "-Infinity"):
        if near.startswith(constant):
            return f"the line is not JSON: {constant} at character {error.pos + 1}"
    return f"the line is not JSON: {error.msg} at character {error.pos + 1}"
