"""A look at the beginning of a file: what kind of container it is, and its first records."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from revenuer.ingest.delimited import dict_rows
from revenuer.ingest.document import BadDocument, records_of
from revenuer.ingest.json_lines import BadJson, parse
from revenuer.ingest.lines import BOM, lines
from revenuer.ingest.pieces import COMPRESSIONS, Cut, compression_of, opened
from revenuer.ingest.sources import Found, ending
from revenuer.problems import Problem

RECORDS = 50
_LOOK = 1 << 20
_LONGEST_SAMPLE_LINE = 8 << 20


@dataclass(frozen=True, slots=True)
class Sample:
    """`container` and `compression` as in `InputFile`; the first records, at most `RECORDS`."""

    container: str
    compression: str
    records: tuple[dict[str, Any], ...]
    unreadable: str = ""
    """Why there are no records, where the file is not empty."""


def sample(found: Found) -> Sample:
    """Looks at the beginning of a file. Raises `Problem` where it cannot be read at all."""
    with opened(found.path, found.source) as file:
        head = file.read(8)
    if head[:4] == b"PAR1":
        return _parquet(found)
    compression = compression_of(head)
    text, cut = _beginning(found, compression)
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Problem(
            "This file is UTF-16.",
            where=found.source,
            hint="Convert it first: iconv -f UTF-16 -t UTF-8 FILE > FILE.utf8",
        )
    text = text.removeprefix(BOM).lstrip()
    if not text:
        return Sample("lines" if cut else "nothing", compression, (), cut)
    if ending(found.path) == ".csv":
        return _csv(found, compression)
    return _json(found, compression, text)


def _beginning(found: Found, compression: str) -> tuple[bytes, str]:
    """The first piece of the content, and why the stream ends in it, if it is cut."""
    pieces: list[bytes] = []
    size = 0
    with opened(found.path, found.source) as file:
        undo = COMPRESSIONS[compression]
        blocks = undo(file) if undo else iter(lambda: file.read(_LOOK), b"")
        try:
            for block in blocks:
                pieces.append(block)
                size += len(block)
                if size >= _LOOK and b"".join(pieces).strip(b" \t\r\n\0"):
                    break
                if size > 64 * _LOOK:
                    break
        except Cut as cut:
            return b"".join(pieces), str(cut)
    return b"".join(pieces), ""


def _json(found: Found, compression: str, text: bytes) -> Sample:
    first_line, _, rest = text.partition(b"\n")
    single = not rest.strip()
    if text[:1] != b"[" and not (single and _wraps(first_line)):
        records = _sampled(text)
        if records:
            return Sample("lines", compression, records)
    unreadable = "no line is JSON"
    if text[:1] in (b"[", b"{"):
        try:
            document = records_of(found, compression)
            objects = tuple(r for r in islice(document, RECORDS) if isinstance(r, dict))
            return Sample("document", compression, objects, "no record is an object")
        except BadDocument as error:
            unreadable = str(error)
            if text[:1] == b"[":
                return Sample("document", compression, (), unreadable)
    return Sample("lines", compression, _sampled_long(found, compression), unreadable)


def _wraps(line: bytes) -> bool:
    """Whether the only line of a file is an export {"data": [...]}, or beyond the look."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return len(line) >= _LOOK
    return isinstance(value, dict) and isinstance(value.get("data"), list)


def _objects(contents: Sequence[bytes]) -> tuple[dict[str, Any], ...]:
    found = []
    for content in contents:
        try:
            value = parse(content)
        except BadJson:
            continue
        if isinstance(value, dict):
            found.append(value)
            if len(found) == RECORDS:
                break
    return tuple(found)


def _sampled(text: bytes) -> tuple[dict[str, Any], ...]:
    return _objects(text.split(b"\n"))


def _sampled_long(found: Found, compression: str) -> tuple[dict[str, Any], ...]:
    """Objects among the first lines where none is near the beginning, as behind a huge line."""
    with opened(found.path, found.source) as file:
        undo = COMPRESSIONS[compression]
        blocks = undo(file) if undo else iter(lambda: file.read(_LOOK), b"")
        some = islice(lines(blocks, max_line=_LONGEST_SAMPLE_LINE), 1000)
        return _objects([line.content for line in some if not line.flaw and line.content])


def _csv(found: Found, compression: str) -> Sample:
    try:
        rows = [row.record for row in islice(dict_rows(found, compression), RECORDS)]
    except csv.Error as error:
        return Sample("csv", compression, (), f"it is not CSV: {error}")
    return Sample("csv", compression, tuple(row for row in rows if row is not None), "no rows")


def _parquet(found: Found) -> Sample:
    try:
        with pq.ParquetFile(found.path) as file:
            names = file.schema_arrow.names
            if file.metadata.num_rows == 0:
                return Sample("nothing", "", ())
            if {"account_id", "ts"} <= set(names):  # told by its columns, damaged or not
                return Sample("parquet", "", (dict.fromkeys(names),))
            batch = next(file.iter_batches(RECORDS, use_threads=False))
            return Sample("parquet", "", tuple(batch.to_pylist()))
    except (OSError, pa.ArrowException, ValueError, StopIteration) as error:
        reason = str(error).partition("\n")[0][:160]
        raise Problem(
            f"This Parquet file cannot be read: {reason}",
            where=found.source,
            hint="It may still have been written, or be cut off. Leave it out or write it again.",
        ) from error
