"""Checks shared by the simulation tests: are p-values conservative, do e-values average 1?"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

LEVELS = (0.5, 0.2, 0.1, 0.05, 0.01)


def assert_conservative(p_values: ArrayLike, levels: tuple[float, ...] = LEVELS) -> None:
    """At each level, the share of p <= level must not be above it (binomial test at 1e-4)."""
    p = np.asarray(p_values)
    assert p.min() > 0.0
    assert p.max() <= 1.0
    for level in levels:
        hits = int(np.count_nonzero(p <= level))
        surprise = stats.binom.sf(hits - 1, p.size, level)
        assert surprise > 1e-4, f"{hits} of {p.size} p-values at or below {level}"


def assert_uniform(p_values: ArrayLike) -> None:
    """Kolmogorov-Smirnov against the uniform distribution at 1e-4."""
    assert stats.kstest(np.asarray(p_values), "uniform").pvalue > 1e-4


def assert_mean_at_most_one(e_values: ArrayLike) -> None:
    """The mean must not be above 1 by more than four standard errors."""
    e = np.asarray(e_values)
    assert e.min() >= 0.0
    assert e.mean() <= 1.0 + 4.0 * e.std() / np.sqrt(e.size), f"mean e {e.mean()}"
