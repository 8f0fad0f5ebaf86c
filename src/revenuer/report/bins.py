"""Coarser time bins, so that a chart stays readable and its file small."""

import math
from collections.abc import Iterable, Sequence

_NATURAL = tuple(
    unit * step
    for unit, steps in (
        (60, (1, 2, 5, 10, 15, 30)),
        (3_600, (1, 2, 3, 4, 6, 8, 12)),
        (86_400, (1, 2, 7, 14, 28, 91, 364)),
    )
    for step in steps
)


def coarsening(bin_seconds: int, bins: int, most: int) -> int:
    """How many bins to add up into one so that at most `most` remain.

    Prefers a natural length (2 hours, 6 hours, a day) where one near enough is a multiple.
    """
    factor = max(math.ceil(bins / most), 1)
    if factor == 1:
        return 1
    least = factor * bin_seconds
    for seconds in _NATURAL:
        if least <= seconds <= 2 * least and seconds % bin_seconds == 0:
            return seconds // bin_seconds
    return factor


def added_up(counts: Sequence[int], factor: int) -> tuple[int, ...]:
    """Counts of `factor` consecutive bins added together; the last bin may be a partial one."""
    return tuple(sum(counts[at : at + factor]) for at in range(0, len(counts), factor))


def added_pairs(row: Iterable[tuple[int, int]], factor: int, bins: int) -> dict[int, int]:
    """The same for sparse (bin, count) pairs; pairs outside 0 <= bin < `bins` are left out."""
    total: dict[int, int] = {}
    for at, number in row:
        if 0 <= at < bins and number > 0:
            total[at // factor] = total.get(at // factor, 0) + number
    return total
