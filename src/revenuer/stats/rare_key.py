"""Could so many accounts of a group carry one rare key (payment, device, wording) by chance?"""

import math

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

FloatArray = NDArray[np.float64]

_LEAST_P = 1e-300
# 1 - P(fewer than k) keeps no digits below this; the Chernoff bound takes over.
_EXACT_ABOVE = 1e-9


def carriers_tail(
    carriers: int, group: int, outside_carriers: int, outside: int, *, keys: int = 1
) -> float:
    """P-value: at least `carriers` of `group` accounts hold a key.

    Null hypothesis: group and outside accounts hold the key equally readily, each account on its
    own, so that given all holders their split is hypergeometric (Fisher's exact test, upper
    tail). `outside_carriers` of `outside` accounts hold it. `keys`: how many keys the group was
    searched for; the p-value is multiplied by it (Bonferroni, any dependence).
    Assumption to mind: the key must not be what the group was found by; and an organisation that
    shares a key on purpose (one card, one NAT) is one unit, not many.
    Source: Fisher (1935), The Design of Experiments. In [1e-300, 1].
    Raises ValueError for counts that cannot be.
    """
    if not (0 <= carriers <= group and 0 <= outside_carriers <= outside and keys >= 1):
        raise ValueError("holders cannot exceed accounts, and at least one key was looked at")
    holders, everyone = carriers + outside_carriers, group + outside
    tail = float(stats.hypergeom.sf(carriers - 1, everyone, holders, group)) if carriers else 1.0
    return min(1.0, max(_LEAST_P, tail) * keys)


def unlike_carriers_tail(carriers: int, chances: ArrayLike, *, keys: int = 1) -> float:
    """P-value: at least `carriers` accounts hold a key when account i does with chance p_i.

    Null hypothesis: accounts hold the key independently, account i with probability at most
    `chances`[i] (m,) (its prevalence among like accounts: country, plan, month of birth).
    Exact Poisson-binomial tail by convolution, O(m * carriers); below 1e-9 the Chernoff bound
    inf_t exp(sum log(1 + p_i (e^t - 1)) - t carriers), which is a little larger. `keys` as above.
    Source: Hong (2013), CSDA 59; Chernoff (1952). In [1e-300, 1].
    Raises ValueError for chances outside [0, 1] or more holders than accounts.
    """
    p = np.asarray(chances, dtype=np.float64)
    if p.ndim != 1 or not np.all((p >= 0.0) & (p <= 1.0)):
        raise ValueError("chances must be a one-dimensional array within [0, 1]")
    if not 0 <= carriers <= p.size or keys < 1:
        raise ValueError("holders cannot exceed accounts, and at least one key was looked at")
    mean = float(p.sum())
    if carriers <= mean:
        tail = 1.0 if carriers == 0 else 1.0 - float(_fewer(p, carriers))
        return min(1.0, max(_LEAST_P, tail) * keys)
    bound = _chernoff(p, carriers)
    if bound > _EXACT_ABOVE:
        bound = min(bound, max(1.0 - float(_fewer(p, carriers)), _EXACT_ABOVE * 1e-3))
    return min(1.0, max(_LEAST_P, bound) * keys)


def _chernoff(p: FloatArray, carriers: int) -> float:
    if carriers > np.count_nonzero(p):
        return _LEAST_P

    def exponent(tilt: float) -> float:
        return float(np.log1p(p * np.expm1(tilt)).sum()) - tilt * carriers

    best = optimize.minimize_scalar(exponent, bounds=(0.0, 60.0), method="bounded")
    return math.exp(max(min(float(best.fun), 0.0), -690.0))


@njit(cache=True)
def _fewer(p: FloatArray, carriers: int) -> float:  # pragma: no cover - compiled
    """P(fewer than `carriers` successes)."""
    mass = np.zeros(carriers)
    mass[0] = 1.0
    for i in range(p.size):
        for k in range(min(i + 1, carriers - 1), 0, -1):
            mass[k] = mass[k] * (1.0 - p[i]) + mass[k - 1] * p[i]
        mass[0] *= 1.0 - p[i]
    return min(1.0, mass.sum())
