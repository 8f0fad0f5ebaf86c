"""One pass over a file: its hash, and where it can be parted between lines."""

import hashlib
from dataclasses import dataclass

from revenuer.ingest.pieces import opened
from revenuer.ingest.sources import Found

_BLOCK = 8 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes [start, stop) that hold whole lines, the first of which is `first_line` (from 1)."""

    start: int
    stop: int
    first_line: int


@dataclass(frozen=True, slots=True)
class Survey:
    """Size in bytes, SHA-256 of the bytes, and parts of about the target size."""

    size: int
    sha256: str
    parts: tuple[Part, ...]


def survey(found: Found, target_bytes: int) -> Survey:
    """Reads the file once in big blocks; memory is one block."""
    digest = hashlib.sha256()
    parts: list[Part] = []
    position, newlines = 0, 0
    start, first_line = 0, 1
    with opened(found.path, found.source) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            begin = 0
            while (cut := _cut_after(block, begin, start + target_bytes - position)) >= 0:
                newlines += block.count(b"\n", begin, cut)
                parts.append(Part(start, position + cut, first_line))
                start, first_line, begin = position + cut, newlines + 1, cut
            newlines += block.count(b"\n", begin)
            position += len(block)
    if start < position:
        parts.append(Part(start, position, first_line))
    return Survey(position, digest.hexdigest(), tuple(parts))


def _cut_after(block: bytes, begin: int, wanted: int) -> int:
    """Where the first line that ends at or after `wanted` ends, -1 if not in this block."""
    if wanted > len(block):
        return -1
    return block.find(b"\n", max(begin, wanted - 1)) + 1 or -1
