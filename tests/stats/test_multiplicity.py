from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from revenuer.stats.calibrators import kappa
from revenuer.stats.multiplicity import Multiplicity, benjamini_hochberg, e_bh, e_holm, holm

e_lists = st.lists(st.floats(0.0, 1e4), min_size=1, max_size=8)
p_lists = st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=12)
levels = st.sampled_from([0.01, 0.05, 0.2, 0.5])


@settings(deadline=None)
@given(e_lists, levels)
def test_e_bh_agrees_with_its_definition(e: list[float], alpha: float) -> None:
    n = len(e)
    ordered = sorted(e, reverse=True)
    # A hair of tolerance: at equality, rounding may decide either way.
    sure = [k for k in range(1, n + 1) if ordered[k - 1] * k * alpha >= n * (1 + 1e-12)]
    allowed = [k for k in range(1, n + 1) if ordered[k - 1] * k * alpha >= n * (1 - 1e-12)]
    count = int(e_bh(e, alpha).rejected.sum())
    assert max(sure, default=0) <= count
    assert count <= sum(v >= ordered[max(allowed) - 1] for v in e) if allowed else count == 0


@settings(deadline=None)
@given(p_lists, levels)
def test_bh_agrees_with_scipy(p: list[float], alpha: float) -> None:
    result = benjamini_hochberg(p, alpha)
    np.testing.assert_allclose(result.adjusted, stats.false_discovery_control(p), rtol=1e-12)
    np.testing.assert_array_equal(result.rejected, result.adjusted <= alpha)


@settings(deadline=None)
@given(st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=7), levels)
def test_holm_is_the_closure_of_bonferroni(p: list[float], alpha: float) -> None:
    adjusted = holm(p, alpha).adjusted
    n = len(p)
    for i in range(n):
        closed = max(
            min(1.0, len(s) * min(p[j] for j in s))
            for k in range(1, n + 1)
            for s in combinations(range(n), k)
            if i in s
        )
        assert adjusted[i] == pytest.approx(closed)


@settings(deadline=None)
@given(e_lists, levels)
def test_e_holm_is_the_closure_of_the_mean(e: list[float], alpha: float) -> None:
    adjusted = e_holm(e, alpha).adjusted
    for i in range(len(e)):
        least = min(
            np.mean([e[j] for j in s])
            for k in range(1, len(e) + 1)
            for s in combinations(range(len(e)), k)
            if i in s
        )
        assert adjusted[i] == pytest.approx(1.0 if least <= 1.0 else 1.0 / least)


@settings(deadline=None)
@given(e_lists, levels)
def test_e_holm_rejects_all_that_holm_on_reciprocals_rejects(e: list[float], alpha: float) -> None:
    plain = holm(1.0 / np.maximum(e, 1.0), alpha)
    assert np.all(e_holm(e, alpha).adjusted <= plain.adjusted * (1 + 1e-9))


def test_weights_help_where_they_point() -> None:
    e = np.array([30.0, 30.0, 1.0, 1.0])
    plain = e_bh(e, 0.05)
    assert plain.rejected.tolist() == [False, False, False, False]
    weighted = e_bh(e, 0.05, weights=np.array([4.0, 1.0, 0.5, 0.5]))
    assert weighted.rejected.tolist() == [True, False, False, False]
    equal = e_bh(e, 0.05, weights=np.full(4, 7.0))
    np.testing.assert_array_equal(equal.adjusted, plain.adjusted)


def test_refuses_unusable_input() -> None:
    with pytest.raises(ValueError, match="finite"):
        e_bh([float("inf")], 0.1)
    with pytest.raises(ValueError, match="within"):
        holm([0.0], 0.1)
    with pytest.raises(ValueError, match="alpha"):
        holm([0.5], 1.0)
    with pytest.raises(ValueError, match="weights"):
        e_bh([1.0], 0.1, weights=np.array([-1.0]))
    with pytest.raises(ValueError, match="positive"):
        e_bh([1.0], 0.1, weights=np.array([0.0]))


def test_nothing_from_nothing() -> None:
    assert e_bh([], 0.1).rejected.size == 0
    assert e_holm([], 0.1).adjusted.size == 0


def _dependent_p(rng: np.random.Generator, size: int, signals: int) -> np.ndarray:
    shared = rng.normal()
    z = np.sqrt(0.5) * shared + np.sqrt(0.5) * rng.normal(size=size)
    z[:signals] += 5.0
    return np.asarray(stats.norm.sf(z))


def _error_rates(
    procedure: Callable[[np.ndarray], Multiplicity], signals: int
) -> tuple[float, float, float]:
    rng = np.random.default_rng(4)
    fdp, any_false, power = [], [], []
    for _ in range(2000):
        rejected = procedure(_dependent_p(rng, 40, signals)).rejected
        false = int(rejected[signals:].sum())
        fdp.append(false / max(1, int(rejected.sum())))
        any_false.append(false > 0)
        power.append(rejected[:signals].mean() if signals else 0.0)
    return float(np.mean(fdp)), float(np.mean(any_false)), float(np.mean(power))


def test_error_rates_and_power_under_dependence() -> None:
    """Equicorrelated normals, rho 0.5, 5 of 40 shifted by 5 standard deviations, alpha 0.1."""
    fdr, _, power = _error_rates(lambda p: e_bh(kappa(p, 0.3), 0.1), 5)
    assert fdr <= 0.1
    assert power > 0.5
    fdr, _, power = _error_rates(lambda p: benjamini_hochberg(p, 0.1), 5)
    assert fdr <= 0.12
    assert power > 0.9
    _, fwer, power = _error_rates(lambda p: holm(p, 0.1), 5)
    assert fwer <= 0.12
    assert power > 0.8
    _, fwer, _ = _error_rates(lambda p: e_holm(kappa(p, 0.3), 0.1), 0)
    assert fwer <= 0.1
