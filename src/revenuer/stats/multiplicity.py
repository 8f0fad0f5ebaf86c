"""Many hypotheses at once: false discovery rate and family-wise error rate.

Every procedure returns the rejected set at level `alpha` and, for each hypothesis, the smallest
level at which it would be rejected (its adjusted value), in the order of the input.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Multiplicity:
    """`rejected` (n,) bool: rejected at level alpha. `adjusted` (n,) float in (0, 1]."""

    rejected: NDArray[np.bool_]
    adjusted: NDArray[np.float64]


def e_bh(
    e_values: ArrayLike, alpha: float, weights: NDArray[np.float64] | None = None
) -> Multiplicity:
    """E-BH: controls the false discovery rate under *any* dependence between the e-values.

    Null hypotheses: one each e-value, with mean at most 1 when true. Rejects the k* largest,
    k* = max{k : e_(k) >= n / (k alpha)}. `weights` (n,) non-negative, chosen without looking at
    the e-values, are scaled to mean 1 and multiply them (weighted e-BH).
    Source: Wang & Ramdas (2022), JRSS-B 84(3), arXiv 2009.02824.
    Raises ValueError for e-values that are negative or not finite, or weights that are unusable.
    """
    e = _e_values(e_values)
    if weights is not None:
        e = e * _mean_one(weights, e.size)
    adjusted = _step_up(_reciprocal(e))
    return Multiplicity(adjusted <= _level(alpha), adjusted)


def benjamini_hochberg(p_values: ArrayLike, alpha: float) -> Multiplicity:
    """BH: controls the false discovery rate for independent (or PRDS) p-values only.

    Null hypotheses: one each p-value, with P(p <= a) <= a when true.
    Source: Benjamini & Hochberg (1995), JRSS-B 57(1); PRDS: Benjamini & Yekutieli (2001).
    Raises ValueError for p outside (0, 1].
    """
    adjusted = _step_up(_p_values(p_values))
    return Multiplicity(adjusted <= _level(alpha), adjusted)


def holm(p_values: ArrayLike, alpha: float) -> Multiplicity:
    """Holm: controls the probability of any false rejection, under any dependence.

    Null hypotheses: one each p-value, with P(p <= a) <= a when true.
    Source: Holm (1979), Scand. J. Statist. 6(2). Raises ValueError for p outside (0, 1].
    """
    p = _p_values(p_values)
    order = np.argsort(p, kind="stable")
    remaining = np.arange(p.size, 0, -1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * remaining))
    return Multiplicity(adjusted <= _level(alpha), adjusted)


def e_holm(e_values: ArrayLike, alpha: float) -> Multiplicity:
    """E-Holm: controls the probability of any false rejection, under any dependence.

    Null hypotheses: one each e-value, with mean at most 1 when true. Closed testing in which
    an intersection is tested by the arithmetic mean of its e-values; at least as powerful as
    Holm applied to 1/e. The adjusted e-value of hypothesis i is the least mean over all sets
    that contain i, and `adjusted` is min(1, 1/that).
    Source: Vovk & Wang (2021), section 4 and Algorithm 1 (here in O(n log n)); Hartog & Lei
    (2025), arXiv 2501.09015.
    Raises ValueError for e-values that are negative or not finite.
    """
    e = _e_values(e_values)
    order = np.argsort(e, kind="stable")
    ascending = e[order]
    least = np.empty_like(e)
    # The set that minimises the mean joins i to the k smallest others; k only grows with e_i.
    joined, total = 0, 0.0
    for i, own in enumerate(ascending):
        while joined < i and ascending[joined] * (joined + 1) < own + total:
            total += float(ascending[joined])
            joined += 1
        least[i] = (own + total) / (joined + 1)
    adjusted = np.empty_like(e)
    adjusted[order] = np.minimum(1.0, _reciprocal(least))
    return Multiplicity(adjusted <= _level(alpha), adjusted)


def _step_up(p: NDArray[np.float64]) -> NDArray[np.float64]:
    order = np.argsort(p, kind="stable")
    scaled = p[order] * p.size / np.arange(1, p.size + 1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return adjusted


def _reciprocal(e: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1.0 / np.maximum(e, 1e-200), dtype=np.float64)


def _level(alpha: float) -> float:
    if not 0.0 < alpha < 1.0:
        raise ValueError("alpha lies strictly between 0 and 1")
    return alpha


def _mean_one(weights: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    if weights.shape != (size,) or not np.all(np.isfinite(weights) & (weights >= 0.0)):
        raise ValueError("weights must be one finite, non-negative number for each e-value")
    if not weights.any():
        raise ValueError("at least one weight must be positive")
    return np.asarray(weights / weights.mean(), dtype=np.float64)


def _e_values(values: ArrayLike) -> NDArray[np.float64]:
    e = np.asarray(values, dtype=np.float64)
    if e.ndim != 1 or not np.all(np.isfinite(e) & (e >= 0.0)):
        raise ValueError("e-values must be a one-dimensional array, finite and not negative")
    return e


def _p_values(values: ArrayLike) -> NDArray[np.float64]:
    p = np.asarray(values, dtype=np.float64)
    if p.ndim != 1 or not np.all((p > 0.0) & (p <= 1.0)):
        raise ValueError("p-values must be a one-dimensional array within (0, 1]")
    return p
