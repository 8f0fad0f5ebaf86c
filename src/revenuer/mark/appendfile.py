"""A file that only grows, with writes and durability kept apart."""

import os
from pathlib import Path


class AppendFile:
    """Appends to an existing or new file. `append` may be lost in a crash until `sync` returns."""

    def __init__(self, path: Path, mode: int = 0o644) -> None:
        self.path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, mode)
        self.size = os.fstat(self._descriptor).st_size

    def append(self, data: bytes) -> None:
        """Write all of `data` at the end."""
        view = memoryview(data)
        while view:
            written = os.write(self._descriptor, view)
            self.size += written
            view = view[written:]

    def sync(self) -> None:
        """Return once everything appended would survive a loss of power."""
        flush = getattr(os, "fdatasync", os.fsync)
        flush(self._descriptor)

    def line_at(self, offset: int) -> bytes:
        """The line that begins at `offset`, without its newline."""
        found = b""
        while b"\n" not in found:
            part = os.pread(self._descriptor, 1 << 16, offset + len(found))
            if not part:
                break
            found += part
        return found.partition(b"\n")[0]

    def cut(self, size: int) -> None:
        """Drop what lies beyond `size` bytes: the remains of a write nobody was told of."""
        os.ftruncate(self._descriptor, size)
        self.size = size
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Close the file; more than once does no harm."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def sync_folder(folder: Path) -> None:
    """Make the names of newly made files durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
