"""The permutation test of a secret choice: was the served member picked by the coin alone?

Each row holds the scores of the m + 1 members of one set; one of them was served, chosen by a
fair coin. Null hypothesis: given the unordered set, the served position is uniform, independently
over rows. For m = 1 this is the sign-flip test of the paired differences.

The statistic is T = sum of D_i, with D_i = served minus the mean of its twins. Small problems are
enumerated. Otherwise the null is sampled from a mixture of the null itself and of exponential
tilts of it, and the importance-sampled p-value of Harrison (Biometrika 99, 2012, 57-69) is formed:

    p = [w(T_obs) + sum_b w(T_b) 1{T_b >= T_obs}] / (1 + B),   w = null density / mixture density.

With no tilts w = 1 and this is the familiar (1 + b) / (1 + B). It is valid for every B and every
mixture that does not look at which member was served: under the mixture the observed set of
choices and the B draws are exchangeable, and among the draws whose running sum of weights, from
the top, stays below alpha (1 + B) the weights add up to at most alpha (1 + B). So tails far below
1/B are reached without any approximation, and the p-value is never 0.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

Floats = NDArray[np.float64]

PLAIN_SHARE = 0.5  # of the draws that come from the null itself
TILT_STEP = 2.0  # neighbouring tilts lie at most this many standard deviations of T apart
MOST_TILTS = 60
CHUNK_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class ChoiceTest:
    """The outcome of the one-sided test (large T speaks against the null).

    `p_value` is in (0, 1]; where it underflows a double it is the smallest normal double and
    `log10_p` is exact. `plain_exceed` of `plain_draws` unweighted draws reached T; the familiar
    permutation p-value is `plain_p`. For `method` "enumeration" both counts are of all outcomes.
    """

    statistic: float
    p_value: float
    log10_p: float
    method: str
    draws: int
    plain_exceed: int
    plain_draws: int
    plain_p: float


def advantages(served: Floats, twins: Floats) -> Floats:
    """Scores as the test sees them, shape (n, m + 1): column j holds D if member j was served.

    `served` has shape (n,), `twins` (n, m). Column 0 is what was observed; rows sum to 0.
    """
    members = np.column_stack([served, twins])
    m = twins.shape[1]
    return (members - members.mean(axis=1, keepdims=True)) * ((m + 1) / m)


def choice_test(
    values: Floats, *, draws: int, seed: int, enumerate_up_to: int = 1 << 20
) -> ChoiceTest:
    """Test that column 0 of `values` (n, m + 1; see `advantages`) was picked uniformly.

    `draws` is B, the number of Monte Carlo draws; `enumerate_up_to` the largest number of
    outcomes that is enumerated instead. Raises ValueError on an empty or non-finite array.
    """
    if values.ndim != 2 or values.shape[0] == 0 or values.shape[1] < 2:
        raise ValueError("values must have at least one row and two columns")
    if not np.isfinite(values).all():
        raise ValueError("values must be finite")
    if draws < 1:
        raise ValueError("draws must be at least 1")
    observed = math.fsum(values[:, 0])
    _, exponent = np.frexp(np.abs(values).max())
    values = np.ldexp(values, -exponent)  # exact, and squares neither overflow nor vanish
    live = values[np.ptp(values, axis=1) > 0]  # a row of ties adds the same to every outcome
    threshold = math.fsum(live[:, 0]) - 1e-12 * float(np.abs(live).max(axis=1).sum())
    if live.shape[0] * math.log(values.shape[1]) <= math.log(enumerate_up_to):
        return _enumerated(live, observed, threshold)
    return _sampled(live, observed, threshold, draws, np.random.default_rng(seed))


def _enumerated(live: Floats, observed: float, threshold: float) -> ChoiceTest:
    sums = np.zeros(1)
    for row in live:
        sums = np.add.outer(sums, row).ravel()
    exceed = int((sums >= threshold).sum())
    p = exceed / sums.size
    return ChoiceTest(observed, p, math.log10(p), "enumeration", 0, exceed, sums.size, p)


def _sampled(
    live: Floats, observed: float, threshold: float, draws: int, rng: np.random.Generator
) -> ChoiceTest:
    thetas, cumulants = _tilts(live)
    shares = np.full(thetas.size, (1 - PLAIN_SHARE) / max(1, thetas.size - 1))
    shares[0] = PLAIN_SHARE if thetas.size > 1 else 1.0
    counts = rng.multinomial(draws, shares)
    log_shares = np.log(shares)

    def log_weight(totals: Floats) -> Floats:
        exponents = np.multiply.outer(totals, thetas) - cumulants + log_shares
        return np.asarray(-logsumexp(exponents, axis=-1))

    reached: list[Floats] = []
    plain_exceed = 0
    for k, count in enumerate(counts):
        totals = _draw_totals(live, float(thetas[k]), int(count), rng)
        totals = totals[totals >= threshold]
        if k == 0:
            plain_exceed = totals.size
        reached.append(totals)
    weights = log_weight(np.concatenate([np.array([math.fsum(live[:, 0])]), *reached]))
    log_p = min(0.0, float(logsumexp(weights)) - math.log(draws + 1))
    plain_draws = int(counts[0])
    return ChoiceTest(
        statistic=observed,
        p_value=max(math.exp(log_p), float(np.finfo(np.float64).tiny)),
        log10_p=log_p / math.log(10),
        method="importance-sampled permutation",
        draws=draws,
        plain_exceed=plain_exceed,
        plain_draws=plain_draws,
        plain_p=(1 + plain_exceed) / (1 + plain_draws),
    )


def _tilts(live: Floats) -> tuple[Floats, Floats]:
    """Tilts theta (0 first) and K(theta) = log E exp(theta T), from the unordered sets only."""
    spread = math.sqrt(float((live**2).mean(axis=1).sum()))
    largest = float(live.max(axis=1).sum())
    tops = live.max(axis=1, keepdims=True)
    gaps = live - tops  # at most 0, so no exponential overflows
    thetas, cumulants = [0.0], [0.0]
    for k in range(1, MOST_TILTS + 1):
        theta = k * TILT_STEP / spread
        weights = np.exp(theta * gaps)
        sums = weights.sum(axis=1)
        thetas.append(theta)
        cumulants.append(float(np.log(sums / live.shape[1]).sum()) + theta * largest)
        if float(((weights * live).sum(axis=1) / sums).sum()) >= 0.98 * largest:
            break
    return np.array(thetas), np.array(cumulants)


def _draw_totals(live: Floats, theta: float, count: int, rng: np.random.Generator) -> Floats:
    """`count` draws of T when row i picks member j with probability ~ exp(theta live[i, j])."""
    n, members = live.shape
    weights = np.exp(theta * (live - live.max(axis=1, keepdims=True)))
    cumulative = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    base = float(live[:, 0].sum())
    totals = np.full(count, base)
    rows = max(1, CHUNK_CELLS // n)
    edges = [*range(0, count, rows), count]
    for start, stop in pairwise(edges):
        uniform = rng.random((stop - start, n))
        for j in range(1, members):
            step = live[:, j] - live[:, j - 1]
            totals[start:stop] += (uniform >= cumulative[:, j - 1]).astype(np.float64) @ step
    return totals
