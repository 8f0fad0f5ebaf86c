"""Where does a number rank among controls? The conformal p-value."""

import numpy as np
from numpy.typing import ArrayLike

from revenuer.stats.permutation import Side, p_value


def conformal_p(
    value: float,
    controls: ArrayLike,
    *,
    side: Side = Side.GREATER,
    weights: ArrayLike | None = None,
    own_weight: float = 1.0,
) -> float:
    """P-value of `value` by its rank among `controls` (K,), in [1/(K+1), 1], ties counted against.

    Null hypothesis: the value is exchangeable with the controls (drawn from one population).
    With `weights` (K,) and `own_weight`, positive: the value comes from a population tilted by
    known weights relative to the controls', and p = (sum of weights of controls at least as
    extreme + own_weight) / (sum of all). The weights must be a function of what was matched on
    (size, volume), not of the statistic.
    Source: Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World, chapter 2;
    weighted: Tibshirani, Barber, Candes & Ramdas (2019), NeurIPS, arXiv 1904.06019.
    Raises ValueError for no controls, NaN, or weights that are not positive and finite.
    """
    ranked = np.asarray(controls, dtype=np.float64)
    if weights is None:
        return p_value(value, ranked, side)
    mass = np.asarray(weights, dtype=np.float64)
    if ranked.ndim != 1 or ranked.size == 0 or mass.shape != ranked.shape:
        raise ValueError("controls and weights must be one-dimensional and of equal length")
    if not np.all(np.isfinite(mass) & (mass > 0.0)) or not 0.0 < own_weight < np.inf:
        raise ValueError("weights must be positive and finite")
    if np.isnan(value) or np.isnan(ranked).any():
        raise ValueError("a NaN statistic has no rank")
    whole = float(mass.sum()) + own_weight
    greater = (float(mass[ranked >= value].sum()) + own_weight) / whole
    less = (float(mass[ranked <= value].sum()) + own_weight) / whole
    if side is Side.GREATER:
        return greater
    if side is Side.LESS:
        return less
    return min(1.0, 2.0 * min(greater, less))


def worst_kind_p(value: float, controls: ArrayLike, kinds: ArrayLike, *, least: int = 50) -> float:
    """The largest conformal p-value of `value` among the controls (K,) of any one kind, and among
    all; `kinds` (K,) are codes. Kinds of fewer than `least` controls count with all only.

    Null hypothesis: the value is exchangeable with the controls of *some* kind, or with the whole
    mixture. Each has to be rejected on its own (intersection-union test, Berger 1982, Technometrics
    24), so a kind that the controls hold seldom and the traffic often does not look rare. Never
    below 1 / (1 + controls of the smallest kind that counts).
    Source: Mondrian conformal prediction, Vovk, Gammerman & Shafer (2005), chapter 4.
    Raises ValueError for no controls, NaN, or kinds that do not match.
    """
    ranked, kind = np.asarray(controls, dtype=np.float64), np.asarray(kinds)
    if kind.shape != ranked.shape:
        raise ValueError("controls and kinds must be of equal length")
    names, count = np.unique(kind, return_counts=True)
    large = names[count >= least]
    return max(
        [conformal_p(value, ranked), *(conformal_p(value, ranked[kind == k]) for k in large)]
    )
