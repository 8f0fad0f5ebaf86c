"""Arrow arrays as the byte and offset arrays that native code reads, without copies."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Offsets = NDArray[np.int32]
Bytes = NDArray[np.uint8]

_EMPTY = np.zeros(1, np.uint8)


def text_buffers(array: pa.StringArray) -> tuple[Offsets, Bytes]:
    """Offsets (n + 1) and bytes of a string array. A null counts as an empty string."""
    if array.null_count:
        array = array.fill_null("")
    _, offsets, data = array.buffers()
    if offsets is None or len(array) == 0:
        return np.zeros(len(array) + 1, np.int32), _EMPTY
    at = np.frombuffer(offsets, np.int32)[array.offset : array.offset + len(array) + 1]
    return at, np.frombuffer(data, np.uint8) if data is not None and data.size else _EMPTY


def list_offsets(array: pa.ListArray | pa.MapArray) -> Offsets:
    """Offsets (n + 1) of a list or map array into its child. A null list counts as empty.

    Arrow allows a null slot to span values; such a slot is not collapsed here, so readers must
    write null lists with no values, as Arrow's own writers do.
    """
    _, offsets = array.buffers()[:2]
    if offsets is None or len(array) == 0:
        return np.zeros(len(array) + 1, np.int32)
    return np.frombuffer(offsets, np.int32)[array.offset : array.offset + len(array) + 1]
