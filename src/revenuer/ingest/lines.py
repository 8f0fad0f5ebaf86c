"""Lines of a stream of blocks in bounded memory, each with where it starts."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from revenuer.ingest.pieces import Cut

MAX_LINE = 64 << 20
"""Bytes; a longer line is quarantined without being held in memory."""

_HEAD = 4096
"""Bytes kept of a line that is too long or cut, for its excerpt."""

BOM = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """A line, or another record, of a log: its number from 1, the byte where it starts (0 where
    unknown), its content without the line break, and why it cannot be used, "" where it can."""

    number: int
    offset: int
    content: bytes
    flaw: str = ""


def lines(
    blocks: Iterable[bytes], offset: int = 0, number: int = 1, max_line: int = MAX_LINE
) -> Iterator[Line]:
    """Each line of the stream, blank ones too; the last needs no line break.

    `offset` and `number` are those of the first line. A line over `max_line` bytes comes with a
    flaw and its beginning only. Where the stream is cut, the last line comes with the flaw, also
    when it is empty, since what followed it is lost.
    """
    begun: list[bytes] = []  # pieces of a line whose end has not come yet
    size = 0  # bytes of it so far; when over the limit only its head is kept
    flaw = ""
    stream = iter(blocks)
    while True:
        try:
            block = next(stream, None)
        except Cut as cut:
            flaw = str(cut)
            break
        if block is None:
            break
        first, *others = block.split(b"\n")
        size += len(first)
        if others:
            whole = b"".join([*begun, first]) if begun else first
            for content in (whole, *others[:-1]):
                size = size or len(content)
                if size <= max_line:
                    yield Line(number, offset, content)
                else:
                    yield _overlong(number, offset, content, size, max_line)
                offset += size + 1
                number += 1
                size = 0
            first, size = others[-1], len(others[-1])
            begun = [first] if first else []
        elif size <= max_line:
            begun.append(first)
        else:
            begun = [b"".join([*begun, first[:_HEAD]])[:_HEAD]]
    if flaw:
        yield Line(number, offset, b"".join(begun)[:_HEAD], flaw)
    elif size > max_line:
        yield _overlong(number, offset, b"".join(begun), size, max_line)
    elif size:
        yield Line(number, offset, b"".join(begun))


def _overlong(number: int, offset: int, content: bytes, size: int, max_line: int) -> Line:
    flaw = f"the line has {size:,} bytes, the limit is {max_line:,}"
    return Line(number, offset, content[:_HEAD], flaw)
