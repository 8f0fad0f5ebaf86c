import time

import numpy as np
import pytest
from null_checks import assert_conservative

from revenuer.stats.scan_windows import crowding


def _busy_days(rng: np.random.Generator, n: int) -> np.ndarray:
    """Onsets with a daily rhythm, growth and one viral hour, in whole minutes."""
    day = np.floor(14 * np.sqrt(rng.random(n)))
    hour = 24 * rng.beta(4, 3, size=n)
    times = np.where(rng.random(n) < 0.2, 7 * 24 + rng.random(n), 24 * day + hour)
    return np.floor(60 * times) / 60


@pytest.mark.parametrize("size", [5, 60, 1000])
def test_conservative_whatever_everybody_does(size: int) -> None:
    rng = np.random.default_rng(1)
    p = [crowding(_busy_days(rng, size), _busy_days(rng, 3000), seed=i).p_value for i in range(400)]
    assert_conservative(p)
    if size == 60:
        assert np.mean(np.array(p) < 1.0) > 0.1


def test_equal_times_favour_nobody() -> None:
    """Every onset in one tick: nothing can be said, however the inputs are ordered."""
    p = [crowding(np.zeros(50), np.zeros(500), seed=i).p_value for i in range(100)]
    assert_conservative(p)


def test_power_when_ten_of_fifty_start_within_ten_minutes() -> None:
    rng = np.random.default_rng(2)
    background = _busy_days(rng, 20_000)
    group = np.append(_busy_days(rng, 40), 100.0 + rng.random(10) / 6)
    found = crowding(group, background)
    assert found.p_value < 1e-6
    assert found.start <= 100.2
    assert found.end >= 100.0
    assert found.inside >= 10
    assert found.expected < 2


def test_a_viral_hour_is_not_lockstep() -> None:
    """A hundred of 2,000 who came in the same hour were picked for their hour alone."""
    rng = np.random.default_rng(3)
    p = []
    for i in range(100):
        viral = 50 + rng.random(2000)
        p.append(crowding(viral[:100], viral[100:], seed=i).p_value)
    assert_conservative(p)


def test_a_million_onsets_take_less_than_two_seconds() -> None:
    rng = np.random.default_rng(4)
    group, background = rng.random(24_000), rng.random(1_000_000)
    begin = time.process_time()
    crowding(group, background)
    assert time.process_time() - begin < 2.0


def test_too_few_onsets_say_nothing() -> None:
    assert crowding([1.0, 2.0], [3.0]).p_value == 1.0


def test_refuses_unusable_times() -> None:
    with pytest.raises(ValueError, match="finite"):
        crowding([float("nan")], [1.0])
    with pytest.raises(ValueError, match="not empty"):
        crowding([], [1.0])
