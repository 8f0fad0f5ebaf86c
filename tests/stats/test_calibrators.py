import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from null_checks import assert_conservative, assert_mean_at_most_one
from scipy import integrate

from revenuer.stats.calibrators import kappa, log_mixture, mixture, p_from_e


def test_mixture_is_the_average_of_the_kappa_family() -> None:
    for p in (1e-12, 1e-4, 0.01, 0.3, 0.9, 0.999, 1.0):
        average, _ = integrate.quad(lambda k, p=p: k * p ** (k - 1.0), 0.0, 1.0)
        assert mixture(p) == pytest.approx(average, rel=1e-9)


def test_both_integrate_to_one_so_both_are_admissible() -> None:
    # With p = exp(-L) the tail of the integral beyond L is 1/L for the mixture.
    body, _ = integrate.quad(lambda s: float(mixture(np.exp(-s))) * np.exp(-s), 0.0, 500.0)
    assert body + 1 / 500 == pytest.approx(1.0, abs=1e-6)
    area, _ = integrate.quad(lambda s: float(kappa(np.exp(-s), 0.3)) * np.exp(-s), 0.0, 200.0)
    assert area == pytest.approx(1.0, abs=1e-6)


def test_safe_at_both_ends() -> None:
    assert mixture(1.0) == 0.5
    assert np.isfinite(mixture(5e-324))
    assert float(log_mixture(5e-324)) == pytest.approx(744.44 - 2 * np.log(744.44), abs=0.01)
    around = mixture(np.exp(-np.linspace(0.5e-2, 1.5e-2, 2001)))
    assert np.all(np.diff(around) > 0)
    assert np.max(np.abs(np.diff(np.diff(around)))) < 1e-11
    assert float(mixture(0.01)) == pytest.approx(4.46, abs=0.01)


@settings(deadline=None)
@given(st.floats(1e-300, 1.0), st.floats(1e-300, 1.0))
def test_smaller_p_never_gives_smaller_e(a: float, b: float) -> None:
    low, high = min(a, b), max(a, b)
    assert mixture(low) >= mixture(high) * (1 - 1e-12)
    assert kappa(low, 0.5) >= kappa(high, 0.5)


@pytest.mark.parametrize("bad", [0.0, -0.1, 1.1, float("nan")])
def test_refuses_what_is_no_p_value(bad: float) -> None:
    with pytest.raises(ValueError, match="never 0"):
        mixture(bad)
    with pytest.raises(ValueError, match="never 0"):
        kappa(bad, 0.5)


def test_refuses_a_bad_exponent_or_e_value() -> None:
    with pytest.raises(ValueError, match="strictly between"):
        kappa(0.5, 1.0)
    with pytest.raises(ValueError, match="not negative"):
        p_from_e(-1.0)


def test_valid_under_the_null() -> None:
    p = 1.0 - np.random.default_rng(3).random(200_000)
    assert_mean_at_most_one(mixture(p))
    assert_mean_at_most_one(kappa(p, 0.5))
    assert kappa(p, 0.7).mean() == pytest.approx(1.0, abs=0.02)
    assert_conservative(p_from_e(mixture(p)))


def test_p_from_e() -> None:
    assert p_from_e([0.0, 0.5, 4.0]).tolist() == [1.0, 1.0, 0.25]
