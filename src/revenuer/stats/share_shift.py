"""Did a share change on a given day, allowing for units that are not coin tosses?"""

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from revenuer.stats.permutation import Side, p_value

FloatArray = NDArray[np.float64]

_ENUMERATED = 20_000
_DRAWS = 1999


@dataclass(frozen=True, slots=True)
class ShareShift:
    """Pooled share `before` and `after`; `p_value` two-sided; `overdispersion`: variance of the
    units' hits over the binomial one (1 for coin tosses), each side about its own share."""

    before: float
    after: float
    p_value: float
    overdispersion: float


def share_shift(
    hits: ArrayLike, totals: ArrayLike, after: ArrayLike, *, seed: int = 0
) -> ShareShift:
    """Test of a change of share at a day fixed beforehand (a model release, a price change).

    Each unit (an account-week, or a day where days are independent) has `hits` (u,) out of
    `totals` (u,), and `after` (u,) says on which side of the day it lies.
    Null hypothesis: units are exchangeable across the day, so any common overdispersion between
    units is allowed; not a trend, for which compare with the background's shift. Statistic:
    difference of pooled shares; all relabellings are enumerated up to 20,000, else 1,999 draws
    with the +1 correction. A relabelling moves whole units, so one heavy unit cannot decide.
    Source: two-sample permutation test, Fisher (1935), Pitman (1937), JRSS Suppl. 4;
    overdispersion: McCullagh & Nelder (1989), section 4.5.
    Raises ValueError for impossible counts or a side without units.
    """
    x, n = np.asarray(hits, np.float64), np.asarray(totals, np.float64)
    late = np.asarray(after, dtype=np.bool_)
    if x.ndim != 1 or n.shape != x.shape or late.shape != x.shape:
        raise ValueError("hits, totals and after must be one-dimensional and of equal length")
    if not np.all((x >= 0.0) & (x <= n) & (n > 0.0)):
        raise ValueError("every unit needs 0 <= hits <= totals and a positive total")
    if not late.any() or late.all():
        raise ValueError("needs units on both sides of the day")
    chosen = _relabellings(x.size, int(late.sum()), np.random.default_rng(seed))
    draws = np.abs(_difference(x, n, chosen))
    observed = abs(float(_difference(x, n, late[None, :].astype(np.float64))[0]))
    if math.comb(x.size, int(late.sum())) <= _ENUMERATED:
        # The observed labelling is among those enumerated: no correction is due.
        p = float(np.count_nonzero(draws >= observed - 1e-12)) / draws.size
    else:
        p = p_value(observed, draws, Side.GREATER)
    shares = [float(x[side].sum() / n[side].sum()) for side in (~late, late)]
    return ShareShift(shares[0], shares[1], p, _overdispersion(x, n, late))


def _relabellings(units: int, late: int, rng: np.random.Generator) -> FloatArray:
    if math.comb(units, late) <= _ENUMERATED:
        picks = np.array(list(combinations(range(units), late)))
    else:
        picks = np.argsort(rng.random((_DRAWS, units)), axis=1)[:, :late]
    chosen = np.zeros((picks.shape[0], units))
    np.put_along_axis(chosen, picks, 1.0, axis=1)
    return chosen


def _difference(x: FloatArray, n: FloatArray, chosen: FloatArray) -> FloatArray:
    hits, total = chosen @ x, chosen @ n
    return np.asarray(hits / total - (x.sum() - hits) / (n.sum() - total))


def _overdispersion(x: FloatArray, n: FloatArray, late: NDArray[np.bool_]) -> float:
    pearson, freedom = 0.0, 0
    for side in (~late, late):
        share = float(x[side].sum() / n[side].sum())
        if 0.0 < share < 1.0:
            spread = n[side] * share * (1.0 - share)
            pearson += float(((x[side] - n[side] * share) ** 2 / spread).sum())
            freedom += int(side.sum()) - 1
    return pearson / freedom if freedom else 1.0
