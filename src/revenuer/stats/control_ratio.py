"""How much better does "unlike the controls" explain a number than "one more control"?"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from revenuer.stats.permutation import Side
from revenuer.stats.unseen_kinds import unseen_share

FloatArray = NDArray[np.float64]

LEAST_CONTROLS = 10
# The upper quarter of the controls stands for their tail: little enough that skew, gaps and
# heaps in the body do not matter, enough to learn a scale from.
_TAIL = 0.25
_DEGREES = np.array([1.0, 2.0, 4.0])
_SCALES = np.exp(np.linspace(-3.0, 3.0, 25))
# Where the alternative expects a campaign: a half-Cauchy, this many tail scales wide.
_REACH = 5.0
# A control at least this fraction of the value's way out counts as company for it.
_COMPANY = 1 / 3
_COMPANY_MARGIN = 1.25


@dataclass(frozen=True, slots=True)
class ControlRatio:
    """`e_value`, at most 1/`novelty`. `threshold`: where the controls' tail begins; `scale`: mean
    exceedance of the controls beyond it; `distance`: the value's exceedance in those scales
    (negative inside the body). `novelty`: share of benign groups allowed to lie out there
    whatever the tail fit says. `controls`: how many. Units are the statistic's."""

    e_value: float
    threshold: float
    scale: float
    distance: float
    novelty: float
    controls: int


def control_ratio(
    value: float,
    controls: ArrayLike,
    *,
    se: float | None = None,
    direction: Side = Side.GREATER,
    novelty: float = 1e-4,
    floor: float = 0.0,
) -> ControlRatio:
    """E-value of `value` against "one more draw from the population of `controls`" (K,), K >= 10.

    Null hypothesis: value and controls come from one benign population, of any shape below its
    upper quartile. Assumptions above it: beyond the threshold u (the quartile of the controls)
    the density falls no slower than the fitted mixture of half Student-t laws (1, 2 or 4 degrees
    of freedom, scale unknown: a posterior over both, so parameter uncertainty is inside), except
    for a share e of benign groups unlike any control. e is max(`novelty`, 0.05 * 0.95^K): with
    few controls a benign kind of 5 % may simply not have been drawn.

    With d = value - u, q a half-Cauchy five tail scales wide (the stated alternative), g the
    predictive tail density and k of K controls above u:
    e-value = q(d) / ((k+1)/(K+1) g(d) + e q(d)) for d > 0, and 0 below. It can exceed K + 1,
    unlike a rank, because the distance counts; it cannot exceed 1/e.

    `se`: sampling error of the value beyond what the controls' own spread holds; widens g.
    `floor`: smallest difference worth speaking of; it is taken off d and is the least scale. With
    controls that never vary and no floor or se, distance has no unit and the rank alone is used.
    `direction` LESS looks at the lower tail.
    Simulated mean at most 0.8 for normal, t3, lognormal, exponential, zero-inflated and two-kind
    (5 % outliers at 8 to 100 standard deviations) populations, K from 10 to 500. Traffic unlike
    its controls (normal, K = 20 / 100 / 500): half a standard deviation higher and a quarter wider
    0.9 / 0.9 / 1.05; one higher 1.3; two higher 2.9 / 3.5 / 4.0. Outliers of 0.5 % that K = 500
    controls may just miss: 1.9 (standard error 1.1).
    Source: peaks over threshold, Pickands (1975), Annals of Statistics 3; predictive likelihood
    ratios as e-values, Grunwald, de Heide & Koolen (2024), JRSS-B 86, arXiv 1906.07801.
    Raises ValueError for fewer than ten controls, NaN, or a two-sided direction.
    """
    sample = np.asarray(controls, dtype=np.float64)
    if sample.ndim != 1 or sample.size < LEAST_CONTROLS:
        raise ValueError(f"needs at least {LEAST_CONTROLS} controls in one dimension")
    noise = 0.0 if se is None else float(se)
    if not (np.isfinite(sample).all() and math.isfinite(value) and math.isfinite(noise)):
        raise ValueError("value, controls and se must be finite")
    if direction is Side.TWO_SIDED or not 0.0 < novelty < 1.0 or noise < 0.0 or floor < 0.0:
        raise ValueError("direction must be one side, novelty in (0, 1), se and floor not negative")
    sign = 1.0 if direction is Side.GREATER else -1.0
    sample = np.sort(sign * sample)
    threshold = float(sample[sample.size - 1 - math.ceil(_TAIL * sample.size)])
    exceed = sample[sample > threshold] - threshold
    scale = max(float(exceed.mean()) if exceed.size else 0.0, noise, floor)
    excess = sign * value - threshold - floor
    unseen = _unseen(excess, exceed, sample.size, novelty)
    share = _tail_share(sample, threshold, exceed.size, noise)
    if excess <= 0.0:
        e_value = 0.0
    elif scale == 0.0:
        e_value = 1.0 / (share + unseen)
    else:
        alternative = _half_t(np.array([excess]), _REACH * scale, 1.0)[0]
        benign = _predictive(excess, exceed, scale, math.hypot(noise, floor))
        e_value = float(alternative / (share * benign + unseen * alternative))
    distance = excess / scale if scale > 0.0 else math.copysign(0.0, excess)
    return ControlRatio(e_value, sign * threshold, scale, distance, unseen, sample.size)


def _unseen(excess: float, exceed: FloatArray, size: int, novelty: float) -> float:
    """Share of benign groups to allow at this distance whatever the fitted tail says."""
    company = int(np.count_nonzero(exceed >= _COMPANY * excess)) if excess > 0.0 else 0
    beside = _COMPANY_MARGIN * (company + 1.0) / (size + 1.0) if company else 0.0
    return min(1.0, max(unseen_share(size, novelty), beside))


def _tail_share(sample: FloatArray, threshold: float, above: int, noise: float) -> float:
    """Chance that one more control, measured with `noise`, lies above the threshold."""
    plain = (above + 1.0) / (sample.size + 1.0)
    if noise == 0.0:
        return plain
    return max(plain, float(special.ndtr((sample - threshold) / noise).mean()))


def _half_t(distance: FloatArray, scale: FloatArray | float, degrees: float) -> FloatArray:
    """Density of |T| * scale at `distance` > 0 for Student's T."""
    log_norm = special.gammaln((degrees + 1.0) / 2.0) - special.gammaln(degrees / 2.0)
    peak = 2.0 * np.exp(log_norm) / np.sqrt(degrees * np.pi)
    ratio = distance / scale
    return np.asarray(peak / scale * (1.0 + ratio**2 / degrees) ** (-(degrees + 1.0) / 2.0))


def _predictive(excess: float, exceed: FloatArray, centre: float, blur: float) -> float:
    """Posterior predictive density of an exceedance: scales log-uniform over e^-3..e^3 times
    `centre`, degrees of freedom uniform over _DEGREES; every scale widened by `blur`."""
    scales = centre * _SCALES
    log_posterior = np.stack(
        [np.log(_half_t(exceed[:, None], scales[None, :], nu)).sum(axis=0) for nu in _DEGREES]
    )
    weight = special.softmax(log_posterior.ravel()).reshape(log_posterior.shape)
    wide = np.hypot(scales, blur)
    density = np.stack([_half_t(np.full(scales.size, excess), wide, nu) for nu in _DEGREES])
    return float((weight * density).sum())
