"""Would shuffling the account labels change anything? The intraclass correlation of features."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray
from scipy import special

from revenuer.stats.permutation import sequential_p_value

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# Below this many numbers the permutation distribution is sampled, above it its first two exact
# moments are matched by a gamma law, trusted down to _FLOOR.
_SAMPLED_NUMBERS = 6_000
_SHUFFLES = 999
_FLOOR = 1e-6
# Standard errors above shuffling from which no shuffle of a thousand would come near.
_BEYOND = 6.0


@dataclass(frozen=True, slots=True)
class Exchangeability:
    """`icc`: share of the variance that lies between accounts, about 0 when labels are arbitrary
    (it can be a little negative), 1 when each account repeats itself. `se`: its standard error
    when labels are arbitrary. `z`: standard errors above shuffling. `p_heterogeneous` small:
    more alike within an account than shuffling gives, as among independent customers; not below
    1e-6. `rows`, `accounts`, `dimensions` used; `mean_size`: effective rows an account.
    """

    icc: float
    se: float
    z: float
    p_heterogeneous: float
    rows: int
    accounts: int
    mean_size: float
    dimensions: int


def exchangeability(features: ArrayLike, labels: ArrayLike, *, seed: int = 0) -> Exchangeability:
    """One-way random-effects intraclass correlation of `features` (n, d) by `labels` (n,).

    Null hypothesis (of z and p_heterogeneous): the labels are exchangeable given the rows, as
    when a dispatcher deals one stream out to accounts. Independent customers reject it; a large
    z speaks *for* separate customers. Not rejecting is evidence of nothing by itself.

    Features are centred and whitened by their total covariance, which shuffling leaves alone,
    with a ridge of d/n of the mean eigenvalue so that few rows do not inflate noise. With SSB the
    sum of squares between accounts summed over whitened dimensions (the trace form), m accounts
    and n0 = (n - sum n_a^2 / n) / (m - 1), icc = (MSB - MSW) / (MSB + (n0 - 1) MSW). The mean and
    variance of SSB over all permutations are exact and closed-form; p is by a gamma law with those
    moments from 6,000 numbers up, and below it by shuffling as long as it can matter (at most 999
    times; `permutation.sequential_p_value`), 1/1000 from six standard errors up.
    One row should be one independent unit (one opening turn a conversation). Accounts with one
    row are allowed. Cost O(n d^2).
    Source: Donner (1986), Int. Stat. Rev. 54(1) (analysis-of-variance estimator, unequal sizes);
    permutation moments: Kazi-Aoual, Hitier, Sabatier & Lebreton (1995), CSDA 20(6).
    Raises ValueError for fewer than four rows, fewer than two accounts, no account with two
    rows, features that are constant or not finite, or arrays that do not match.
    """
    values, codes, sizes = _checked(features, labels)
    n, m = values.shape[0], sizes.size
    white = _whitened(values)
    total = float((white**2).sum())
    between = float(_between(white, codes, 1.0 / sizes))
    expected = total * (m - 1) / (n - 1)
    variance = _permutation_variance(white, sizes)
    spread = math.sqrt(variance)
    mean_size = (n - float((sizes**2).sum()) / n) / (m - 1)

    def icc(ssb: float) -> float:
        msb, msw = ssb / (m - 1), max(total - ssb, 0.0) / (n - m)
        return (msb - msw) / (msb + (mean_size - 1.0) * msw)

    step = min(spread, 0.5 * min(expected, total - expected))
    slope = (icc(expected + step) - icc(expected - step)) / (2.0 * step)
    z = (between - expected) / spread
    if values.size > _SAMPLED_NUMBERS:
        tail = special.gammaincc(expected**2 / variance, between * expected / variance)
        p_value = max(_FLOOR, float(tail))
    elif z >= _BEYOND:
        p_value = 1 / (1 + _SHUFFLES)
    else:
        draws = _shuffled(white, codes, 1.0 / sizes, np.random.default_rng(seed))
        p_value = sequential_p_value(between, draws, _SHUFFLES)
    return Exchangeability(
        icc=icc(between),
        se=slope * spread,
        z=z,
        p_heterogeneous=p_value,
        rows=n,
        accounts=m,
        mean_size=mean_size,
        dimensions=values.shape[1],
    )


def _checked(features: ArrayLike, labels: ArrayLike) -> tuple[FloatArray, IntArray, FloatArray]:
    values = np.asarray(features, dtype=np.float64)
    if values.ndim != 2 or values.shape[0] < 4 or values.shape[1] < 1:
        raise ValueError("features must be a table of at least four rows and one column")
    if not np.isfinite(values).all():
        raise ValueError("features must be finite")
    marks = np.asarray(labels)
    if marks.shape != (values.shape[0],):
        raise ValueError("labels must give one account for each row of features")
    _, codes, sizes = np.unique(marks, return_inverse=True, return_counts=True)
    if sizes.size < 2 or sizes.size == values.shape[0]:
        raise ValueError("needs at least two accounts, one of them with two rows")
    return values, codes.astype(np.int64), sizes.astype(np.float64)


def _whitened(values: FloatArray) -> FloatArray:
    n, d = values.shape
    centred = values - values.mean(axis=0)
    scale = centred.std(axis=0)
    if not np.any(scale > 1e-12 * (np.abs(values).max(axis=0) + 1e-300)):
        raise ValueError("features are constant: there is nothing to compare")
    eigenvalues, vectors = np.linalg.eigh(centred.T @ centred / n)
    ridge = (d / n + 1e-9) * eigenvalues.mean()
    return np.asarray(centred @ (vectors / np.sqrt(np.maximum(eigenvalues, 0.0) + ridge)))


def _permutation_variance(white: FloatArray, sizes: FloatArray) -> float:
    """Variance of SSB over all n! relabellings, of the form tr(A G) with A the centred projection
    on accounts and G the centred Gram matrix."""
    n, m = float(white.shape[0]), float(sizes.size)
    lengths = (white**2).sum(axis=1)
    trace_g, square_g = float(lengths.sum()), float(((white.T @ white) ** 2).sum())
    diagonal_g = float((lengths**2).sum())
    trace_a = square_a = m - 1.0
    diagonal_a = float((sizes * (1.0 / sizes - 1.0 / n) ** 2).sum())

    def spectral(trace: float, square: float) -> float:
        return (n - 1.0) * square - trace**2

    def unequal(trace: float, square: float, diagonal: float) -> float:
        return n * (n + 1.0) * diagonal - (n - 1.0) * (trace**2 + 2.0 * square)

    first = 2.0 * spectral(trace_a, square_a) * spectral(trace_g, square_g)
    second = unequal(trace_a, square_a, diagonal_a) * unequal(trace_g, square_g, diagonal_g)
    return max(
        first / ((n - 1.0) ** 2 * (n + 1.0) * (n - 2.0))
        + second / ((n + 1.0) * n * (n - 1.0) * (n - 2.0) * (n - 3.0)),
        1e-12 * trace_g**2 / n**2,
    )


@njit(cache=True)
def _between(
    white: FloatArray, codes: IntArray, inverse_sizes: FloatArray
) -> float:  # pragma: no cover - compiled
    sums = np.zeros((inverse_sizes.size, white.shape[1]))
    for i in range(codes.size):
        for k in range(white.shape[1]):
            sums[codes[i], k] += white[i, k]
    total = 0.0
    for a in range(inverse_sizes.size):
        for k in range(white.shape[1]):
            total += sums[a, k] ** 2 * inverse_sizes[a]
    return total


def _shuffled(
    white: FloatArray, codes: IntArray, inverse_sizes: FloatArray, rng: np.random.Generator
) -> Iterator[float]:
    while True:
        yield float(_between(white, rng.permutation(codes), inverse_sizes))
