"""Which fingerprints do several accounts share? Counted a part at a time, then merged.

Counted are those that pass a sieve of the whole log, so the parts may be cut anywhere.

For every shared gram: in how many exchanges it occurs, the smallest hashes of its accounts (enough
to tell three accounts from fewer) and a min-hash signature of the set of exchanges that hold it,
by which grams of one fixed text recognise each other without comparing pairs.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from revenuer.fingerprint.hashing import mix
from revenuer.flows.sieve import Sieve

SIGNATURE = 6
"""Min-hashes a gram."""
WITNESSES = 3
"""Distinct accounts a gram must have to be of interest."""

_S32 = np.uint64(32)
_TOP = np.uint64(0xFFFFFFFFFFFFFFFF)


@dataclass(frozen=True, slots=True)
class GramTable:
    """Shared grams in ascending order. `accounts` is (n, WITNESSES) ascending account hashes,
    filled up with 2^64 - 1; `signature` is (n, SIGNATURE) min-hashes."""

    gram: NDArray[np.uint32]
    exchanges: NDArray[np.int64]
    accounts: NDArray[np.uint64]
    signature: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.gram)


@njit(cache=True, nogil=True)
def _pair(gram_at, grams, shift, passes):  # type: ignore[no-untyped-def]
    """Gram and row, in one number, of every gram that passes the sieve."""
    n = 0
    for k in range(gram_at[0], gram_at[len(gram_at) - 1]):
        n += passes[grams[k] >> shift]
    pairs = np.empty(n, np.uint64)
    n = 0
    for row in range(len(gram_at) - 1):
        for k in range(gram_at[row], gram_at[row + 1]):
            if passes[grams[k] >> shift]:
                pairs[n] = (np.uint64(grams[k]) << _S32) | np.uint64(row)
                n += 1
    return pairs


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
def _runs(keys, shift):  # type: ignore[no-untyped-def]
    n = 0
    for i in range(len(keys)):
        if i == 0 or (keys[i] >> shift) != (keys[i - 1] >> shift):
            n += 1
    starts = np.empty(n + 1, np.int64)
    n = 0
    for i in range(len(keys)):
        if i == 0 or (keys[i] >> shift) != (keys[i - 1] >> shift):
            starts[n] = i
            n += 1
    starts[n] = len(keys)
    return starts


@njit(cache=True, nogil=True)
def _count(pairs, starts, account, exchange, width):  # type: ignore[no-untyped-def]
    size = len(starts) - 1
    gram = np.empty(size, np.uint32)
    count = np.zeros(size, np.int64)
    accounts = np.full((size, width), _TOP, np.uint64)
    signature = np.full((size, SIGNATURE), _TOP, np.uint64)
    for g in range(size):
        gram[g] = np.uint32(pairs[starts[g]] >> _S32)
        previous = np.int64(-1)
        for k in range(starts[g], starts[g + 1]):
            row = np.int64(pairs[k] & np.uint64(0xFFFFFFFF))
            if row == previous:
                continue
            previous = row
            count[g] += 1
            _witness(accounts[g], account[row])
            for s in range(SIGNATURE):
                value = mix(exchange[row] + np.uint64(s * 0x9E3779B9 + 1))
                if value < signature[g, s]:
                    signature[g, s] = value
    return gram, count, accounts, signature


def count_grams(
    gram_at: NDArray[np.int32],
    grams: NDArray[np.uint32],
    account: NDArray[np.uint64],
    exchange: NDArray[np.uint64],
    sieve: Sieve,
) -> GramTable:
    """Grams of one part that pass a closed sieve: list offsets and grams by row, account and
    exchange hash by row."""
    pairs = _pair(gram_at, grams, sieve.shift, sieve.slots)
    pairs.sort()
    starts = _runs(pairs, _S32)
    return GramTable(*_count(pairs, starts, account, exchange, WITNESSES))


@njit(cache=True, nogil=True)
def _merge(order, starts, count, accounts, signature, out):  # type: ignore[no-untyped-def]
    total, merged_accounts, merged_signature = out
    for g in range(len(starts) - 1):
        for k in range(starts[g], starts[g + 1]):
            row = order[k]
            total[g] += count[row]
            for i in range(accounts.shape[1]):
                if accounts[row, i] != _TOP:
                    _witness(merged_accounts[g], accounts[row, i])
            for s in range(SIGNATURE):
                merged_signature[g, s] = min(merged_signature[g, s], signature[row, s])


def merge_grams(parts: list[GramTable]) -> GramTable:
    """One table of the grams with at least WITNESSES accounts over all parts."""
    gram = np.concatenate([p.gram for p in parts]) if parts else np.empty(0, np.uint32)
    if not len(gram):
        empty = np.empty(0, np.int64)
        wide = np.empty((0, WITNESSES), np.uint64)
        return GramTable(gram, empty, wide, np.empty((0, SIGNATURE), np.uint64))
    order = np.argsort(gram, kind="stable")
    starts = _runs(gram[order].astype(np.uint64), np.uint64(0))
    n = len(starts) - 1
    total = np.zeros(n, np.int64)
    accounts = np.full((n, WITNESSES), _TOP, np.uint64)
    signature = np.full((n, SIGNATURE), _TOP, np.uint64)
    _merge(
        order,
        starts,
        np.concatenate([p.exchanges for p in parts]),
        np.concatenate([p.accounts for p in parts]),
        np.concatenate([p.signature for p in parts]),
        (total, accounts, signature),
    )
    keep = accounts[:, WITNESSES - 1] != _TOP
    first = gram[order][starts[:-1]]
    return GramTable(first[keep], total[keep], accounts[keep], signature[keep])
