"""Independent Poisson counts seen only when they reach a minimum: moments, generating function.

Conditioned on their total, such counts are multinomial counts of which each is known to be at
least that minimum; with the minimum 0 this is the plain multinomial.
"""

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import optimize, special

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TruncatedPoisson:
    """One law for each account: Poisson(rate) given that it is at least `at_least`.

    `rate`, `mean`, `variance` (m,) in events; `third`, `fourth` (m,): central moments.
    """

    at_least: int
    rate: FloatArray
    mean: FloatArray
    variance: FloatArray
    third: FloatArray
    fourth: FloatArray


def fit(exposure: FloatArray, total: int, at_least: int) -> TruncatedPoisson:
    """Rates proportional to `exposure` (m,) under which the counts' expected sum is `total`.

    Needs total > m * at_least: at equality every count is forced and no law is left.
    """
    share = exposure / exposure.sum()

    def excess(log_scale: float) -> float:
        rate = np.exp(log_scale) * share
        return float((rate * _reach(rate, at_least, 1)).sum()) - total

    scale = float(total)
    if at_least > 0:
        # The truncated sum exceeds the plain one, so the root lies below log(total).
        low = math.log(total) - 1.0
        while excess(low) > 0.0:
            low -= 2.0
        scale = math.exp(optimize.brentq(excess, low, math.log(total) + 1e-9, xtol=1e-13))
    return _with_moments(scale * share, at_least)


def _reach(rate: FloatArray, at_least: int, order: int) -> FloatArray:
    """P(C >= at_least - order) / P(C >= at_least) for C ~ Poisson(rate)."""

    def tail(minimum: int) -> FloatArray:
        if minimum <= 0:
            return np.ones_like(rate)
        return np.asarray(special.gammainc(minimum, rate), dtype=np.float64)

    return tail(at_least - order) / tail(at_least)


def _with_moments(rate: FloatArray, at_least: int) -> TruncatedPoisson:
    # Factorial moments of a left-truncated Poisson: E[C(C-1)..(C-r+1)] = rate^r * reach(r).
    f1, f2, f3, f4 = (rate**r * _reach(rate, at_least, r) for r in (1, 2, 3, 4))
    raw2, raw3, raw4 = f2 + f1, f3 + 3 * f2 + f1, f4 + 6 * f3 + 7 * f2 + f1
    variance = raw2 - f1**2
    third = raw3 - 3 * f1 * raw2 + 2 * f1**3
    fourth = raw4 - 4 * f1 * raw3 + 6 * f1**2 * raw2 - 3 * f1**4
    if at_least == 0:
        variance, third, fourth = rate, rate, 3 * rate**2 + rate
    return TruncatedPoisson(at_least, rate, f1, variance, third, fourth)


@njit(cache=True)
def _weighted_sum(
    theta: float, rate: float, mean: float, variance: float, at_least: int
) -> float:  # pragma: no cover - compiled
    """Sum over c >= at_least of rate^c / c! * exp(-theta (c - mean)^2 / variance), from a
    start where both factors are large, so that neither overflows; returned as a logarithm."""
    start = max(at_least, round(mean))
    log_start = start * math.log(rate) - rate - math.lgamma(start + 1.0)
    log_start -= theta * (start - mean) ** 2 / variance
    total = 1.0
    for step in (1, -1):
        term, c = 1.0, start
        while True:
            if step == -1 and c == at_least:
                break
            gap = c - mean
            weight = math.exp(-theta * (2.0 * step * gap + 1.0) / variance)
            term *= weight * (rate / (c + 1.0) if step == 1 else c / rate)
            c += step
            total += term
            if term < 1e-17 * total:
                break
    return log_start + math.log(total)


@njit(cache=True)
def log_generating(
    theta: float, rate: FloatArray, mean: FloatArray, variance: FloatArray, at_least: int
) -> FloatArray:  # pragma: no cover - compiled
    """log E exp(-theta (C - mean)^2 / variance) for each account's law; theta >= 0."""
    out = np.empty(rate.size)
    for i in range(rate.size):
        weighted = _weighted_sum(theta, rate[i], mean[i], variance[i], at_least)
        out[i] = weighted - _weighted_sum(0.0, rate[i], mean[i], variance[i], at_least)
    return out
