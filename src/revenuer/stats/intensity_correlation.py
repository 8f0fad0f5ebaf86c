"""Do two streams of events rise and fall together, as parts of one queue do?"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class IntensityCorrelation:
    """`value`: correlation of the two intensities, 1 for thinned parts of one queue and 0 for
    independent ones; `se` its standard error over days. Both are NaN where a stream is no more
    uneven than chance: then nothing is known."""

    value: float
    se: float


def intensity_correlation(one: ArrayLike, other: ArrayLike, a_day: int) -> IntensityCorrelation:
    """Correlation of the rates behind two series of counts (windows,), `a_day` windows a day.

    Model: counts are Poisson given rates; the part of a rate that repeats with the time of day is
    taken out of both, since strangers share it. For rates with variances v, w and covariance c the
    counts have variances mean + v, mean + w and covariance c, so c / sqrt(v w) is estimated from
    what the counts' variances exceed their means by. Counts thinned from one queue give 1 whatever
    the shares; independent queues give 0.
    The standard error is a jackknife over days, so dependence within a day is in it.
    Source: Cox & Isham, "Point Processes" (1980), ch. 5 (doubly stochastic Poisson processes).
    Raises ValueError for unequal lengths, negative counts, or less than three whole days.
    """
    return _with_error(*_by_day(one, other, a_day), _of_the_clock)


def within_day_correlation(one: ArrayLike, other: ArrayLike, a_day: int) -> IntensityCorrelation:
    """The same, of what the rates do within each day: what a rate's whole day has above others is
    taken out too.

    Parts of one queue whose mix shifts from day to day, first this and later that, still rise and
    fall together within a day; two queues do not. Where the mix wanders very widely, the value is
    short of one here too. Raises as `intensity_correlation` does.
    """
    return _with_error(*_by_day(one, other, a_day), _of_clock_and_day)


def correlations(one: ArrayLike, other: ArrayLike, a_day: int) -> FloatArray:
    """(...,) the `value` of `intensity_correlation` for many pairs of series (..., windows) of
    whole days at once, without standard errors."""
    a, b = np.asarray(one, np.float64), np.asarray(other, np.float64)
    days = a.shape[-1] // a_day
    shape = (*a.shape[:-1], days, a_day)
    return _estimates(a.reshape(shape), b.reshape(shape), _of_the_clock)


Residuals = Callable[[FloatArray], tuple[FloatArray, int]]
"""What is left of (..., days, windows) counts without what is common; its degrees of freedom."""


def _of_the_clock(counts: FloatArray) -> tuple[FloatArray, int]:
    days, windows = counts.shape[-2:]
    return counts - counts.mean(axis=-2, keepdims=True), (days - 1) * windows


def _of_clock_and_day(counts: FloatArray) -> tuple[FloatArray, int]:
    days, windows = counts.shape[-2:]
    rest, _ = _of_the_clock(counts)
    return rest - rest.mean(axis=-1, keepdims=True), (days - 1) * (windows - 1)


def _by_day(one: ArrayLike, other: ArrayLike, a_day: int) -> tuple[FloatArray, FloatArray]:
    a, b = np.asarray(one, np.float64), np.asarray(other, np.float64)
    if a.ndim != 1 or a.shape != b.shape or a_day < 2 or len(a) < 3 * a_day:
        raise ValueError("two series of equal length over at least three days are needed")
    if not (np.isfinite(a).all() and np.isfinite(b).all() and (a >= 0).all() and (b >= 0).all()):
        raise ValueError("counts are finite and not negative")
    days = len(a) // a_day
    return a[: days * a_day].reshape(days, a_day), b[: days * a_day].reshape(days, a_day)


def _with_error(a: FloatArray, b: FloatArray, residuals: Residuals) -> IntensityCorrelation:
    days = len(a)
    value = float(_estimates(a, b, residuals))
    left_out = np.array(
        [_estimates(np.delete(a, d, 0), np.delete(b, d, 0), residuals) for d in range(days)]
    )
    if not np.isfinite([value, *left_out]).all():
        return IntensityCorrelation(float("nan"), float("nan"))
    spread = left_out - left_out.mean()
    return IntensityCorrelation(value, float(np.sqrt((days - 1) / days * (spread**2).sum())))


def _estimates(a: FloatArray, b: FloatArray, residuals: Residuals) -> FloatArray:
    """Correlation of intensities of (..., days, windows) counts; NaN without excess variance."""
    x, free = residuals(a)
    y, _ = residuals(b)
    both = (-2, -1)
    excess_a = (x**2).sum(axis=both) / free - a.mean(axis=both)
    excess_b = (y**2).sum(axis=both) / free - b.mean(axis=both)
    known = np.minimum(excess_a, excess_b) > 0.0
    scale = np.sqrt(np.where(known, excess_a * excess_b, 1.0))
    return np.asarray(np.where(known, (x * y).sum(axis=both) / free / scale, np.nan))
