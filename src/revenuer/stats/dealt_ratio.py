"""One stream dealt out to many accounts, or a benign group? A ratio of two densities."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from revenuer.stats.unseen_kinds import unseen_share

FloatArray = NDArray[np.float64]

LEAST_CONTROLS = 10
# True correlations of benign groups on a logarithmic grid, and the laws tried on it: Student-t in
# the logarithm, whose left tail is heavy enough that a smaller correlation than any control's
# stays possible.
_LOG_TRUE = np.linspace(math.log(1e-5), 0.0, 140)
_CENTRES = np.linspace(math.log(1e-4), math.log(0.9), 22)
_SPREADS = np.exp(np.linspace(math.log(0.2), math.log(3.0), 8))
_DEGREES = (2.0, 4.0)
# Shares of exchangeable groups, equal weights: the arcsine (Jeffreys) prior.
_SHARES = np.sin(np.pi / 2 * (np.arange(24) + 0.5) / 24) ** 2
# Traffic may be closer to exchangeable than its controls: factors by which all of its
# correlations may be smaller, with equal odds.
_CLOSER = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
# Standard errors far below a tenth of the estimate would fall between grid points.
_COARSEST = 0.1


@dataclass(frozen=True, slots=True)
class BenignIcc:
    """What controls say of the intraclass correlation of benign groups.

    `exchangeable`: share of benign groups taken to be exchangeable in truth (correlation exactly
    0), never below what K controls could have missed. `mass` (140,): predictive law of the true
    correlation of the rest, over a fixed logarithmic grid on [1e-5, 1]. `controls`: how many.
    """

    exchangeable: float
    mass: FloatArray
    controls: int


@dataclass(frozen=True, slots=True)
class DealtRatio:
    """`e_value` = `dealt_density` / `benign_density`, both per unit of correlation at the
    group's estimate. `e_value` is at most 1 / BenignIcc.exchangeable."""

    e_value: float
    dealt_density: float
    benign_density: float


def fit_benign(icc: ArrayLike, se: ArrayLike, *, novelty: float = 1e-4) -> BenignIcc:
    """Fit the random-effects law of control groups from their estimates `icc` (K,) and standard
    errors `se` (K,), K >= 10 (see `exchangeability`).

    Model: icc_k ~ N(theta_k, se_k^2); theta_k = 0 with probability w, else theta_k is half
    Student-t, or log theta_k is Student-t (2 or 4 degrees of freedom), cut at theta = 1. Priors:
    w arcsine (Jeffreys); centre log-uniform from 1e-4 to 0.9, spread log-uniform from 0.2 to 3.
    The predictive law averages over the posterior on a grid, so parameter uncertainty is inside,
    and over factors exp(0) to exp(-1) by which the traffic's correlations may be smaller than
    the controls'; w is raised to `unseen_share(K, novelty)` if below.
    Source: random effects with a point mass, Efron (2010), Large-Scale Inference, chapter 2;
    posterior predictive densities, Gelman et al. (2013), Bayesian Data Analysis, chapter 5.
    Raises ValueError for fewer than ten controls, or values that are not finite or se <= 0.
    """
    estimate, error = np.asarray(icc, dtype=np.float64), np.asarray(se, dtype=np.float64)
    if estimate.ndim != 1 or estimate.size < LEAST_CONTROLS or error.shape != estimate.shape:
        raise ValueError(f"needs icc and se of at least {LEAST_CONTROLS} controls")
    if not np.all(np.isfinite(estimate) & np.isfinite(error) & (error > 0.0)):
        raise ValueError("icc must be finite and se finite and positive")
    error = np.maximum(error, _COARSEST * np.abs(estimate))
    laws = _laws()
    given_law = _normal(estimate[:, None], np.exp(_LOG_TRUE), error[:, None]) @ laws.T
    given_zero = _normal(estimate, 0.0, error)[:, None]
    log_likelihood = np.stack(
        [np.log(w * given_zero + (1 - w) * given_law + 1e-300).sum(axis=0) for w in _SHARES]
    )
    weight = special.softmax(log_likelihood)
    exchangeable = float((weight.sum(axis=1) * _SHARES).sum())
    mass = _closer(((1.0 - _SHARES) @ weight) @ laws)
    return BenignIcc(
        max(exchangeable, unseen_share(estimate.size, novelty)), mass / mass.sum(), estimate.size
    )


