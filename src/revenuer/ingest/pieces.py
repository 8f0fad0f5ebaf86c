"""A file as a stream of bytes, decompressed where needed, with its end told apart from a cut."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import zstandard

from revenuer.problems import Problem

_BLOCK = 4 << 20
"""Bytes read at once, and the most gunzipped at once."""

_ZSTD_FEED = 4 << 10
"""Compressed bytes given to zstd at once: its output cannot be bounded, and a hostile file packs
32,000 to one."""

_ZSTD_WINDOW = 1 << 27
"""Largest zstd window accepted (the format's own recommendation is 8 MiB, `--long` makes 128)."""


class Cut(Exception):
    """The compressed stream ends or breaks before its end; what came before is good."""


def opened(path: Path, source: str) -> IO[bytes]:
    """The file, open for reading in binary. Raises `Problem` where it cannot be."""
    try:
        return path.open("rb")
    except PermissionError as error:
        hint = "Give yourself the right to read it, or leave it out."
        raise Problem("This file may not be read.", where=source, hint=hint) from error
    except OSError as error:
        raise Problem(
            f"This file cannot be opened: {error.strerror or error}.", where=source
        ) from error


def plain(file: IO[bytes], start: int, stop: int) -> Iterator[bytes]:
    """The bytes [start, stop) in blocks."""
    file.seek(start)
    left = stop - start
    while left > 0 and (block := file.read(min(_BLOCK, left))):
        left -= len(block)
        yield block


def gunzipped(file: IO[bytes]) -> Iterator[bytes]:
    """The content of a gzip file of one or more members, in blocks. Raises `Cut`."""
    engine = zlib.decompressobj(wbits=31)
    pending = b""
    while pending or (pending := file.read(_BLOCK)):
        if engine.eof:
            pending = pending.lstrip(b"\0")  # padding after the last member, as tar tools write
            if not pending:
                continue
            engine = zlib.decompressobj(wbits=31)
        try:
            block = engine.decompress(pending, _BLOCK)
        except zlib.error as error:
            raise Cut(f"the gzip data is damaged ({_reason(error)})") from error
        pending = engine.unused_data if engine.eof else engine.unconsumed_tail
        if block:
            yield block
    if not engine.eof:
        raise Cut("the gzip data is cut off")


def unzstd(file: IO[bytes]) -> Iterator[bytes]:
    """The content of a zstd file of one or more frames, in blocks. Raises `Cut`."""
    decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    engine = decompressor.decompressobj()
    fed = False
    pending = b""
    while pending or (pending := file.read(_ZSTD_FEED)):
        if engine.eof:
            engine = decompressor.decompressobj()
        try:
            block = engine.decompress(pending)
        except zstandard.ZstdError as error:
            raise Cut(f"the zstd data is damaged ({_reason(error)})") from error
        fed = True
        pending = engine.unused_data if engine.eof else b""
        if block:
            yield block
    if fed and not engine.eof:
        raise Cut("the zstd data is cut off")


def _reason(error: Exception) -> str:
    return str(error).rpartition(": ")[2][:80]


COMPRESSIONS = {"": None, "gzip": gunzipped, "zstd": unzstd}
"""The name of a compression to the function that undoes it."""

_MAGIC = ((b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"))


def compression_of(head: bytes) -> str:
    """The compression that the first bytes of a file declare, "" for none."""
    return next((name for magic, name in _MAGIC if head.startswith(magic)), "")
