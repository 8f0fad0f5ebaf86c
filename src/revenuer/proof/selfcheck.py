"""The error rates of the twins test, measured: simulated nulls and shuffled coins.

Under the null the served position is redrawn uniformly for every run; nothing else changes. The
same code checks made-up scores and any real file of scores, so a stranger can repeat it on the
scores of the very case at hand.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.stats.betting import bet
from revenuer.stats.paired_effect import win_rate
from revenuer.stats.signflip import advantages, choice_test

Floats = NDArray[np.float64]

LEVELS = (0.05, 0.01, 0.001)
CROSSING = 20.0


@dataclass(frozen=True, slots=True)
class Rejections:
    """Null runs rejected at `level`, with the 99 % Clopper-Pearson interval of the rate."""

    level: float
    rejected: int
    runs: int
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the measured rate is compatible with at most the nominal one."""
        return self.low <= self.level


@dataclass(frozen=True, slots=True)
class NullRates:
    """`crossed` counts runs whose e-process ever reached 20 with a look after every pair."""

    rejections: tuple[Rejections, ...]
    crossed: Rejections


def shuffled_coins(
    members: Floats, *, runs: int, draws: int, seed: int, pairs: int | None = None
) -> NullRates:
    """Redraw who was served in `members` (n, m + 1) `runs` times and test each time.

    `pairs` limits every run to that many sets, drawn afresh without replacement.
    """
    rng = np.random.default_rng(seed)
    p_values, highest = np.empty(runs), np.empty(runs)
    for run in range(runs):
        sets = members if pairs is None else members[rng.choice(len(members), pairs, replace=False)]
        values = _served_at_random(sets, rng)
        p_values[run] = choice_test(values, draws=draws, seed=int(rng.integers(1 << 62))).p_value
        highest[run] = bet(values).log10_highest
    return _rates(p_values, highest)


def simulated_nulls(
    *, runs: int, draws: int, seed: int, pairs: int = 100, twins: int = 1
) -> NullRates:
    """Fresh heavy-tailed, skewed scores in every run, exchangeable within each set."""
    rng = np.random.default_rng(seed)
    p_values, highest = np.empty(runs), np.empty(runs)
    for run in range(runs):
        level = rng.normal(0, 3, (pairs, 1))
        scores = level - rng.lognormal(0, 1, (pairs, twins + 1))
        values = advantages(scores[:, 0], scores[:, 1:])
        p_values[run] = choice_test(values, draws=draws, seed=int(rng.integers(1 << 62))).p_value
        highest[run] = bet(values).log10_highest
    return _rates(p_values, highest)


def _served_at_random(sets: Floats, rng: np.random.Generator) -> Floats:
    n, members = sets.shape
    served = rng.integers(0, members, (n, 1))
    order = (served + np.arange(members)) % members
    seen = np.take_along_axis(sets, order, axis=1)
    return advantages(seen[:, 0], seen[:, 1:])


def _rates(p_values: Floats, highest: Floats) -> NullRates:
    return NullRates(
        rejections=tuple(_counted(p_values <= level, level) for level in LEVELS),
        crossed=_counted(highest >= math.log10(CROSSING), 1 / CROSSING),
    )


def _counted(rejected: NDArray[np.bool_], level: float) -> Rejections:
    signs = np.where(rejected, 1.0, -1.0)
    found = win_rate(signs, np.zeros((signs.size, 1)), 0.99)
    assert found.low is not None  # no ties: every sign is 1 or -1
    assert found.high is not None
    return Rejections(level, found.wins, signs.size, found.low, found.high)
