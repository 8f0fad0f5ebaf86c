"""How much do units differ beyond their sampling error? Variance components and pooling."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

FloatArray = NDArray[np.float64]

_LEAST_P = 1e-300


@dataclass(frozen=True, slots=True)
class Components:
    """`mean`; variance `between` units (at least 0) and `within` a unit, in squared units."""

    mean: float
    between: float
    within: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """`mean` over studies with standard error `se`; `between`: variance of the true effects;
    `q`: Cochran's heterogeneity statistic with `p_value` against one common effect."""

    mean: float
    se: float
    between: float
    q: float
    p_value: float


def one_way_moments(values: ArrayLike, labels: ArrayLike) -> Components:
    """Method-of-moments (analysis of variance) components of `values` (n,) by `labels` (n,).

    Model: value = mean + unit effect + error, variances finite, effects and errors independent;
    no normality needed. A negative estimate of `between` is returned as 0.
    Source: Searle, Casella & McCulloch (1992), Variance Components, chapter 3.
    Raises ValueError for fewer than two units or no unit with two values.
    """
    group = _grouped(values, labels)
    n0 = (group.total - float((group.sizes**2).sum()) / group.total) / (group.sizes.size - 1)
    grand = float((group.sizes * group.means).sum()) / group.total
    msb = float((group.sizes * (group.means - grand) ** 2).sum()) / (group.sizes.size - 1)
    within = group.inside / (group.total - group.sizes.size)
    return Components(grand, max(0.0, (msb - within) / n0), within)


def one_way_reml(values: ArrayLike, labels: ArrayLike) -> Components:
    """Restricted maximum likelihood components of `values` (n,) by `labels` (n,).

    Model as in `one_way_moments`, with normal effects and errors; better than moments for unequal
    unit sizes. The likelihood is profiled to the one ratio between / within and maximised.
    Source: Patterson & Thompson (1971), Biometrika 58(3). Raises ValueError as `one_way_moments`.
    """
    group = _grouped(values, labels)

    def profile(ratio: float) -> tuple[float, float, float]:
        weight = group.sizes / (1.0 + group.sizes * ratio)
        mean = float((weight * group.means).sum() / weight.sum())
        spread = group.inside + float((weight * (group.means - mean) ** 2).sum())
        within = spread / (group.total - 1.0)
        deviance = (group.total - 1.0) * math.log(max(within, 1e-300))
        deviance += float(np.log1p(group.sizes * ratio).sum()) + math.log(float(weight.sum()))
        return deviance, mean, within

    found = optimize.minimize_scalar(
        lambda x: profile(math.exp(x))[0], bounds=(-14.0, 14.0), method="bounded"
    )
    ratio = math.exp(float(found.x))
    if profile(0.0)[0] <= float(found.fun):
        ratio = 0.0
    _, mean, within = profile(ratio)
    return Components(mean, ratio * within, within)


def dersimonian_laird(effects: ArrayLike, variances: ArrayLike) -> Pooled:
    """Pool `effects` (k,) with known sampling `variances` (k,) under random true effects.

    Null hypothesis of `p_value`: one common true effect (Q is chi-square with k - 1 degrees of
    freedom, for normal effects with known variances). `se` is the classical one; for few studies
    it is too small.
    Source: DerSimonian & Laird (1986), Controlled Clinical Trials 7(3); Cochran (1954).
    Raises ValueError for fewer than two effects or variances that are not positive.
    """
    effect, variance = np.asarray(effects, np.float64), np.asarray(variances, np.float64)
    if effect.ndim != 1 or effect.size < 2 or variance.shape != effect.shape:
        raise ValueError("needs at least two effects, each with its variance")
    if not np.all(np.isfinite(effect) & np.isfinite(variance) & (variance > 0.0)):
        raise ValueError("effects must be finite and variances finite and positive")
    weight = 1.0 / variance
    common = float((weight * effect).sum() / weight.sum())
    q = float((weight * (effect - common) ** 2).sum())
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    between = max(0.0, (q - (effect.size - 1)) / scale)
    weight = 1.0 / (variance + between)
    return Pooled(
        mean=float((weight * effect).sum() / weight.sum()),
        se=1.0 / math.sqrt(float(weight.sum())),
        between=between,
        q=q,
        p_value=max(_LEAST_P, float(stats.chi2.sf(q, effect.size - 1))),
    )


@dataclass(frozen=True, slots=True)
class _Grouped:
    sizes: FloatArray
    means: FloatArray
    inside: float
    total: float


def _grouped(values: ArrayLike, labels: ArrayLike) -> _Grouped:
    x, marks = np.asarray(values, dtype=np.float64), np.asarray(labels)
    if x.ndim != 1 or marks.shape != x.shape or not np.isfinite(x).all():
        raise ValueError("values and labels must be one-dimensional, equal in length, finite")
    _, codes, sizes = np.unique(marks, return_inverse=True, return_counts=True)
    if sizes.size < 2 or sizes.size == x.size:
        raise ValueError("needs at least two units, one of them with two values")
    means = np.bincount(codes, weights=x) / sizes
    inside = float(((x - means[codes]) ** 2).sum())
    return _Grouped(sizes.astype(np.float64), means, inside, float(x.size))
