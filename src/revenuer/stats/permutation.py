"""Monte-Carlo and permutation p-values that are valid at any number of draws."""

from collections.abc import Iterable
from enum import Enum, auto

import numpy as np
from numpy.typing import ArrayLike

# Two statistics that are equal in exact arithmetic may differ in the last bits once rows have
# been added up in another order. Counting such near-ties as ties is the conservative reading.
_TIE_TOLERANCE = 1e-12


class Side(Enum):
    """Which extremes of the statistic speak against the null."""

    GREATER = auto()
    LESS = auto()
    TWO_SIDED = auto()


def p_value(observed: float, null_draws: ArrayLike, side: Side) -> float:
    """P-value of `observed` among `null_draws`, counting the observation as one of the draws.

    Null hypothesis: the observation and the B draws are exchangeable (drawn from one
    distribution, for example label permutations of one data set).
    p = (1 + number of draws at least as extreme) / (1 + B), hence in [1/(1+B), 1], never 0, and
    P(p <= a) <= a at every level a. The two-sided value is twice the smaller tail, at most 1.
    Source: Phipson & Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9(1), 39; Davison & Hinkley
    (1997), Bootstrap Methods and their Application, section 4.2.

    `observed` is a number and `null_draws` an array of shape (B,), both in the statistic's
    units. Raises ValueError if either holds a NaN or there are no draws.
    """
    draws = np.asarray(null_draws, dtype=np.float64)
    if draws.ndim != 1 or draws.size == 0:
        raise ValueError("null_draws must be a one-dimensional array with at least one draw")
    if np.isnan(observed) or np.isnan(draws).any():
        raise ValueError("a NaN statistic has no p-value")
    slack = _TIE_TOLERANCE * abs(observed) if np.isfinite(observed) else 0.0
    greater = (1 + int(np.count_nonzero(draws >= observed - slack))) / (1 + draws.size)
    less = (1 + int(np.count_nonzero(draws <= observed + slack))) / (1 + draws.size)
    if side is Side.GREATER:
        return greater
    if side is Side.LESS:
        return less
    return min(1.0, 2.0 * min(greater, less))


ENOUGH = 20
"""Draws as extreme as the observation after which a sequential test has seen enough."""


def sequential_p_value(observed: ArrayLike, null_draws: Iterable[ArrayLike], most: int) -> float:
    """P-value of a large `observed` among draws that are made only as long as they can matter.

    Null hypothesis: as for `p_value`. Drawing stops at the `ENOUGH`-th draw that is at least as
    large, after l draws: p = ENOUGH / l; or after `most` draws with g of them as large:
    p = (1 + g) / (1 + most). P(p <= a) <= a at every level a, and p is never 0.
    Of several statistics (arrays of one shape) the largest p-value is given: drawing stops when the
    first of them has seen enough, for no other can end above it.
    Source: Besag & Clifford (1991), "Sequential Monte Carlo p-values", Biometrika 78(2).
    Raises ValueError for a NaN, no draws, or a `most` that is not positive.
    """
    if most < 1:
        raise ValueError("at least one draw has to be allowed")
    seen = np.atleast_1d(np.asarray(observed, dtype=np.float64))
    bar = seen - _TIE_TOLERANCE * np.where(np.isfinite(seen), np.abs(seen), 0.0)
    reached = np.zeros(seen.shape, np.int64)
    made = 0
    for draw in null_draws:
        values = np.atleast_1d(np.asarray(draw, dtype=np.float64))
        if np.isnan(values).any() or np.isnan(seen).any():
            raise ValueError("a NaN statistic has no p-value")
        made += 1
        reached += values >= bar
        if reached.max() >= ENOUGH:
            return ENOUGH / made
        if made == most:
            break
    if not made:
        raise ValueError("there are no draws")
    return float(1 + reached.max()) / (1 + made)
