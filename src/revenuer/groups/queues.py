"""Do two streams come out of one queue? Parts of one queue rise and fall together whatever is asked
for and whoever carries it."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from revenuer.stats.intensity_correlation import IntensityCorrelation, within_day_correlation

_WINDOW = 4 * 3_600_000_000
A_DAY = 6
LEAST_DAYS = 3
_APART = 0.5
_ERRORS = 1.645
"""Streams come from two queues where the correlation of their rates within days is below one half,
and shown to be short of one (one-sided, 5 %)."""


def windows(ts: NDArray[np.int64], stream: NDArray[np.int64], streams: int) -> NDArray[np.int64]:
    """(streams, windows) events of each stream in each four hours; `stream` is -1 for none."""
    window = (ts - ts.min()) // _WINDOW
    length = int(window.max()) + 1
    inside = stream >= 0
    flat = np.bincount(stream[inside] * length + window[inside], minlength=streams * length)
    return flat.reshape(streams, length)


def queues(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """(streams,) queue of each stream, numbered from 0 in the order of the streams. The two most
    alike become one, as long as any two are not shown to be apart: what is put together is counted
    together, and tells more than its parts. Less than three days tell nothing: all together."""
    if counts.shape[1] < LEAST_DAYS * A_DAY:
        return np.zeros(len(counts), np.int64)
    queue = np.arange(len(counts))
    while (pair := _most_alike(counts, queue)) is not None:
        queue[queue == pair[1]] = pair[0]
    return np.unique(queue, return_inverse=True)[1]


def _most_alike(counts: NDArray[np.int64], queue: NDArray[np.int64]) -> tuple[int, int] | None:
    """The two queues whose rates go together most closely; None where all are shown to be apart."""
    numbers = np.unique(queue)
    summed = [counts[queue == number].sum(axis=0) for number in numbers]
    closest: tuple[float, tuple[int, int]] | None = None
    for j in range(len(numbers)):
        for i in range(j):
            found = within_day_correlation(summed[i], summed[j], A_DAY)
            likeness = 1.0 if np.isnan(found.value) else found.value
            if not _apart(found) and (closest is None or likeness > closest[0]):
                closest = likeness, (int(numbers[i]), int(numbers[j]))
    return None if closest is None else closest[1]


def sides(things: int, apart: Callable[[int, int], bool]) -> NDArray[np.int64]:
    """(things,) side of each, numbered from 0: things not shown to be apart are on one side,
    through others too."""
    side = np.arange(things)
    for i in range(things):
        for j in range(i):
            if not apart(i, j):
                side[side == side[i]] = side[j]
    return np.unique(side, return_inverse=True)[1]


def _apart(found: IntensityCorrelation) -> bool:
    return bool(found.value < _APART and found.value + _ERRORS * found.se < 1.0)
