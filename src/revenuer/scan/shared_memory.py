"""Hands a large object to worker processes without copying its arrays."""

import mmap
import pickle
from pathlib import Path
from typing import Any, TypeVar, cast

_ALIGN = 64

T = TypeVar("T")


def mapped(value: T, path: Path) -> T:
    """The object stored, and loaded again: who drops the old one has its arrays in the file's pages
    only, which processes share and the system can take back."""
    store(value, path)
    return cast(T, load(path))


def store(value: Any, path: Path) -> None:
    """Write an object so that `load` can map its arrays from the file."""
    buffers: list[pickle.PickleBuffer] = []
    skeleton = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    places = []
    with path.open("wb") as file:
        for buffer in buffers:
            file.write(b"\0" * (-file.tell() % _ALIGN))
            raw = buffer.raw()
            places.append((file.tell(), raw.nbytes))
            file.write(raw)
    path.with_suffix(".index").write_bytes(pickle.dumps((skeleton, places)))


def load(path: Path) -> Any:
    """The object, its arrays read-only views of the mapped file."""
    skeleton, places = pickle.loads(path.with_suffix(".index").read_bytes())
    if not path.stat().st_size:
        return pickle.loads(skeleton, buffers=[memoryview(b"") for _ in places])
    with path.open("rb") as file:
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    return pickle.loads(skeleton, buffers=[mapped[at : at + size] for at, size in places])
