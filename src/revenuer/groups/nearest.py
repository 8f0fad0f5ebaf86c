"""Mutual nearest neighbours among account profiles, without comparing all pairs."""

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.profiles import Profiles

_EXACT = 12_000
_CELL = 400
_PROBES = 4
_BLOCK = 1024


def mutual_neighbours(
    profiles: Profiles, k: int = 10
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Pairs of rows of `profiles` that are among each other's k nearest, and their distances.

    The distance is |a - b|^2 / (1/n_a + 1/n_b), which is chi-square with d degrees of freedom for
    two accounts dealt from one stream. Beyond 12,000 accounts only the four nearest cells of a
    coarse partition are searched.
    """
    x, n = profiles.vectors, profiles.precision
    everyone = np.arange(len(x))
    best = np.full((len(x), k), -1, np.int64)
    near = np.full((len(x), k), np.inf, np.float32)
    for queries, pool in _blocks(x) if len(x) > _EXACT else _whole(everyone):
        distance = _scaled(x[queries], n[queries], x[pool], n[pool])
        distance[queries[:, None] == pool[None, :]] = np.inf
        merged = np.hstack([near[queries], distance])
        index = np.hstack([best[queries], np.broadcast_to(pool, distance.shape)])
        top = np.argpartition(merged, k - 1, axis=1)[:, :k]
        near[queries] = np.take_along_axis(merged, top, axis=1)
        best[queries] = np.take_along_axis(index, top, axis=1)
    return _mutual(best, near)


def _scaled(
    a: NDArray[np.float32], na: NDArray[np.float32], b: NDArray[np.float32], nb: NDArray[np.float32]
) -> NDArray[np.float32]:
    square = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None, :] - 2 * a @ b.T
    return np.maximum(square, 0) / (1 / na[:, None] + 1 / nb[None, :])


def _whole(everyone: NDArray[np.int64]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    return [(everyone[i : i + _BLOCK], everyone) for i in range(0, len(everyone), _BLOCK)]


def _blocks(x: NDArray[np.float32]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """(queries, pool) blocks: each cell's members against the members of each near cell."""
    rng = np.random.default_rng(0)
    cells = max(2, len(x) // _CELL)
    centre = x[rng.choice(len(x), cells, replace=False)]
    for _ in range(2):
        home = _nearest_centres(x, centre, 1)[:, 0]
        size = np.bincount(home, minlength=cells)
        sums = np.zeros_like(centre)
        np.add.at(sums, home, x)
        centre = np.where(size[:, None] > 0, sums / np.maximum(size, 1)[:, None], centre)
    probes = _nearest_centres(x, centre, min(_PROBES, cells))
    members = np.split(
        np.argsort(probes[:, 0], kind="stable"),
        np.cumsum(np.bincount(probes[:, 0], minlength=cells))[:-1],
    )
    blocks = []
    for probe in range(probes.shape[1]):
        order = np.argsort(probes[:, probe], kind="stable")
        askers = np.split(order, np.cumsum(np.bincount(probes[:, probe], minlength=cells))[:-1])
        for asking, pool in zip(askers, members, strict=True):
            if len(pool):
                blocks += [(asking[i : i + _BLOCK], pool) for i in range(0, len(asking), _BLOCK)]
    return blocks


def _nearest_centres(
    x: NDArray[np.float32], centre: NDArray[np.float32], count: int
) -> NDArray[np.int64]:
    out = np.empty((len(x), count), np.int64)
    half = (centre**2).sum(axis=1) / 2
    for i in range(0, len(x), 8192):
        score = half[None, :] - x[i : i + 8192] @ centre.T
        if count == 1:
            out[i : i + 8192, 0] = score.argmin(axis=1)
        else:
            top = np.argpartition(score, count - 1, axis=1)[:, :count]
            rank = np.take_along_axis(score, top, axis=1).argsort(axis=1)
            out[i : i + 8192] = np.take_along_axis(top, rank, axis=1)
    return out


def _mutual(
    best: NDArray[np.int64], near: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    n, k = best.shape
    source = np.repeat(np.arange(n), k)
    target, distance = best.ravel(), near.ravel().astype(np.float64)
    known = (target >= 0) & np.isfinite(distance)
    source, target, distance = source[known], target[known], distance[known]
    forward = source * n + target
    mutual = np.isin(forward, target * n + source) & (source < target)
    return np.stack([source[mutual], target[mutual]], axis=1), distance[mutual]
