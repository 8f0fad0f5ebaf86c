"""Reproducible pseudo-random integers from integers, and hexadecimal names from them, by array."""

import numpy as np
import pyarrow as pa


def mix(values: np.ndarray, salt: int) -> np.ndarray:
    """A 64-bit finaliser (splitmix64, Steele, Lea and Flood 2014) over uint64 values."""
    with np.errstate(over="ignore"):
        z = values.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15) * np.uint64(salt + 1)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


_HEX = np.array([list(f"{byte:02x}".encode()) for byte in range(256)], dtype=np.uint8)


def hex_names(values: np.ndarray) -> pa.StringArray:
    """Sixteen hexadecimal digits for each uint64."""
    digits = _HEX[values.view(np.uint8)].reshape(-1)
    offsets = np.arange(len(values) + 1, dtype=np.int32) * 16
    return pa.StringArray.from_buffers(
        len(values), pa.py_buffer(offsets.tobytes()), pa.py_buffer(digits.tobytes())
    )
