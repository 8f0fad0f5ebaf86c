"""Are counts spread over accounts more evenly than independent accounts could manage?"""

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special

from revenuer.stats import truncated_poisson
from revenuer.stats.truncated_poisson import TruncatedPoisson

FloatArray = NDArray[np.float64]

# Up to this many accounts the null is sampled exactly; above it the statistic is a sum of so
# many nearly independent terms that a gamma law with its two moments was checked to hold.
_EXACT_ACCOUNTS = 60
_DRAWS = 1999
# The central p-value is trusted down to _FLOOR and spends 95 % of the level, the proven tail
# bound below it the other 5 %: a weighted Bonferroni combination of two valid p-values.
_FLOOR = 5e-4
_CENTRAL_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Dispersion:
    """`index`: Pearson X^2 over its null mean, 1 under the multinomial, 0 when perfectly even.

    `p_even` small: more even than chance. `p_uneven` small: less even than chance (how real
    accounts usually look; not below 5e-4, and above 60 accounts of very unequal exposure up to
    1.7 times too small at the 1 % level: for description). `accounts`, `events`: what was counted.
    """

    index: float
    p_even: float
    p_uneven: float
    accounts: int
    events: int


def dispersion(
    counts: ArrayLike, exposure: ArrayLike | None = None, *, at_least: int = 0, seed: int = 0
) -> Dispersion:
    """Test of counts (m,) against the multinomial with probabilities proportional to `exposure`.

    Null hypothesis of `p_even`: accounts act independently, so that given exposure their counts
    are at least as dispersed as a multinomial's (different tastes, bursts and habits all add
    dispersion). Perfect regularity of each account alone, such as one scheduled job a day each,
    also gives even counts: a small p excludes chance, not time-tables.

    `counts`: events (conversations, not requests) of each account, whole numbers. `exposure`
    (m,): positive, any unit (seconds active, say); equal when omitted. `at_least`: the smallest
    count with which an account would have entered the group. An account nobody saw is not in
    the data, and counts known to be positive are more even than a multinomial's, so a group
    found through its events needs at_least=1.

    Statistic: sum (count - mean)^2 / variance under the null. Up to 60 accounts the p-values are
    exact Monte-Carlo ones given the total; above, the gamma law with the statistic's conditional
    mean and variance. Below 5e-4 `p_even` continues with a Chernoff bound on the same
    conditional law, so that tiny values stay valid.
    Source: index of dispersion, Fisher (1950) Biometrics 6; conditional moments by the local
    expansion of the total's density (Barndorff-Nielsen & Cox 1979, JRSS-B 41); peak of a
    log-concave law, Bobkov, Marsiglietti & Melbourne (2022).
    Raises ValueError for fewer than two accounts, counts below `at_least` or not whole, or
    exposure not positive.
    """
    values, weight = _checked(counts, exposure, at_least)
    total = int(values.sum())
    if total == at_least * values.size:
        return Dispersion(1.0, 1.0, 1.0, values.size, total)
    law = truncated_poisson.fit(weight, total, at_least)
    observed = float(((values - law.mean) ** 2 / law.variance).sum())
    centre, variance = _conditional_moments(law)
    if values.size <= _EXACT_ACCOUNTS:
        draws = _sample(law, total, np.random.default_rng(seed))
        slack = 1e-9 * max(observed, 1.0)
        even = (1 + int(np.count_nonzero(draws <= observed + slack))) / (1 + _DRAWS)
        uneven = (1 + int(np.count_nonzero(draws >= observed - slack))) / (1 + _DRAWS)
    else:
        shape, scale = centre**2 / variance, variance / centre
        even = max(_FLOOR, float(special.gammainc(shape, observed / scale)))
        uneven = max(_FLOOR, float(special.gammaincc(shape, observed / scale)))
    p_even = even / _CENTRAL_SHARE
    if even < 0.01:
        bound = math.exp(max(_log_chernoff(law, observed), -700.0))
        p_even = min(p_even, bound / (1.0 - _CENTRAL_SHARE))
    return Dispersion(observed / centre, min(1.0, p_even), uneven, values.size, total)


