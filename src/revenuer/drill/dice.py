"""Seeded randomness: many small draws, fast, from one numpy Generator."""

import math
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Self, TypeVar

import numpy as np

T = TypeVar("T")

_BLOCK = 1 << 12


class Dice:
    """Draws that depend on the seed and on a path of names, and on nothing else.

    A child's stream is fixed by its name, not by how much its parent has drawn, so adding a
    scenario leaves every other scenario's bytes as they were.
    """

    def __init__(self, seed: int, *path: str) -> None:
        self._seed, self._path = seed, path
        words = [seed, *(zlib.crc32(name.encode()) for name in path)]
        self.rng = np.random.default_rng(np.random.SeedSequence(words))
        self._uniforms: Iterator[float] = iter(())
        self._normals: Iterator[float] = iter(())
        self._hex, self._hex_at = "", 0

    def child(self, *names: str) -> Self:
        """An independent stream under this one's path."""
        return type(self)(self._seed, *self._path, *names)

    def random(self) -> float:
        """Uniform on [0, 1)."""
        try:
            return next(self._uniforms)
        except StopIteration:
            self._uniforms = iter(self.rng.random(_BLOCK).tolist())
            return next(self._uniforms)

    def normal(self, mean: float = 0.0, sd: float = 1.0) -> float:
        """Normal with the given mean and standard deviation."""
        try:
            z = next(self._normals)
        except StopIteration:
            self._normals = iter(self.rng.standard_normal(_BLOCK).tolist())
            z = next(self._normals)
        return mean + sd * z

    def below(self, n: int) -> int:
        """Uniform on 0 … n-1."""
        return int(self.random() * n)

    def between(self, low: int, high: int) -> int:
        """Uniform on low … high, both included."""
        return low + int(self.random() * (high - low + 1))

    def uniform(self, low: float, high: float) -> float:
        """Uniform on [low, high)."""
        return low + self.random() * (high - low)

    def chance(self, p: float) -> bool:
        """True with probability p."""
        return self.random() < p

    def pick(self, items: Sequence[T]) -> T:
        """One item, each equally likely."""
        return items[int(self.random() * len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[float]) -> T:
        """One item in proportion to its weight."""
        cumulative: list[float] = []
        total = 0.0
        for weight in weights:
            total += weight
            cumulative.append(total)
        return items[min(bisect_right(cumulative, self.random() * total), len(items) - 1)]

    def sample(self, items: Sequence[T], k: int) -> list[T]:
        """k different items in random order (all of them if there are fewer)."""
        pool = list(items)
        k = min(k, len(pool))
        for i in range(k):
            j = i + int(self.random() * (len(pool) - i))
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:k]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All items in random order."""
        return self.sample(items, len(items))

    def lognormal(self, median: float, sigma: float) -> float:
        """Log-normal with the given median and log standard deviation."""
        return median * math.exp(self.normal(0.0, sigma))

    def exponential(self, mean: float) -> float:
        """Exponential with the given mean."""
        return -mean * math.log(1.0 - self.random())

    def geometric(self, mean: float) -> int:
        """Geometric on 1, 2, … with the given mean (at least 1)."""
        if mean <= 1.0:
            return 1
        return 1 + int(math.log(1.0 - self.random()) / math.log(1.0 - 1.0 / mean))

    def hexes(self, digits: int) -> str:
        """A random hexadecimal string of up to 128 digits."""
        if len(self._hex) - self._hex_at < digits:
            self._hex, self._hex_at = self.rng.bytes(_BLOCK).hex(), 0
        self._hex_at += digits
        return self._hex[self._hex_at - digits : self._hex_at]
