"""JSON kept small: zstd over canonical JSON."""

from typing import Any

import orjson
import zstandard

CANONICAL = orjson.OPT_SORT_KEYS


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: the same value, the same bytes."""
    return orjson.dumps(value, option=CANONICAL)


def pack(value: Any) -> bytes:
    """Compressed JSON."""
    return zstandard.ZstdCompressor(level=6).compress(orjson.dumps(value))


def unpack(data: bytes) -> Any:
    """What `pack` was given."""
    return orjson.loads(zstandard.ZstdDecompressor().decompress(data))
