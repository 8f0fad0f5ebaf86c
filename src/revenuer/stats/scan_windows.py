"""Do a group's accounts start (or stop, or pause) in step, beyond what everybody does then?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_SMALLEST = 4
_LEAST_P = 1e-300


@dataclass(frozen=True, slots=True)
class Crowding:
    """The window that holds more of the group's onsets than its share of all onsets explains.

    `p_value` for the whole search. `start`, `end`: the window in the unit of the times; `inside`
    of the group's onsets lie in it where `expected` would.
    """

    p_value: float
    start: float
    end: float
    inside: int
    expected: float


def crowding(group: ArrayLike, background: ArrayLike, *, seed: int = 0) -> Crowding:
    """Scan statistic of `group` onset times (m,) against `background` onset times (B,).

    Null hypothesis: given when onsets happen at all (any day, week, growth or viral moment), which
    of them are the group's is arbitrary: labels are exchangeable over the m + B pooled onsets.
    Then the group's count in any window of L pooled onsets is hypergeometric. Windows of 4, 8,
    16, ... pooled onsets, each half overlapping the next, are searched; every window length gets an
    equal part of the level and shares it among its windows (Bonferroni), so the p-value holds at
    finite size whatever the overlaps. Onsets with equal times are put in random order.
    A class, a hackathon or a roll-out also starts in step: the null is independence, not
    innocence. Background onsets must not contain the group's own.
    Cost O(N log N).
    Source: scan statistics, Kulldorff (1997), Comm. Statist. 26(6).
    Raises ValueError for times that are not finite or an empty group.
    """
    own, others = np.asarray(group, dtype=np.float64), np.asarray(background, dtype=np.float64)
    if own.ndim != 1 or others.ndim != 1 or own.size == 0:
        raise ValueError("group and background must be one-dimensional, the group not empty")
    if not (np.isfinite(own).all() and np.isfinite(others).all()):
        raise ValueError("times must be finite")
    times = np.concatenate([own, others])
    order = np.lexsort([np.random.default_rng(seed).random(times.size), times])
    times = times[order]
    before = np.concatenate([[0], np.cumsum(order < own.size)]).astype(np.int64)
    lengths = [2**j for j in range(2, 63) if _SMALLEST <= 2**j <= times.size // 2]
    best = Crowding(1.0, float(times[0]), float(times[-1]), own.size, float(own.size))
    for length in lengths:
        first, inside, tail = _fullest(before, length, own.size)
        windows = _starts(times.size, length).size
        p_value = min(1.0, max(_LEAST_P, tail * windows * len(lengths)))
        if p_value < best.p_value:
            expected = length * own.size / times.size
            last = first + length - 1
            best = Crowding(p_value, float(times[first]), float(times[last]), inside, expected)
    return best


def _starts(total: int, length: int) -> IntArray:
    return np.append(np.arange(0, total - length, length // 2), total - length)


def _fullest(before: IntArray, length: int, group: int) -> tuple[int, int, float]:
    """First position and group count of the fullest window of `length`, and its exact tail."""
    total = before.size - 1
    starts = _starts(total, length)
    counts = before[starts + length] - before[starts]
    top = int(np.argmax(counts))
    inside = int(counts[top])
    return int(starts[top]), inside, float(stats.hypergeom.sf(inside - 1, total, group, length))
