"""Do counts even out over time more than independent days would?"""

from collections.abc import Iterator

import numpy as np

from revenuer.groups.view import F64, I64
from revenuer.signals.coordination.starts import Starts, restrict
from revenuer.stats.permutation import sequential_p_value

_UNITS = 150
_DRAWS = 999
_BLOCKS = 60
_LEAST_BLOCKS = 4
_HOUR = 3_600_000_000
_DAY = 24 * _HOUR


def days_even_out(starts: Starts, rng: np.random.Generator) -> float:
    """P-value: totals differ less than when each day's counts are shuffled among the customers.

    Null: on each day the counts of the customers active around it are exchangeable, days
    independent; customers with habits of one common rhythm, common sessions with absences, and
    clocks all meet it, and customers who differ lastingly make the p-value larger. A rotation does
    not: who got more yesterday gets less today. Records shorter than four days are cut into blocks
    of an eighth of their length instead. At most 150 customers, drawn at random.
    """
    if starts.units > _UNITS:
        keep = np.zeros(starts.units, bool)
        keep[rng.choice(starts.units, _UNITS, replace=False)] = True
        starts = restrict(starts, keep)
    start, end = int(starts.ts[0]), int(starts.ts[-1])
    if end - start >= _LEAST_BLOCKS * _DAY:
        # A day is cut at the group's quietest hour: a cut through busy hours would split one
        # day's work at random and make neighbouring days look as if they evened out.
        length = max(1, -(-(end - start) // (_BLOCKS * _DAY))) * _DAY
        start = (start - _quietest(starts)) // _DAY * _DAY + _quietest(starts)
    else:
        length = max(1, (end - start) // 8)
    block = (starts.ts - start) // length
    blocks = int(block[-1]) + 1
    counts = np.bincount(starts.unit * blocks + block, minlength=starts.units * blocks)
    table = counts.reshape(starts.units, blocks).astype(np.float64)
    some = np.cumsum(table, axis=1) > 0
    alive = some & (np.cumsum(table[:, ::-1], axis=1)[:, ::-1] > 0)
    mean = table.sum(axis=0) / np.maximum(1, alive.sum(axis=0))
    column, row = np.nonzero(alive.T)
    residual = (table - mean).T[column, row]

    def draws() -> Iterator[float]:
        while True:
            yield -_spread(residual[np.argsort(column + rng.random(len(column)))], row)

    return sequential_p_value(-_spread(residual, row), draws(), _DRAWS)


def _quietest(starts: Starts) -> int:
    """Microseconds after midnight in the middle of the three hours with the fewest starts."""
    hour = np.bincount(starts.ts // _HOUR % 24, minlength=24)
    around = hour + np.roll(hour, 1) + np.roll(hour, -1)
    return int(np.argmin(around)) * _HOUR + _HOUR // 2


def _spread(residual: F64, row: I64) -> float:
    return float((np.bincount(row, weights=residual) ** 2).sum())
