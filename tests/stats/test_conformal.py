import numpy as np
import pytest
from null_checks import assert_conservative

from revenuer.stats.conformal import conformal_p, worst_kind_p
from revenuer.stats.permutation import Side


def test_rank_with_ties_against() -> None:
    controls = [1.0, 2.0, 2.0, 3.0]
    assert conformal_p(9.0, controls) == 1 / 5
    assert conformal_p(2.0, controls) == 4 / 5
    assert conformal_p(0.0, controls, side=Side.LESS) == 1 / 5


def test_equal_weights_change_nothing() -> None:
    controls = np.arange(9.0)
    for side in Side:
        for value in (-1.0, 3.0, 8.5):
            plain = conformal_p(value, controls, side=side)
            weighted = conformal_p(
                value, controls, side=side, weights=np.full(9, 2.0), own_weight=2.0
            )
            assert weighted == pytest.approx(plain)


def test_uniform_under_exchangeability() -> None:
    rng = np.random.default_rng(1)
    assert_conservative([conformal_p(x[0], x[1:]) for x in rng.normal(size=(4000, 40))])


def test_weights_repair_a_known_tilt() -> None:
    """Values come from x ~ N(1,1), controls from N(0,1): weight exp(x - 1/2)."""
    rng = np.random.default_rng(2)
    plain, weighted = [], []
    for _ in range(3000):
        covariate = rng.normal(size=200)
        own = rng.normal(1.0)
        statistic, observed = covariate + rng.normal(size=200), own + rng.normal()
        plain.append(conformal_p(observed, statistic))
        weighted.append(
            conformal_p(
                observed,
                statistic,
                weights=np.exp(covariate - 0.5),
                own_weight=float(np.exp(own - 0.5)),
            )
        )
    assert np.mean(np.array(plain) <= 0.05) > 0.1
    assert_conservative(weighted)


def test_power_at_four_standard_deviations() -> None:
    rng = np.random.default_rng(3)
    assert conformal_p(4.0, rng.normal(size=200)) == 1 / 201


def test_refuses_unusable_input() -> None:
    with pytest.raises(ValueError, match="at least one"):
        conformal_p(1.0, [])
    with pytest.raises(ValueError, match="equal length"):
        conformal_p(1.0, [1.0, 2.0], weights=[1.0])
    with pytest.raises(ValueError, match="positive"):
        conformal_p(1.0, [1.0, 2.0], weights=[1.0, 0.0])
    with pytest.raises(ValueError, match="NaN"):
        conformal_p(1.0, [1.0, float("nan")], weights=[1.0, 1.0])


def test_a_kind_that_controls_hold_seldom_does_not_look_rare() -> None:
    """One kind is 60 of 660 controls and half of the traffic, and two deviations higher."""
    rng = np.random.default_rng(7)
    kinds = np.arange(660) >= 600
    pooled, worst = [], []
    for i in range(2000):
        controls = rng.normal(size=660) + 2.0 * kinds
        value = rng.normal() + 2.0 * (i % 2)
        pooled.append(conformal_p(value, controls))
        worst.append(worst_kind_p(value, controls, kinds))
    assert np.mean(np.array(pooled) <= 0.05) > 0.1
    assert_conservative(worst)


def test_kinds_of_few_controls_count_with_all() -> None:
    controls, kinds = np.arange(80.0), np.arange(80) < 30
    assert worst_kind_p(79.5, controls, kinds) == 1 / 51
    assert worst_kind_p(79.5, controls, kinds, least=60) == 1 / 81
    with pytest.raises(ValueError, match="equal length"):
        worst_kind_p(1.0, controls, kinds[:3])
