"""E-value of a sum of many bounded terms against the same sums of control groups."""

import math

import numpy as np
from numpy.typing import ArrayLike

LEAST_CONTROLS = 20
_TAIL = 0.1
_WIDER = 1.25
_REACH = 5.0


def joint_tail(value: float, controls: ArrayLike, *, novelty: float, floor: float = 0.1) -> float:
    """E-value of `value` against "one more draw from the population of `controls`" (K,), K >= 20.

    Null hypothesis: the value is benign, as the controls are. Assumption: beyond the controls'
    upper tenth u the benign density falls at least exponentially, with a mean exceedance of at
    most 1.25 times theirs (plus `floor`), except for a share `novelty` of benign groups unlike any
    control. An exponential tail is what a sum of many bounded, loosely dependent terms has (its
    moment generating function is finite); single statistics, whose tails may be heavier, go to
    `control_ratio` instead.

    The mean exceedance is estimated from n controls above u; integrating over its Gamma posterior
    gives a Lomax law, g(d) = (1/s) (1 + d/(n s))^-(n+1) for d = value - u and s the (widened) mean.
    With q a half-Cauchy of scale 5 s (the stated alternative) and share = (n+1)/(K+1),
    e = q(d) / (share g(d) + novelty q(d)) for d > 0 and 0 below; at most 1/novelty.
    Source: exponential excesses, Pickands (1975), Annals of Statistics 3; predictive likelihood
    ratios as e-values, Grunwald, de Heide & Koolen (2024), JRSS-B 86. Mean at most 1 by simulation
    for sums of clipped normal, exponential and dependent terms (tests).
    Raises ValueError for fewer than 20 controls, NaN, or a novelty outside (0, 1).
    """
    sample = np.sort(np.asarray(controls, dtype=np.float64))
    if sample.ndim != 1 or sample.size < LEAST_CONTROLS:
        raise ValueError(f"needs at least {LEAST_CONTROLS} controls in one dimension")
    if not (np.isfinite(sample).all() and math.isfinite(value) and 0.0 < novelty < 1.0):
        raise ValueError("value and controls must be finite, novelty in (0, 1)")
    threshold = float(sample[sample.size - 1 - math.ceil(_TAIL * sample.size)])
    excess = value - threshold
    if excess <= 0.0:
        return 0.0
    exceed = sample[sample > threshold] - threshold
    n = max(1, exceed.size)
    mean = (float(exceed.mean()) if exceed.size else 0.0) * _WIDER + floor
    benign = math.exp(-(n + 1) * math.log1p(excess / (n * mean))) / mean
    scale = _REACH * mean
    alternative = 2.0 / (math.pi * scale * (1.0 + (excess / scale) ** 2))
    share = (exceed.size + 1.0) / (sample.size + 1.0)
    return alternative / (share * benign + novelty * alternative)
