"""64-bit hashing of byte ranges in native kernels; not cryptographic, stable across machines."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

_K0 = np.uint64(0x9E3779B97F4A7C15)
_K1 = np.uint64(0xBF58476D1CE4E5B9)
_K2 = np.uint64(0x94D049BB133111EB)
_S27 = np.uint64(27)
_S30 = np.uint64(30)
_S31 = np.uint64(31)
_S32 = np.uint64(32)
_EIGHT = np.uint64(8)

WORD_SEED = np.uint64(0xCBF29CE484222325)
WORD_BASE = np.uint64(0x100000001B3)
"""Seed and multiplier of FNV-1a, for words hashed byte by byte."""


@njit(cache=True, inline="always")
def mix(value: np.uint64) -> np.uint64:
    """Finaliser of splitmix64: a bijection whose output bits all depend on all input bits."""
    value = (value ^ (value >> _S30)) * _K1
    value = (value ^ (value >> _S27)) * _K2
    return value ^ (value >> _S31)


@njit(cache=True, inline="always")
def chain(state: np.uint64, value: np.uint64) -> np.uint64:
    """Order-dependent combination of two hashes."""
    return mix((state * _K0) ^ value)


@njit(cache=True)
def hash_bytes(data, start, stop):  # type: ignore[no-untyped-def]
    """Hash of data[start:stop]; never 0, which stands for "nothing there"."""
    state = _K0 ^ np.uint64(stop - start)
    i = start
    while i + 8 <= stop:
        word = (
            np.uint64(data[i])
            | (np.uint64(data[i + 1]) << np.uint64(8))
            | (np.uint64(data[i + 2]) << np.uint64(16))
            | (np.uint64(data[i + 3]) << np.uint64(24))
            | (np.uint64(data[i + 4]) << np.uint64(32))
            | (np.uint64(data[i + 5]) << np.uint64(40))
            | (np.uint64(data[i + 6]) << np.uint64(48))
            | (np.uint64(data[i + 7]) << np.uint64(56))
        )
        state = (state ^ word) * _K1
        state ^= state >> _S32
        i += 8
    tail = np.uint64(0)
    while i < stop:
        tail = (tail << _EIGHT) | np.uint64(data[i])
        i += 1
    state = mix(state ^ (tail * _K2))
    return state if state != np.uint64(0) else np.uint64(1)


@njit(cache=True)
def hash_trimmed(data, start, stop):  # type: ignore[no-untyped-def]
    """Hash of a text without its leading and trailing ASCII white space."""
    while start < stop and data[start] <= 32:
        start += 1
    while stop > start and data[stop - 1] <= 32:
        stop -= 1
    return hash_bytes(data, start, stop)


def drawn_evenly(keys: NDArray[np.uint64], most: int, total: int) -> NDArray[np.bool_]:
    """Which keys belong to an even sample of about `most` of `total` (more than `most`) rows.

    The key alone decides: equal keys are drawn together, and again in every run.
    """
    spread = (keys * _K0) >> np.uint64(11)
    return np.asarray(spread < np.uint64(2**53 * most // total))
