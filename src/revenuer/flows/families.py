"""Prompt families: fixed texts that several accounts share, and the family of each exchange.

Grams whose sets of exchanges agree (by min-hash) come from one fixed text and form a family. An
exchange belongs to the family that covers most of its text, rarer families first.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from revenuer.flows.grams import SIGNATURE, GramTable

MIN_EXCHANGES = 8
"""Exchanges a fixed text must occur in to be a family."""
LONG = 4
"""Fingerprints of a text long enough to be a family's whatever surrounds it."""
COVER = 128
"""Share (of 255) of its prompt that a shorter text has to be."""
_AGREE = 4
"""Min-hashes (of SIGNATURE) that two grams of one text must share: Jaccard of about 2/3."""


@dataclass(frozen=True, slots=True)
class Families:
    """`gram` ascending with the `family` of each; `exchanges[f]` how often family f's commonest
    gram occurs, `grams[f]` how many grams it has."""

    gram: NDArray[np.uint32]
    family: NDArray[np.int32]
    exchanges: NDArray[np.int64]
    grams: NDArray[np.int32]


@njit(cache=True)
def _find(parent, i):  # type: ignore[no-untyped-def]
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@njit(cache=True)
def _union_band(order, key, signature, count, parent):  # type: ignore[no-untyped-def]
    """Join neighbours in the order of one signature band that agree and are equally frequent."""
    head = order[0]
    for i in range(1, len(order)):
        row = order[i]
        if key[row] != key[head]:
            head = row
            continue
        agree = 0
        for s in range(signature.shape[1]):
            if signature[row, s] == signature[head, s]:
                agree += 1
        low, high = min(count[row], count[head]), max(count[row], count[head])
        if agree >= _AGREE and 2 * low >= high:
            a, b = _find(parent, row), _find(parent, head)
            if a != b:
                parent[max(a, b)] = min(a, b)


def find_families(table: GramTable) -> Families:
    """Cluster shared grams into families. Cost is linear in the grams (three sorts)."""
    frequent = table.exchanges >= MIN_EXCHANGES
    gram, count = table.gram[frequent], table.exchanges[frequent]
    signature = table.signature[frequent]
    n = len(gram)
    parent = np.arange(n)
    for band in range(0, SIGNATURE, 2) if n else ():
        key = signature[:, band] ^ (signature[:, band + 1] * np.uint64(0x9E3779B97F4A7C15))
        _union_band(np.argsort(key, kind="stable"), key, signature, count, parent)
    root = np.array([_find(parent, i) for i in range(n)], np.int64)
    _, family = np.unique(root, return_inverse=True)
    size = int(family.max()) + 1 if n else 0
    exchanges = np.zeros(size, np.int64)
    np.maximum.at(exchanges, family, count)
    grams = np.bincount(family, minlength=size).astype(np.int32)
    return Families(gram, family.astype(np.int32), exchanges, grams)


@njit(cache=True)
def _table(gram, family, size):  # type: ignore[no-untyped-def]
    keys = np.zeros(size, np.uint32)
    values = np.full(size, -1, np.int32)
    mask = size - 1
    for i in range(len(gram)):
        slot = np.int64(gram[i]) & mask
        while values[slot] >= 0:
            slot = (slot + 1) & mask
        keys[slot] = gram[i]
        values[slot] = family[i]
    return keys, values


@njit(cache=True, nogil=True)
def _assign(gram_at, grams, keys, values, weight, long, result, cover):  # type: ignore[no-untyped-def]
    mask = len(keys) - 1
    seen = np.empty(1024, np.int32)
    hits = np.empty(1024, np.int32)
    for row in range(len(gram_at) - 1):
        n = 0
        for k in range(gram_at[row], gram_at[row + 1]):
            slot = np.int64(grams[k]) & mask
            while values[slot] >= 0:
                if keys[slot] == grams[k]:
                    family = values[slot]
                    place = -1
                    for j in range(n):
                        if seen[j] == family:
                            place = j
                            break
                    if place < 0 and n < 1024:
                        place = n
                        seen[n] = family
                        hits[n] = 0
                        n += 1
                    if place >= 0:
                        hits[place] += 1
                    break
                slot = (slot + 1) & mask
        best = 0.0
        result[row] = -1
        cover[row] = 0
        size = gram_at[row + 1] - gram_at[row]
        for j in range(n):
            if not long[seen[j]] and 255 * hits[j] < COVER * size:
                continue
            score = min(hits[j], 6) * weight[seen[j]]
            if score > best:
                best = score
                result[row] = seen[j]
                cover[row] = min(255, 255 * hits[j] // size)


class Assignment:
    """Gives every exchange its family. `weight[f]` is how much one matching gram of f counts."""

    def __init__(self, families: Families, weight: NDArray[np.float64]) -> None:
        size = 16
        while size < 2 * len(families.gram) + 2:
            size *= 2
        self._keys, self._values = _table(families.gram, families.family, size)
        self._weight = weight
        self._long = families.grams >= LONG

    def __call__(
        self, gram_at: NDArray[np.int32], grams: NDArray[np.uint32]
    ) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """Family of each row (-1: none) and the share (of 255) of its text that is fixed."""
        result = np.empty(len(gram_at) - 1, np.int32)
        cover = np.empty(len(gram_at) - 1, np.uint8)
        _assign(gram_at, grams, self._keys, self._values, self._weight, self._long, result, cover)
        return result, cover


def family_weights(families: Families, exchanges: int) -> NDArray[np.float64]:
    """Weight of a matching gram: rarer families first, yet a text repeated hundreds of times
    before a payload repeated a dozen times. `exchanges` is the size of the log."""
    count = np.maximum(families.exchanges, 1).astype(np.float64)
    rarity = np.log1p(exchanges / count)
    return rarity + np.log2(np.minimum(count, 256) / MIN_EXCHANGES)
