"""Do new accounts appear right after old ones are banned?"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from revenuer.stats.permutation import Side, p_value

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_DRAWS = 1999
_LEAST_P = 1e-300


@dataclass(frozen=True, slots=True)
class Following:
    """`inside` of the group's births fall within the horizon after a trigger.

    `expected` when the triggers are moved. `p_moved`: against triggers moved to other times;
    `p_background`: against births outside the group (1 where none are given); `p_value`: the
    larger of the two, so that both explanations must fail.
    """

    inside: int
    expected: float
    p_moved: float
    p_background: float
    p_value: float


def following(
    births: ArrayLike,
    triggers: ArrayLike,
    horizon: float,
    span: tuple[float, float],
    background: ArrayLike = (),
    *,
    seed: int = 0,
) -> Following:
    """Count of `births` (m,) within `horizon` after any of `triggers` (k,), all in one unit.

    Null hypothesis of `p_moved`: where each wave of triggers falls has nothing to do with the
    births, nor with the other waves. Births stay as they are (cohorts, growth, rhythm); each wave
    (triggers less than a horizon apart) keeps its inner pattern and is moved to a random time round
    the record `span` (start, end). Assumes no common rhythm at the scale of the horizon (working
    hours: choose a horizon of a day or more). One wave alone cannot give a p-value much below
    horizon / span, and should not: that is how often it happens by chance.
    Null hypothesis of `p_background`: given when accounts are born at all, which births are the
    group's is arbitrary (hypergeometric). It allows any rhythm common to all, but not cohorts.
    1,999 draws, +1 correction: `p_moved` is not below 5e-4.
    Source: random shift test, Lotwick & Silverman (1982), JRSS-B 44(3); Fisher's exact test.
    Raises ValueError for an empty span or horizon, no births, no triggers, or times outside it.
    """
    start, end = span
    own, others = np.sort(np.asarray(births, float)), np.asarray(background, float)
    marks = np.sort(np.asarray(triggers, float))
    if not (end > start and 0.0 < horizon < end - start) or own.size == 0 or marks.size == 0:
        raise ValueError("needs a span, a horizon within it, a birth and a trigger")
    for times in (own, marks, others):
        if not np.all((times >= start) & (times <= end)):
            raise ValueError("births, triggers and background must lie within the span")
    period = end - start
    own, others, marks = own - start, np.sort(others) - start, marks - start
    waves = _waves(marks, horizon, period)
    count = int(waves.max()) + 1
    observed = int(_moved_counts(own, marks, waves, horizon, period, np.zeros((1, count)))[0])
    shifts = np.random.default_rng(seed).random((_DRAWS, count)) * period
    draws = _moved_counts(own, marks, waves, horizon, period, shifts)
    p_moved = p_value(observed, draws, Side.GREATER)
    p_background = 1.0
    if others.size:
        still = np.zeros((1, count))
        outside = int(_moved_counts(others, marks, waves, horizon, period, still)[0])
        tail = stats.hypergeom.sf(
            observed - 1, own.size + others.size, observed + outside, own.size
        )
        p_background = min(1.0, max(_LEAST_P, float(tail)))
    p = max(p_moved, p_background) if others.size else p_moved
    return Following(observed, float(draws.mean()), p_moved, p_background, p)


def _waves(marks: FloatArray, horizon: float, period: float) -> IntArray:
    """Wave number (k,) of each trigger: a new wave begins after a pause longer than `horizon`; the
    first and last wave are one if they meet round the record."""
    waves = np.concatenate([[0], np.cumsum(np.diff(marks) > horizon)]).astype(np.int64)
    if marks[0] + period - marks[-1] <= horizon:
        waves[waves == waves[-1]] = 0
    return waves


@njit(cache=True)
def _moved_counts(
    births: FloatArray,
    marks: FloatArray,
    waves: IntArray,
    horizon: float,
    period: float,
    shifts: FloatArray,
) -> FloatArray:  # pragma: no cover - compiled
    """For each row of `shifts`, which moves every wave round the record [0, period) by its own
    amount: how many `births` (ascending) lie within `horizon` after the latest trigger."""
    counts = np.zeros(shifts.shape[0])
    for s in range(shifts.shape[0]):
        moved = np.sort((marks + shifts[s][waves]) % period)
        latest, coming = moved[-1] - period, 0
        for time in births:
            while coming < moved.size and moved[coming] <= time:
                latest = moved[coming]
                coming += 1
            if time - latest <= horizon:
                counts[s] += 1.0
    return counts
