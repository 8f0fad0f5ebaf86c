"""From p-values to e-values and back.

An e-value is a non-negative number whose mean is at most 1 under the null hypothesis. A p-to-e
calibrator f is a decreasing function on (0, 1] with integral at most 1; it is admissible if the
integral is exactly 1 (Vovk & Wang 2021, "E-values: calibration, combination and applications",
Annals of Statistics 49(3), Proposition 2.1). Both calibrators here integrate to exactly 1.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Below this value of -ln p the closed form of the mixture loses digits to cancellation and its
# Taylor series 1/2 + L/6 + L^2/24 + L^3/120 + L^4/720 is exact to rounding.
_SERIES_BELOW = 1e-2
_LOG_MAX = float(np.log(np.finfo(np.float64).max))


def _checked(p: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(p, dtype=np.float64)
    if not np.all((values > 0.0) & (values <= 1.0)):
        raise ValueError("p-values must lie in (0, 1]: a p-value is never 0")
    return values


def log_mixture(p: ArrayLike) -> NDArray[np.float64]:
    """Natural logarithm of `mixture`, finite for every p > 0. Same shape as `p`."""
    depth = -np.log(_checked(p))
    near_one = depth < _SERIES_BELOW
    small = np.where(near_one, depth, 0.0)
    series = 0.5 + small * (1 / 6 + small * (1 / 24 + small * (1 / 120 + small / 720)))
    large = np.where(near_one, 1.0, depth)
    closed = large + np.log1p(-(1.0 + large) * np.exp(-large)) - 2.0 * np.log(large)
    return np.asarray(np.where(near_one, np.log(series), closed), dtype=np.float64)


def mixture(p: ArrayLike) -> NDArray[np.float64]:
    """E-value of a p-value: the uniform mixture of `kappa` over kappa in (0, 1).

    f(p) = (1 - p + p ln p) / (p (ln p)^2); f(1) = 1/2; f(0.01) = 4.46; no parameter to choose.
    Null hypothesis and assumptions: those of the p-value, which must satisfy P(p <= a) <= a.
    Source: Vovk & Wang (2021), equation (2).
    Takes any shape of p in (0, 1] and returns that shape; capped at the largest float. Raises
    ValueError for p outside (0, 1].
    """
    return np.asarray(np.exp(np.minimum(log_mixture(p), _LOG_MAX)), dtype=np.float64)


def kappa(p: ArrayLike, exponent: float) -> NDArray[np.float64]:
    """E-value of a p-value: k p^(k-1) with k = `exponent` in (0, 1), fixed before looking at p.

    Null hypothesis and assumptions: those of the p-value. Small exponents pay more for tiny p
    and less for moderate p; k = 1/(-ln p) would be best in hindsight and is not allowed.
    Source: Vovk & Wang (2021), equation (1).
    Takes any shape of p in (0, 1] and returns that shape; capped at the largest float. Raises
    ValueError for p outside (0, 1] or an exponent outside (0, 1).
    """
    if not 0.0 < exponent < 1.0:
        raise ValueError("the exponent of a calibrator lies strictly between 0 and 1")
    log_e = np.log(exponent) + (exponent - 1.0) * np.log(_checked(p))
    return np.asarray(np.exp(np.minimum(log_e, _LOG_MAX)), dtype=np.float64)


def p_from_e(e: ArrayLike) -> NDArray[np.float64]:
    """P-value of an e-value: min(1, 1/e), the only admissible e-to-p calibrator.

    Null hypothesis and assumptions: those of the e-value (mean at most 1); validity is Markov's
    inequality. Source: Vovk & Wang (2021), Proposition 2.2.
    Takes any shape of finite e >= 0 and returns that shape, in (0, 1]. Raises ValueError
    otherwise.
    """
    values = np.asarray(e, dtype=np.float64)
    if not np.all(np.isfinite(values) & (values >= 0.0)):
        raise ValueError("e-values must be finite and not negative")
    return np.asarray(1.0 / np.maximum(values, 1.0), dtype=np.float64)
