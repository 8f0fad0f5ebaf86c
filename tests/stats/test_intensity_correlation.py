"""Parts of one queue rise and fall together, and two queues do not."""

import math

import numpy as np
import pytest
from numpy.random import Generator

from revenuer.stats.intensity_correlation import intensity_correlation, within_day_correlation

A_DAY = 6


def queue(rng: Generator, days: int) -> np.ndarray:
    """A rate that somebody changes now and then, on top of office hours."""
    steps = np.repeat(np.exp(rng.normal(0, 0.6, days * 2)), A_DAY // 2)
    return steps * np.tile([0.4, 0.7, 1.0, 1.3, 1.0, 0.6], days)


def simulated(shares: tuple[float, float], one_queue: bool, runs: int) -> np.ndarray:
    rng = np.random.default_rng(11)
    values = []
    for _ in range(runs):
        first = queue(rng, 14)
        second = first if one_queue else queue(rng, 14)
        a, b = rng.poisson(first * shares[0]), rng.poisson(second * shares[1])
        found = intensity_correlation(a, b, A_DAY)
        values.append((found.value, found.se))
    return np.array(values)


@pytest.mark.parametrize("shares", [(12.0, 12.0), (30.0, 5.0)])
def test_thinned_parts_of_one_queue_have_one_intensity(shares: tuple[float, float]) -> None:
    found = simulated(shares, True, 200)
    assert np.nanmean(found[:, 0]) == pytest.approx(1.0, abs=0.08)


@pytest.mark.parametrize("shares", [(12.0, 12.0), (30.0, 5.0)])
def test_two_queues_in_the_same_office_hours_have_none_in_common(
    shares: tuple[float, float],
) -> None:
    found = simulated(shares, False, 200)
    assert np.nanmean(found[:, 0]) == pytest.approx(0.0, abs=0.08)


def test_a_queue_whose_mix_shifts_by_the_day_is_one_within_its_days() -> None:
    rng = np.random.default_rng(12)
    over_days, within = [], []
    for _ in range(60):
        rate = queue(rng, 14) * 25
        mix = np.repeat(rng.uniform(0.3, 0.7, 14), A_DAY)
        a, b = rng.poisson(rate * mix), rng.poisson(rate * (1 - mix))
        over_days.append(intensity_correlation(a, b, A_DAY).value)
        within.append(within_day_correlation(a, b, A_DAY).value)
    assert np.nanmean(within) > 0.8
    assert np.nanmean(within) > np.nanmean(over_days) + 0.1


def test_two_queues_have_nothing_in_common_within_days_either() -> None:
    rng = np.random.default_rng(13)
    found = []
    for _ in range(200):
        a, b = rng.poisson(queue(rng, 14) * 12), rng.poisson(queue(rng, 14) * 12)
        found.append(within_day_correlation(a, b, A_DAY).value)
    assert np.nanmean(found) == pytest.approx(0.0, abs=0.08)


def test_the_standard_error_is_about_the_spread() -> None:
    found = simulated((12.0, 12.0), False, 400)
    told = float(np.nanmedian(found[:, 1]))
    assert np.nanstd(found[:, 0]) == pytest.approx(told, rel=0.35)


def test_steady_streams_say_nothing() -> None:
    rng = np.random.default_rng(5)
    steady = np.full(60, 10.0)
    found = intensity_correlation(steady, rng.poisson(10.0, 60), A_DAY)
    assert math.isnan(found.value)
    assert math.isnan(found.se)


@pytest.mark.parametrize(
    ("one", "other", "a_day"),
    [
        ([1.0] * 18, [1.0] * 17, 6),
        ([1.0] * 17, [1.0] * 17, 6),
        ([1.0] * 18, [1.0] * 18, 0),
        ([-1.0] * 18, [1.0] * 18, 6),
        ([math.nan] * 18, [1.0] * 18, 6),
    ],
    ids=["unequal", "too short", "no day", "negative", "not a number"],
)
def test_what_cannot_be_compared(one: list[float], other: list[float], a_day: int) -> None:
    with pytest.raises(ValueError):
        intensity_correlation(one, other, a_day)
