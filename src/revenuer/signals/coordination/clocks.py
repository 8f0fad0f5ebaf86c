"""Which customers start their conversations by a clock of their own."""

import numpy as np

from revenuer.groups.view import Bool
from revenuer.signals.coordination.starts import Starts

_LEAST_GAPS = 3
_JITTER = 0.03
"""More than half the gaps within this share of the middle gap, and within five minutes: a clock."""
_TOLERANCE = 300_000_000


def clocklike(starts: Starts) -> Bool:
    """(units,) True for a unit most of whose gaps equal its middle gap, or whose starts fall on
    the same few minutes of the hour. Units with fewer than four starts are not judged."""
    order = np.lexsort((starts.ts, starts.unit))
    unit, ts = starts.unit[order], starts.ts[order]
    same = unit[1:] == unit[:-1]
    gap_unit, gap = unit[1:][same], np.diff(ts)[same].astype(np.float64)
    gaps = np.bincount(gap_unit, minlength=starts.units)
    judged = gaps >= _LEAST_GAPS
    by_gap = np.lexsort((gap, gap_unit))
    first = np.cumsum(gaps) - gaps
    middle = np.zeros(starts.units)
    middle[judged] = gap[by_gap][(first + gaps // 2)[judged]]
    near = np.abs(gap - middle[gap_unit]) <= np.minimum(_JITTER * middle, _TOLERANCE)[gap_unit]
    regular = np.bincount(gap_unit[near], minlength=starts.units) > gaps / 2
    return np.asarray(judged & (regular & (gaps >= 6) | _fixed_minute(starts, judged)))


def _fixed_minute(starts: Starts, judged: Bool) -> Bool:
    """Starts that crowd on one minute of the hour: circular concentration above 0.9."""
    hour = 3_600_000_000
    angle = 2 * np.pi * (starts.ts % hour) / hour
    count = np.maximum(1, np.bincount(starts.unit, minlength=starts.units))
    cos = np.bincount(starts.unit, weights=np.cos(angle), minlength=starts.units) / count
    sin = np.bincount(starts.unit, weights=np.sin(angle), minlength=starts.units) / count
    return np.asarray(judged & (count >= 6) & (np.hypot(cos, sin) > 0.9))
