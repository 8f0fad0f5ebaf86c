from collections.abc import Callable

import numpy as np
import pytest
from null_checks import assert_mean_at_most_one

from revenuer.stats.dealt_ratio import BenignIcc, dealt_ratio, fit_benign
from revenuer.stats.exchangeability import exchangeability
from revenuer.stats.unseen_kinds import unseen_share

Population = Callable[[np.random.Generator, int], np.ndarray]


def _lognormal(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.minimum(0.9, 0.1 * np.exp(0.7 * rng.normal(size=n)))


def _wide(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.minimum(0.9, 0.05 * np.exp(1.2 * rng.normal(size=n)))


def _uniform(rng: np.random.Generator, n: int) -> np.ndarray:
    return 0.5 * rng.random(n)


def _near_zero(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.abs(0.02 * rng.normal(size=n))


def _partly_exchangeable(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.where(rng.random(n) < 0.05, 0.0, _lognormal(rng, n))


def _mostly_exchangeable(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.where(rng.random(n) < 0.3, 0.0, _lognormal(rng, n))


POPULATIONS = [
    _lognormal,
    _wide,
    _uniform,
    _near_zero,
    _partly_exchangeable,
    _mostly_exchangeable,
]


def _errors(rng: np.random.Generator, n: int) -> np.ndarray:
    return 0.01 * np.exp(0.7 * rng.normal(size=n))


def _fit(rng: np.random.Generator, draw: Population, size: int) -> BenignIcc:
    se = _errors(rng, size)
    return fit_benign(draw(rng, size) + se * rng.normal(size=size), se)


def _null_e(draw: Population, size: int, seed: int, closer: float = 1.0) -> np.ndarray:
    """Mean e-value over 40 groups for each of 16 sets of controls."""
    rng = np.random.default_rng(seed)
    means = []
    for _ in range(16):
        benign = _fit(rng, draw, size)
        se = _errors(rng, 40)
        icc = closer * draw(rng, 40) + se * rng.normal(size=40)
        means.append(
            np.mean([dealt_ratio(x, s, benign).e_value for x, s in zip(icc, se, strict=True)])
        )
    return np.array(means)


@pytest.mark.parametrize("size", [10, 50, 200])
@pytest.mark.parametrize("draw", POPULATIONS)
def test_mean_at_most_one_among_benign_groups(draw: Population, size: int) -> None:
    assert_mean_at_most_one(_null_e(draw, size, seed=size))


@pytest.mark.parametrize("draw", [_lognormal, _wide, _uniform])
def test_holds_when_traffic_is_a_third_closer_to_exchangeable(draw: Population) -> None:
    assert_mean_at_most_one(_null_e(draw, 100, seed=1, closer=2 / 3))


def test_breaks_when_traffic_is_nothing_like_the_controls() -> None:
    """All correlations a fifth of the controls': a known limit."""
    assert _null_e(_lognormal, 100, seed=2, closer=0.2).mean() > 1.5


def test_power_grows_with_the_number_of_controls() -> None:
    """Dealt groups with standard error 0.003, controls lognormal around 0.1: median e-value."""
    rng = np.random.default_rng(3)
    medians = []
    for size in (20, 100, 500):
        found = [
            dealt_ratio(0.003 * rng.normal(), 0.003, _fit(rng, _lognormal, size)).e_value
            for _ in range(5)
        ]
        medians.append(float(np.median(found)))
    assert medians[0] > 10
    assert medians[1] > 40
    assert medians[2] > 80


def test_never_above_the_reciprocal_of_the_exchangeable_share() -> None:
    benign = _fit(np.random.default_rng(4), _lognormal, 100)
    assert benign.exchangeable >= unseen_share(100, 1e-4)
    for icc in (-0.05, 0.0, 0.01, 0.2):
        for se in (1e-5, 1e-3, 0.1):
            assert 0.0 <= dealt_ratio(icc, se, benign).e_value <= 1 / benign.exchangeable + 1e-9


def test_recovers_the_share_of_exchangeable_groups() -> None:
    rng = np.random.default_rng(5)
    benign = _fit(rng, _mostly_exchangeable, 500)
    assert benign.exchangeable == pytest.approx(0.3, abs=0.06)
    assert benign.mass.sum() == pytest.approx(1.0)


def test_an_uninformative_group_says_nothing() -> None:
    benign = _fit(np.random.default_rng(6), _lognormal, 100)
    assert dealt_ratio(0.1, 5.0, benign).e_value == pytest.approx(1.0, abs=0.05)


def test_slack_lets_the_dealer_be_a_little_uneven() -> None:
    benign = _fit(np.random.default_rng(7), _lognormal, 300)
    assert dealt_ratio(0.008, 0.001, benign).e_value < 1e-3
    assert dealt_ratio(0.008, 0.001, benign, slack=0.005).e_value > 1.0


def test_from_raw_features_to_evidence() -> None:
    """60 control groups of 40 people, four rows each; then one stream dealt to 300 accounts."""
    rng = np.random.default_rng(8)
    labels = np.repeat(np.arange(40), 4)
    controls = []
    for share in _lognormal(rng, 60):
        own = rng.normal(size=(40, 16))[labels]
        rows = np.sqrt(share) * own + np.sqrt(1 - share) * rng.normal(size=(160, 16))
        controls.append(exchangeability(rows, labels))
    benign = fit_benign([c.icc for c in controls], [c.se for c in controls])
    dealt = exchangeability(rng.normal(size=(1200, 16)), np.repeat(np.arange(300), 4))
    assert dealt_ratio(dealt.icc, dealt.se, benign).e_value > 10
    assert dealt_ratio(controls[0].icc, controls[0].se, benign).e_value < 2


@pytest.mark.parametrize(
    ("icc", "se", "words"),
    [([0.1] * 9, [0.1] * 9, "at least 10"), ([0.1] * 10, [0.0] * 10, "positive")],
)
def test_refuses_unusable_controls(icc: list[float], se: list[float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        fit_benign(icc, se)


def test_refuses_an_unusable_group() -> None:
    benign = fit_benign([0.1] * 10, [0.01] * 10)
    with pytest.raises(ValueError, match="positive"):
        dealt_ratio(0.1, 0.0, benign)


def test_unseen_share_falls_with_controls() -> None:
    shares = [unseen_share(k, 1e-4) for k in (0, 10, 100, 500, 5000)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == pytest.approx(0.125)
    assert shares[-1] == 1e-4
    with pytest.raises(ValueError, match="novelty"):
        unseen_share(10, 0.0)