def _checked(
    counts: ArrayLike, exposure: ArrayLike | None, at_least: int
) -> tuple[FloatArray, FloatArray]:
    values = np.asarray(counts, dtype=np.float64)
    if values.ndim != 1 or values.size < 2:
        raise ValueError("dispersion needs the counts of at least two accounts")
    if at_least < 0 or not np.all((values >= at_least) & (values == np.floor(values))):
        raise ValueError("counts must be whole numbers, none below at_least")
    weight = np.ones_like(values) if exposure is None else np.asarray(exposure, dtype=np.float64)
    if weight.shape != values.shape or not np.all(np.isfinite(weight) & (weight > 0.0)):
        raise ValueError("exposure must be one positive finite number for each account")
    return values, weight


def _conditional_moments(law: TruncatedPoisson) -> tuple[float, float]:
    """Mean and variance of X^2 given the total, to second and first order."""
    spread = float(law.variance.sum())
    cross = float((law.third / law.variance).sum())
    mean = (
        law.mean.size
        - float((law.fourth / law.variance - law.variance).sum()) / (2.0 * spread)
        + float(law.third.sum()) * cross / (2.0 * spread**2)
    )
    variance = float((law.fourth / law.variance**2 - 1.0).sum()) - cross**2 / spread
    return mean, variance * (1.0 - 1.0 / law.mean.size)


def _log_chernoff(law: TruncatedPoisson, observed: float) -> float:
    """log of a bound on P(X^2 <= observed | total): Chernoff for the free sum, divided by the
    probability of the total (at least 1/e of a log-concave peak of 1/sqrt(1 + 12 variance))."""
    kinds, first, times = np.unique(law.rate, return_index=True, return_counts=True)
    mean, variance = law.mean[first], law.variance[first]

    def exponent(log_theta: float) -> float:
        theta = math.exp(log_theta)
        logs = truncated_poisson.log_generating(theta, kinds, mean, variance, law.at_least)
        return theta * observed + float((logs * times).sum())

    best = optimize.minimize_scalar(
        exponent, bounds=(-9.0, 9.0), method="bounded", options={"xatol": 0.05}
    )
    log_total = -1.0 - 0.5 * math.log(1.0 + 12.0 * float(law.variance.sum()))
    return min(0.0, float(best.fun) - log_total)


def _sample(law: TruncatedPoisson, total: int, rng: np.random.Generator) -> FloatArray:
    """_DRAWS exact draws of X^2 given the total."""
    widest = int(np.argmax(law.variance))
    order = np.append(np.delete(np.arange(law.rate.size), widest), widest)
    reach = 9.0 * np.sqrt(law.variance[order]) + 30.0
    low = np.maximum(law.at_least, np.floor(law.mean[order] - reach)).astype(np.int64)
    high = np.ceil(law.mean[order] + reach).astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(high - low + 1)])
    support = np.concatenate([np.arange(a, b + 1) for a, b in zip(low, high, strict=True)])
    rate = np.repeat(law.rate[order], np.diff(offsets))
    log_mass = support * np.log(rate) - rate - special.gammaln(support + 1.0)
    mass = np.exp(log_mass)
    tables = np.concatenate(
        [np.cumsum(part) / part.sum() for part in np.split(mass, offsets[1:-1])]
    )
    last = mass[offsets[-2] :] / mass[offsets[-2] :].max()
    return np.asarray(
        _conditional_draws(
            tables, offsets, low, last, law.mean[order], law.variance[order], total, _DRAWS, rng
        ),
        dtype=np.float64,
    )


@njit(cache=True)
def _conditional_draws(
    tables: FloatArray,
    offsets: NDArray[np.int64],
    low: NDArray[np.int64],
    last: FloatArray,
    mean: FloatArray,
    variance: FloatArray,
    total: int,
    draws: int,
    rng: np.random.Generator,
) -> FloatArray:  # pragma: no cover - compiled
    """X^2 of independent counts given their sum: draw all but the last count freely, then accept
    the last, which the sum dictates, with its probability relative to its peak."""
    accounts = low.size
    out = np.empty(draws)
    done = 0
    while done < draws:
        statistic, rest = 0.0, total
        for i in range(accounts - 1):
            table = tables[offsets[i] : offsets[i + 1]]
            count = low[i] + min(np.searchsorted(table, rng.random()), table.size - 1)
            statistic += (count - mean[i]) ** 2 / variance[i]
            rest -= count
        place = rest - low[accounts - 1]
        if 0 <= place < last.size and rng.random() < last[place]:
            statistic += (rest - mean[accounts - 1]) ** 2 / variance[accounts - 1]
            out[done] = statistic
            done += 1
    return out
