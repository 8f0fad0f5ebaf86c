"""A changed byte, named: which file, where, and what it should be if that can be told."""

from collections.abc import Callable
from dataclasses import dataclass

TRIED_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Flaw:
    """`length` bytes at `offset` of `file` are not what was written.

    `leaf` is the leaf they belong to, if any. `unfinished`: a write that was never acknowledged,
    as a crash leaves it; the next writer mends that.
    """

    file: str
    offset: int
    length: int
    what: str
    leaf: int | None = None
    unfinished: bool = False

    def __str__(self) -> str:
        end = f"-{self.offset + self.length - 1}" if self.length > 1 else ""
        leaf = "" if self.leaf is None else f", leaf {self.leaf}"
        return f"{self.file}, byte {self.offset}{end}{leaf}: {self.what}"


def single_change(
    data: bytes, fits: Callable[[bytes], bool], most: int = TRIED_BYTES
) -> tuple[int, int] | None:
    """The one byte of `data` whose change makes it fit: its position and its true value.

    Tries every value of every byte; None where no single byte explains it, or `data` is longer
    than `most`.
    """
    if len(data) > most:
        return None
    trial = bytearray(data)
    for position, found in enumerate(data):
        for value in range(256):
            if value == found:
                continue
            trial[position] = value
            if fits(bytes(trial)):
                return position, value
        trial[position] = found
    return None


def named(
    file: str,
    start: int,
    data: bytes,
    fits: Callable[[bytes], bool],
    otherwise: str,
    leaf: int | None = None,
) -> Flaw:
    """The flaw of `data` at `start`: the very byte if one byte explains it, else all of it."""
    change = single_change(data, fits)
    if change is None:
        return Flaw(file, start, len(data), otherwise, leaf)
    position, value = change
    what = f"is 0x{data[position]:02x}, was 0x{value:02x}"
    return Flaw(file, start + position, 1, what, leaf)


def difference(file: str, start: int, found: bytes, true: bytes, leaf: int | None = None) -> Flaw:
    """The flaw of `found` at `start`, where the `true` bytes are known and as many."""
    places = [i for i, (x, y) in enumerate(zip(found, true, strict=True)) if x != y]
    first, length = places[0], places[-1] - places[0] + 1
    if length == 1:
        what = f"is 0x{found[first]:02x}, was 0x{true[first]:02x}"
    else:
        what = f"{len(places)} bytes differ from what was written"
    return Flaw(file, start + first, length, what, leaf)
