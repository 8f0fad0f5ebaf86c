"""Which fingerprints do several accounts share? Counted over the whole log, or an even
sample of a very large one, a range of fingerprints at a time.

For every shared gram: in how many exchanges it occurs, the smallest hashes of its accounts (enough
to tell three accounts from fewer) and a min-hash signature of the set of exchanges that hold it,
by which grams of one fixed text recognise each other without comparing pairs.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numba import njit
from numpy.typing import NDArray

from revenuer.fingerprint.hashing import mix
from revenuer.flows.sieve import Sieve

SIGNATURE = 6
"""Min-hashes a gram."""
WITNESSES = 3
"""Distinct accounts a gram must have to be of interest."""

Lists = tuple[NDArray[np.int32], NDArray[np.uint32]]
"""Offsets by row, and grams, of some consecutive exchanges."""

_RANGE = 1 << 25
"""Grams aimed at in a range, before the sieve."""
_RANGES = 4
"""Ranges at least, for several threads."""
_S32 = np.uint64(32)
_TOP = np.uint64(0xFFFFFFFFFFFFFFFF)


@dataclass(frozen=True, slots=True)
class GramTable:
    """Shared grams in ascending order. `accounts` is (n, WITNESSES) ascending account hashes;
    `signature` is (n, SIGNATURE) min-hashes."""

    gram: NDArray[np.uint32]
    exchanges: NDArray[np.int64]
    accounts: NDArray[np.uint64]
    signature: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.gram)


@njit(cache=True, nogil=True)
def _pair(gram_at, grams, taken, first, shift, passes, low, high):  # type: ignore[no-untyped-def]
    """Gram and row, in one number, of every gram of a taken row that passes the sieve in slots low
    to high; rows are counted from `first`."""
    pairs = np.empty(1024, np.uint64)
    n = 0
    for row in range(len(gram_at) - 1):
        if not taken[first + row]:
            continue
        for k in range(gram_at[row], gram_at[row + 1]):
            slot = grams[k] >> shift
            if low <= slot < high and passes[slot]:
                if n == len(pairs):
                    pairs = np.append(pairs, np.empty(n, np.uint64))
                pairs[n] = (np.uint64(grams[k]) << _S32) | np.uint64(first + row)
                n += 1
    return pairs[:n].copy()


@njit(cache=True, nogil=True)
def _witness(row, value):  # type: ignore[no-untyped-def]
    """Insert into an ascending array of distinct smallest values."""
    for i in range(len(row)):
        if value == row[i]:
            return
        if value < row[i]:
            for j in range(len(row) - 1, i, -1):
                row[j] = row[j - 1]
            row[i] = value
            return


@njit(cache=True, nogil=True)
def _shared(pairs, account, width):  # type: ignore[no-untyped-def]
    """Starts and stops of the runs of one gram that have `width` accounts, and those accounts."""
    starts = np.empty(len(pairs) // width + 1, np.int64)
    stops = np.empty(len(starts), np.int64)
    witnesses = np.empty((len(starts), width), np.uint64)
    found = np.empty(width, np.uint64)
    n = 0
    start = 0
    while start < len(pairs):
        gram = pairs[start] >> _S32
        found[:] = _TOP
        stop = start
        while stop < len(pairs) and pairs[stop] >> _S32 == gram:
            _witness(found, account[np.int64(pairs[stop] & np.uint64(0xFFFFFFFF))])
            stop += 1
        if found[width - 1] != _TOP:
            starts[n], stops[n] = start, stop
            witnesses[n] = found
            n += 1
        start = stop
    return starts[:n], stops[:n], witnesses[:n].copy()


@njit(cache=True, nogil=True)
def _sign(pairs, starts, stops, exchange):  # type: ignore[no-untyped-def]
    """Gram, number of exchanges and min-hashes of each run."""
    size = len(starts)
    gram = np.empty(size, np.uint32)
    count = np.zeros(size, np.int64)
    signature = np.full((size, SIGNATURE), _TOP, np.uint64)
    for g in range(size):
        gram[g] = np.uint32(pairs[starts[g]] >> _S32)
        previous = np.int64(-1)
        for k in range(starts[g], stops[g]):
            row = np.int64(pairs[k] & np.uint64(0xFFFFFFFF))
            if row == previous:
                continue
            previous = row
            count[g] += 1
            for s in range(SIGNATURE):
                value = mix(exchange[row] + np.uint64(s * 0x9E3779B9 + 1))
                if value < signature[g, s]:
                    signature[g, s] = value
    return gram, count, signature


def count_grams(
    lists: Sequence[Lists],
    account: NDArray[np.uint64],
    exchange: NDArray[np.uint64],
    taken: NDArray[np.bool_],
    sieve: Sieve,
    threads: int,
) -> GramTable:
    """The grams with at least WITNESSES accounts among the taken rows that pass a closed sieve.
    `account` and `exchange` are hashes by row, over all lists; at most 2^32 rows."""
    total = sum(len(grams) for _, grams in lists)
    ranges = max(_RANGES, -(-total // _RANGE))
    edges = [len(sieve.slots) * i // ranges for i in range(ranges + 1)]
    sizes = [len(gram_at) - 1 for gram_at, _ in lists]
    firsts = np.cumsum([0, *sizes])[:-1]

    def count(span: tuple[int, int]) -> GramTable:
        found = [
            _pair(gram_at, grams, taken, np.int64(first), sieve.shift, sieve.slots, *span)
            for (gram_at, grams), first in zip(lists, firsts, strict=True)
        ]
        pairs = np.concatenate([np.empty(0, np.uint64), *found])
        pairs.sort()
        starts, stops, accounts = _shared(pairs, account, WITNESSES)
        gram, exchanges, signature = _sign(pairs, starts, stops, exchange)
        return GramTable(gram, exchanges, accounts, signature)

    with ThreadPoolExecutor(threads) as pool:
        tables = list(pool.map(count, pairwise(edges)))
    return GramTable(*(np.concatenate([getattr(t, n) for t in tables]) for n in _FIELDS))


_FIELDS = ("gram", "exchanges", "accounts", "signature")
