"""How many of the accounts that an action hits are wrong, with an interval."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats


@dataclass(frozen=True, slots=True)
class WrongOnes:
    """`expected` accounts hit that do not belong, and a central interval of `level`, both given
    that the case itself holds. Of all cases of a scan, a share of at most `case_error` on average
    does not: then all `all_` accounts are wrong. `overall` is the expectation over both, for a case
    like the average one."""

    expected: float
    low: int
    high: int
    level: float
    case_error: float
    all_: int
    overall: float


def wrong_ones(memberships: Iterable[float], case_error: float, level: float = 0.95) -> WrongOnes:
    """The number of wrong accounts is a sum of independent coins, one an account, each with its own
    chance 1 - membership (Poisson binomial, computed exactly from the counts of equal chances)."""
    chances = Counter(round(1.0 - m, 6) for m in memberships)
    size = sum(chances.values())
    expected = float(sum(p * n for p, n in chances.items()))
    mass = _mass(chances, expected)
    below = np.cumsum(mass)
    tail = (1.0 - level) / 2
    low = int(np.searchsorted(below, tail, side="right"))
    high = int(np.searchsorted(below, 1.0 - tail, side="left"))
    overall = (1.0 - case_error) * expected + case_error * size
    return WrongOnes(expected, min(low, size), min(high, size), level, case_error, size, overall)


def _mass(chances: Counter[float], expected: float) -> NDArray[np.float64]:
    """Probability of 0, 1, 2, … wrong ones, cut far out in the tail."""
    most = int(expected + 12.0 * np.sqrt(expected + 1.0) + 20.0)
    mass = np.ones(1)
    for chance, count in sorted(chances.items()):
        part = stats.binom.pmf(np.arange(min(count, most) + 1), count, chance)
        mass = np.convolve(mass, part)[: most + 1]
    return np.asarray(mass / mass.sum())
