"""How large: the standardised effect and the win rate of served over twin, with intervals.

These describe; they test nothing. The interval of the effect is large-sample (delta method with
the sample's own skewness and kurtosis); that of the win rate is exact or conservative.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import betaincinv
from scipy.stats import t as student

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Effect:
    """mean(D) / sd(D) with its interval; all None where fewer than 3 rows or no spread."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class WinRate:
    """Served-against-twin comparisons won, of those not tied. 1/2 is chance, for every m.

    `method` is Clopper-Pearson for one twin, else Hoeffding's inequality in its relative-entropy
    form over sets (comparisons within a set are dependent). Rate None where all are tied.
    """

    rate: float | None
    low: float | None
    high: float | None
    wins: int
    losses: int
    ties: int
    method: str


def standardised_effect(differences: Floats, level: float = 0.95) -> Effect:
    """Standardised mean of `differences` (n,), variance by the delta method.

    Var(d) = [1 - d g + d^2 (k - 1) / 4] / n with skewness g and kurtosis k (3 for a Gaussian).
    """
    n = differences.size
    if n < 3:
        return Effect(None, None, None)
    scale = float(np.abs(differences).max())
    centred = differences / scale - float(np.mean(differences / scale)) if scale > 0 else None
    if centred is None or float(np.ptp(centred)) < 1e-12:
        return Effect(None, None, None)
    spread = float(np.std(centred, ddof=1))
    d = float(np.mean(differences / scale)) / spread
    standard = centred / float(np.std(centred))
    skew, kurtosis = float(np.mean(standard**3)), float(np.mean(standard**4))
    variance = max(1 - d * skew + d * d * (kurtosis - 1) / 4, 1e-12) / n
    reach = float(student.ppf((1 + level) / 2, n - 1)) * math.sqrt(variance)
    return Effect(d, d - reach, d + reach)


def win_rate(served: Floats, twins: Floats, level: float = 0.95) -> WinRate:
    """Compare `served` (n,) with every column of `twins` (n, m)."""
    above = (served[:, None] > twins).sum(axis=1)
    below = (served[:, None] < twins).sum(axis=1)
    wins, losses = int(above.sum()), int(below.sum())
    ties = int(twins.size) - wins - losses
    if wins + losses == 0:
        return WinRate(None, None, None, 0, 0, ties, "none: all tied")
    rate = wins / (wins + losses)
    if twins.shape[1] == 1:
        low, high = _clopper_pearson(wins, wins + losses, level)
        return WinRate(rate, low, high, wins, losses, ties, "Clopper-Pearson")
    low, high = _relative_entropy(rate, int(((above + below) > 0).sum()), level)
    return WinRate(rate, low, high, wins, losses, ties, "Hoeffding, relative-entropy form")


def _clopper_pearson(wins: int, trials: int, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    low = 0.0 if wins == 0 else float(betaincinv(wins, trials - wins + 1, tail))
    high = 1.0 if wins == trials else float(betaincinv(wins + 1, trials - wins, 1 - tail))
    return low, high


def _relative_entropy(rate: float, sets: int, level: float) -> tuple[float, float]:
    """Means mu with n KL(rate, mu) <= log(2 / (1 - level)) (Hoeffding 1963, theorem 1)."""
    bound = math.log(2 / (1 - level)) / sets

    def excess(mu: float) -> float:
        parts = 0.0
        if rate > 0:
            parts += rate * math.log(rate / mu)
        if rate < 1:
            parts += (1 - rate) * math.log((1 - rate) / (1 - mu))
        return parts - bound

    tiny = 1e-12
    low = 0.0 if rate <= tiny or excess(tiny) < 0 else float(brentq(excess, tiny, rate))
    high = (
        1.0 if rate >= 1 - tiny or excess(1 - tiny) < 0 else float(brentq(excess, rate, 1 - tiny))
    )
    return low, high
