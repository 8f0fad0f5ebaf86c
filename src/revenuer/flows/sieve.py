"""Which fingerprints may be shared by several accounts? One pass over the whole log, in bounded
memory, so that what counts as shared never depends on how the log is cut into parts.

Every gram has a slot, every account one of eight marks in it (drawn anew for each gram). A slot
with three marks may hold a gram of three accounts; one with fewer can hold it only where two of its
accounts drew the same mark. Slots are or-ed, so the order of the parts changes nothing. Grams that
pass by sharing a slot with others are dropped later by an exact count.

Source: the marks are a linear counter of eight bits (Whang, Vander-Zanden, Taylor, "A linear-time
probabilistic counting algorithm", TODS 1990).
"""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numba import njit
from numpy.typing import NDArray

from revenuer.fingerprint.hashing import mix

MARKS = 3
"""Marks a slot needs to pass."""
_SLOTS_A_GRAM = 4
_LEAST_BITS, _MOST_BITS = 16, 29
_ONE = np.uint8(1)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@njit(cache=True, nogil=True)
def _mark(gram_at, grams, account, taken, shift, low, high, slots):  # type: ignore[no-untyped-def]
    for row in range(len(gram_at) - 1):
        if not taken[row]:
            continue
        for k in range(gram_at[row], gram_at[row + 1]):
            slot = grams[k] >> shift
            if low <= slot < high:
                drawn = mix(account[row] ^ (np.uint64(grams[k]) * _SPREAD)) & np.uint64(7)
                slots[slot] |= _ONE << np.uint8(drawn)


@njit(cache=True, nogil=True)
def _close(slots):  # type: ignore[no-untyped-def]
    """Replace the marks by whether there are enough of them."""
    for i in range(len(slots)):
        bits = slots[i]
        n = 0
        while bits:
            bits &= bits - _ONE
            n += 1
        slots[i] = n >= MARKS


class Sieve:
    """Takes marks for a log of `grams` fingerprints in all, then tells which may be shared."""

    def __init__(self, grams: int) -> None:
        bits = min(_MOST_BITS, max(_LEAST_BITS, (_SLOTS_A_GRAM * grams).bit_length()))
        self.shift = np.uint32(32 - bits)
        self.slots = np.zeros(1 << bits, np.uint8)

    def add(
        self,
        gram_at: NDArray[np.int32],
        grams: NDArray[np.uint32],
        account: NDArray[np.uint64],
        taken: NDArray[np.bool_],
        threads: int,
    ) -> None:
        """Mark the fingerprints of some exchanges: list offsets, grams; by row, the hash of the
        account and whether it is taken at all. Each thread has its own range of slots."""
        edges = [len(self.slots) * i // threads for i in range(threads + 1)]
        ranges = pairwise(edges)
        with ThreadPoolExecutor(threads) as pool:
            jobs = [
                pool.submit(
                    _mark, gram_at, grams, account, taken, self.shift, low, high, self.slots
                )
                for low, high in ranges
            ]
            for job in jobs:
                job.result()

    def close(self) -> None:
        """After the last mark: `slots` becomes 1 where a slot passes, else 0."""
        _close(self.slots)
