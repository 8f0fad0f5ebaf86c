import numpy as np
import pytest
from null_checks import assert_conservative

from revenuer.stats.after_triggers import following

SPAN = (0.0, 60.0)


def test_counts_by_hand() -> None:
    found = following([1.0, 5.0, 10.5, 30.0], [4.5, 10.0, 10.2], 1.0, SPAN)
    assert found.inside == 2
    wrapped = following([0.5, 30.0], [59.8], 1.0, SPAN)
    assert wrapped.inside == 1


def test_expectation_is_the_share_of_time_covered() -> None:
    rng = np.random.default_rng(1)
    found = following(rng.random(500) * 60, [10.0, 11.0, 30.0], 2.0, SPAN)
    assert found.expected == pytest.approx(500 * 5 / 60, rel=0.03)


def test_conservative_with_cohorts_and_waves() -> None:
    rng = np.random.default_rng(2)
    p = []
    for i in range(400):
        cohorts = rng.random(6)[:, None] * 60 + rng.random((6, 10))
        waves = rng.random(4)[:, None] * 59 + rng.random((4, 5))
        p.append(following(cohorts.ravel() % 60, waves.ravel() % 60, 2.0, SPAN, seed=i).p_value)
    assert_conservative(p)


def test_conservative_when_everybody_is_born_then() -> None:
    """A launch brings births and bans at once: only the background tells it from replacement."""
    rng = np.random.default_rng(3)
    p = []
    for i in range(300):
        launch = 20.0 + rng.exponential(1.0, size=330) % 30
        bans = 20.0 + rng.exponential(1.0, size=5) % 30
        p.append(following(launch[:30], bans, 1.0, SPAN, launch[30:], seed=i).p_value)
    assert_conservative(p)


def test_power_when_each_wave_is_replaced() -> None:
    rng = np.random.default_rng(4)
    bans = np.array([9.0, 22.0, 41.0, 50.0])
    births = np.append(bans.repeat(5) + rng.random(20), rng.random(10) * 60)
    found = following(births, bans, 2.0, SPAN, rng.random(5000) * 60)
    assert found.inside >= 20
    assert found.p_moved <= 0.001
    assert found.p_background < 1e-8
    assert found.p_value == max(found.p_moved, found.p_background)


@pytest.mark.parametrize(
    ("births", "triggers", "horizon", "words"),
    [([], [1.0], 1.0, "a birth"), ([1.0], [], 1.0, "a birth"), ([99.0], [1.0], 1.0, "within")],
)
def test_refuses_unusable_input(
    births: list[float], triggers: list[float], horizon: float, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        following(births, triggers, horizon, SPAN)