def dealt_ratio(icc: float, se: float, benign: BenignIcc, *, slack: float = 0.0) -> DealtRatio:
    """E-value for "one stream dealt out" against "one more benign group".

    Null hypothesis: the group's true correlation is drawn from the law in `benign`, its estimate
    `icc` normal around it with standard error `se`. Alternative: true correlation 0 give or take
    `slack` (a dealer with drifting topics is not perfectly exchangeable), density
    N(icc; 0, se^2 + slack^2). `se` is the permutation standard error of `exchangeability`; that
    is the right width near 0, which is where the ratio is decided.
    Simulated mean over benign groups like the controls: 0.01 to 0.95 for lognormal, uniform,
    half-normal and partly exchangeable (0.2 to 30 %) populations, K from 10 to 500. With all
    correlations a third smaller than the controls' at most 0.85, 55 % smaller at most 1.3, four
    fifths smaller 2 to 7.
    Source: predictive likelihood ratios as e-values, Grunwald, de Heide & Koolen (2024), JRSS-B.
    Raises ValueError for values that are not finite, se <= 0 or slack < 0.
    """
    if not (math.isfinite(icc) and math.isfinite(se) and se > 0.0 and slack >= 0.0):
        raise ValueError("icc and se must be finite, se positive, slack not negative")
    log_dealt = float(_log_normal(icc, 0.0, math.hypot(se, slack)))
    log_exchangeable = math.log(benign.exchangeable) + float(_log_normal(icc, 0.0, se))
    log_rest = special.logsumexp(
        _log_normal(icc, np.exp(_LOG_TRUE), se) + np.log(benign.mass + 1e-300)
    ) + math.log1p(-benign.exchangeable)
    log_benign = float(np.logaddexp(log_exchangeable, log_rest))
    return DealtRatio(
        math.exp(log_dealt - log_benign),
        math.exp(max(log_dealt, -700.0)),
        math.exp(max(log_benign, -700.0)),
    )


def _laws() -> FloatArray:
    """One row for each law tried: masses over the grid, sum 1."""
    rows = []
    true, centre = np.exp(_LOG_TRUE)[None, :], np.exp(_CENTRES)[:, None]
    for degrees in _DEGREES:
        power = -(degrees + 1.0) / 2.0
        rows.append(true * (1.0 + (true / centre) ** 2 / degrees) ** power)
        for spread in _SPREADS:
            gap = (_LOG_TRUE[None, :] - _CENTRES[:, None]) / spread
            rows.append((1.0 + gap**2 / degrees) ** power)
    table = np.concatenate(rows)
    return np.asarray(table / table.sum(axis=1, keepdims=True))


def _closer(mass: FloatArray) -> FloatArray:
    """The law averaged over the ways in which traffic may be closer to exchangeable."""
    step = _LOG_TRUE[1] - _LOG_TRUE[0]
    places = np.arange(mass.size)[None, :] - np.round(_CLOSER / step).astype(int)[:, None]
    averaged = np.zeros_like(mass)
    np.add.at(averaged, np.maximum(places, 0), mass[None, :] / _CLOSER.size)
    return averaged


def _log_normal(x: float, mean: FloatArray | float, sd: float) -> FloatArray:
    return np.asarray(-0.5 * ((x - mean) / sd) ** 2 - math.log(sd * math.sqrt(2.0 * math.pi)))


def _normal(x: FloatArray, mean: FloatArray | float, sd: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * math.sqrt(2.0 * math.pi)))
