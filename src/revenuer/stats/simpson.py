"""How many kinds are there, effectively, and how often do two draws agree?"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Agreement:
    """`pairs` pairs of draws, of which `agreeing` are of one kind. `log_kinds`: log of the
    effective number of kinds, 1 / P(two draws agree), one agreeing pair added to keep it finite.
    `se`: standard error of `log_kinds`."""

    pairs: float
    agreeing: float
    log_kinds: float
    se: float


def agreement(counts: ArrayLike) -> Agreement:
    """Agreement of pairs among draws whose kinds have `counts` (k,), non-negative integers.

    Unbiased estimate of Simpson's index: sum c(c-1) / (n(n-1)), whatever the number of kinds
    unseen. Standard error: delta method on the leading term of the index's variance,
    4 (sum p^3 - (sum p^2)^2) / n, and the Poisson error of the agreeing pairs, whichever is
    larger. Assumes draws are independent. Where no pair agrees, the effective number is only known
    to be large: `log_kinds` is then log of the number of pairs, a lower bound.
    Source: Simpson (1949), Nature 163, 688; Grassberger (1988) for rare kinds.

    Raises ValueError for fewer than two draws or a negative count.
    """
    c = np.asarray(counts, dtype=np.float64)
    if c.ndim != 1 or (c.size and c.min() < 0.0) or c.sum() < 2.0:
        raise ValueError("needs at least two draws and no negative count")
    n = float(c.sum())
    pairs = n * (n - 1.0) / 2.0
    agreeing = float((c * (c - 1.0)).sum()) / 2.0
    p = c / n
    square = float((p**2).sum())
    cube = float((p**3).sum())
    leading = 2.0 * math.sqrt(max(0.0, cube - square**2) / n) / square
    return Agreement(
        pairs=pairs,
        agreeing=agreeing,
        log_kinds=math.log((pairs + 1.0) / (agreeing + 1.0)),
        se=max(leading if agreeing > 0.0 else 0.0, 1.0 / math.sqrt(agreeing + 1.0)),
    )
