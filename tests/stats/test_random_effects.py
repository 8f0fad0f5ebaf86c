import numpy as np
import pytest
from null_checks import assert_conservative, assert_uniform
from scipy import optimize, stats

from revenuer.stats.random_effects import dersimonian_laird, one_way_moments, one_way_reml


def _draw(
    rng: np.random.Generator, sizes: np.ndarray, between: float
) -> tuple[np.ndarray, np.ndarray]:
    labels = np.repeat(np.arange(sizes.size), sizes)
    effects = rng.normal(scale=np.sqrt(between), size=sizes.size)
    return 3.0 + effects[labels] + 2.0 * rng.normal(size=labels.size), labels


def _full_reml(values: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Restricted likelihood from the whole covariance matrix, maximised by brute force."""
    ones = np.ones((values.size, 1))

    def deviance(logs: np.ndarray) -> float:
        between, within = np.exp(logs)
        v = within * np.eye(values.size) + between * (labels[:, None] == labels[None, :])
        inverse = np.linalg.inv(v)
        information = float((ones.T @ inverse @ ones)[0, 0])
        mean = float((ones.T @ inverse @ values)[0]) / information
        rest = values - mean
        return float(np.linalg.slogdet(v)[1] + np.log(information) + rest @ inverse @ rest)

    found = optimize.minimize(deviance, np.zeros(2), method="Nelder-Mead")
    return float(np.exp(found.x[0])), float(np.exp(found.x[1]))


def test_reml_agrees_with_the_full_likelihood() -> None:
    values, labels = _draw(np.random.default_rng(1), np.array([2, 5, 9, 1, 4, 7]), 4.0)
    between, within = _full_reml(values, labels)
    found = one_way_reml(values, labels)
    assert found.between == pytest.approx(between, rel=1e-3)
    assert found.within == pytest.approx(within, rel=1e-3)


def test_moments_and_reml_are_one_in_balanced_data() -> None:
    values, labels = _draw(np.random.default_rng(2), np.full(12, 6), 4.0)
    by_moments, by_reml = one_way_moments(values, labels), one_way_reml(values, labels)
    assert by_moments.between > 0
    assert by_reml.between == pytest.approx(by_moments.between, rel=1e-4)
    assert by_reml.within == pytest.approx(by_moments.within, rel=1e-4)
    assert by_reml.mean == pytest.approx(values.mean())


def test_recover_the_truth_on_average() -> None:
    rng = np.random.default_rng(3)
    sizes = rng.integers(1, 12, size=60)
    draws = [_draw(rng, sizes, 1.5) for _ in range(200)]
    for method in (one_way_moments, one_way_reml):
        found = [method(*d) for d in draws]
        assert np.mean([f.between for f in found]) == pytest.approx(1.5, abs=0.12)
        assert np.mean([f.within for f in found]) == pytest.approx(4.0, abs=0.1)


def test_no_difference_between_units_gives_zero() -> None:
    values = np.tile([-1.0, 1.0], 10)
    labels = np.repeat(np.arange(10), 2)
    assert one_way_moments(values, labels).between == 0.0
    assert one_way_reml(values, labels).between == 0.0


def test_pooling_a_known_example() -> None:
    """By hand: weights 4, 1; common effect 1.2; Q = 4 * 0.04 + 0.64 = 0.8; scale 5 - 17/5."""
    found = dersimonian_laird([1.0, 2.0], [0.25, 1.0])
    assert found.q == pytest.approx(0.8)
    assert found.between == 0.0
    assert found.mean == pytest.approx(1.2)
    assert found.se == pytest.approx(1 / np.sqrt(5))
    wide = dersimonian_laird([0.0, 10.0], [1.0, 1.0])
    assert wide.between == pytest.approx((50 - 1) / 1)
    assert wide.p_value == pytest.approx(stats.chi2.sf(50, 1))


def test_heterogeneity_p_value_is_uniform_and_has_power() -> None:
    rng = np.random.default_rng(4)
    variances = 0.1 + rng.random(12)
    null = [
        dersimonian_laird(rng.normal(size=12) * np.sqrt(variances), variances).p_value
        for _ in range(2000)
    ]
    assert_conservative(null)
    assert_uniform(null)
    spread = [
        dersimonian_laird(rng.normal(size=12) * np.sqrt(variances + 2.0), variances).p_value
        for _ in range(200)
    ]
    assert np.mean(np.array(spread) <= 0.01) > 0.8


def test_refuses_unusable_input() -> None:
    with pytest.raises(ValueError, match="two units"):
        one_way_reml([1.0, 2.0], [0, 1])
    with pytest.raises(ValueError, match="finite"):
        one_way_moments([1.0, float("nan")], [0, 1])
    with pytest.raises(ValueError, match="two effects"):
        dersimonian_laird([1.0], [1.0])
    with pytest.raises(ValueError, match="positive"):
        dersimonian_laird([1.0, 2.0], [1.0, 0.0])
