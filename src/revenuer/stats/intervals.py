"""Confidence intervals for shares and for any statistic of a sample."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """`low` <= `high`, in the unit of what was estimated; two-sided, at confidence `level`."""

    low: float
    high: float
    level: float


def wilson(successes: int, trials: int, level: float = 0.95) -> Interval:
    """Wilson score interval for a share.

    Assumes independent trials of one probability. Covers close to `level` on average over the
    probability; for a guarantee at every probability use `clopper_pearson`.
    Source: Wilson (1927), JASA 22; Brown, Cai & DasGupta (2001), Stat. Sci. 16(2).
    Raises ValueError for impossible counts or levels.
    """
    _check(successes, trials, level)
    z = float(special.ndtri((1.0 + level) / 2.0))
    share = successes / trials
    centre = (share + z**2 / (2 * trials)) / (1 + z**2 / trials)
    half = (
        z / (1 + z**2 / trials) * math.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    )
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == trials else min(1.0, centre + half)
    return Interval(low, high, level)


def clopper_pearson(successes: int, trials: int, level: float = 0.95) -> Interval:
    """Exact interval for a share: covers at least `level` at every probability.

    Assumes independent trials of one probability. With no success in n trials the upper end at
    95 % is about 3.7/n. Source: Clopper & Pearson (1934), Biometrika 26(4).
    Raises ValueError for impossible counts or levels.
    """
    _check(successes, trials, level)
    tail = (1.0 - level) / 2.0
    low, high = 0.0, 1.0
    if successes > 0:
        low = float(special.betaincinv(successes, trials - successes + 1, tail))
    if successes < trials:
        high = float(special.betaincinv(successes + 1, trials - successes, 1.0 - tail))
    return Interval(low, high, level)


def bootstrap_bca(
    sample: ArrayLike,
    statistic: Callable[[FloatArray], float],
    level: float = 0.95,
    *,
    draws: int = 2000,
    seed: int = 0,
) -> Interval:
    """Bias-corrected and accelerated bootstrap interval of `statistic` over rows of `sample`.

    `sample` (n,) or (n, d): rows must be independent units; resample accounts, not their
    exchanges. Second-order accurate for smooth statistics, n at least about 20; not for maxima.
    Source: Efron (1987), JASA 82(397); Efron & Tibshirani (1993), chapter 14.
    Raises ValueError for fewer than three rows or an impossible level.
    """
    rows = np.asarray(sample, dtype=np.float64)
    if rows.ndim not in (1, 2) or rows.shape[0] < 3:
        raise ValueError("the bootstrap needs at least three rows")
    if not 0.0 < level < 1.0 or draws < 100:
        raise ValueError("level lies strictly between 0 and 1, and at least 100 draws are needed")
    n = rows.shape[0]
    rng = np.random.default_rng(seed)
    observed = statistic(rows)
    replicates = np.sort([statistic(rows[rng.integers(0, n, n)]) for _ in range(draws)])
    below = float((replicates < observed).mean() + 0.5 * (replicates == observed).mean())
    bias = float(special.ndtri(min(max(below, 0.5 / draws), 1.0 - 0.5 / draws)))
    left_out = np.array([statistic(np.delete(rows, i, axis=0)) for i in range(n)])
    skew = left_out.mean() - left_out
    spread = float((skew**2).sum()) ** 1.5
    acceleration = float((skew**3).sum()) / (6.0 * spread) if spread > 0.0 else 0.0
    ends = []
    for tail in ((1.0 - level) / 2.0, (1.0 + level) / 2.0):
        shifted = bias + float(special.ndtri(tail))
        corrected = bias + shifted / (1.0 - acceleration * shifted)
        ends.append(float(np.quantile(replicates, float(special.ndtr(corrected)))))
    return Interval(min(ends), max(ends), level)


def _check(successes: int, trials: int, level: float) -> None:
    if trials < 1 or not 0 <= successes <= trials or not 0.0 < level < 1.0:
        raise ValueError("needs 0 <= successes <= trials, a trial, and a level within (0, 1)")
