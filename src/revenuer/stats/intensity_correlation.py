"""Do two streams of events rise and fall together, as parts of one queue do?"""

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
    a, b = np.asarray(one, np.float64), np.asarray(other, np.float64)
    if a.ndim != 1 or a.shape != b.shape or a_day < 1 or len(a) < 3 * a_day:
        raise ValueError("two series of equal length over at least three days are needed")
    if not (np.isfinite(a).all() and np.isfinite(b).all() and (a >= 0).all() and (b >= 0).all()):
        raise ValueError("counts are finite and not negative")
    days = len(a) // a_day
    a, b = a[: days * a_day].reshape(days, a_day), b[: days * a_day].reshape(days, a_day)
    value = _estimate(a, b)
    left_out = np.array([_estimate(np.delete(a, d, 0), np.delete(b, d, 0)) for d in range(days)])
    if not np.isfinite([value, *left_out]).all():
        return IntensityCorrelation(float("nan"), float("nan"))
    spread = left_out - left_out.mean()
    return IntensityCorrelation(value, float(np.sqrt((days - 1) / days * (spread**2).sum())))


def correlations(one: ArrayLike, other: ArrayLike, a_day: int) -> FloatArray:
    """(...,) the `value` of `intensity_correlation` for many pairs of series (..., windows) of
    whole days at once, without standard errors."""
    a, b = np.asarray(one, np.float64), np.asarray(other, np.float64)
    days = a.shape[-1] // a_day
    shape = (*a.shape[:-1], days, a_day)
    return _estimates(a.reshape(shape), b.reshape(shape))


def _estimate(a: FloatArray, b: FloatArray) -> float:
    return float(_estimates(a, b))


def _estimates(a: FloatArray, b: FloatArray) -> FloatArray:
    """Correlation of intensities of (..., days, windows) counts; NaN without excess variance."""
    days, windows = a.shape[-2:]
    free = (days - 1) * windows
    x, y = a - a.mean(axis=-2, keepdims=True), b - b.mean(axis=-2, keepdims=True)
    both = (-2, -1)
    excess_a = (x**2).sum(axis=both) / free - a.mean(axis=both)
    excess_b = (y**2).sum(axis=both) / free - b.mean(axis=both)
    known = np.minimum(excess_a, excess_b) > 0.0
    scale = np.sqrt(np.where(known, excess_a * excess_b, 1.0))
    return np.asarray(np.where(known, (x * y).sum(axis=both) / free / scale, np.nan))
