from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from null_checks import assert_mean_at_most_one

from revenuer.stats.control_ratio import control_ratio
from revenuer.stats.permutation import Side

Population = Callable[[np.random.Generator, int], np.ndarray]


def _normal(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.normal(size=n)


def _t3(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.standard_t(3, size=n)


def _skewed(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.exp(rng.normal(size=n))


def _two_kinds(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.normal(size=n) + 20.0 * (rng.random(n) < 0.05)


def _far_two_kinds(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.normal(size=n) + 100.0 * (rng.random(n) < 0.05)


def _mostly_zero(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.random(n) * (rng.random(n) < 0.2)


POPULATIONS = [_normal, _t3, _skewed, _two_kinds, _far_two_kinds, _mostly_zero]


def _null_e(
    draw: Population, size: int, seed: int, shift: float = 0.0, stretch: float = 1.0
) -> list[float]:
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(400):
        controls = draw(rng, size)
        values = shift + stretch * draw(rng, 5)
        found += [control_ratio(v, controls).e_value for v in values]
    return found


@pytest.mark.parametrize("size", [10, 50, 500])
@pytest.mark.parametrize("draw", POPULATIONS)
def test_mean_at_most_one_among_benign_groups(draw: Population, size: int) -> None:
    assert_mean_at_most_one(_null_e(draw, size, seed=size))


def test_holds_when_traffic_differs_moderately_from_the_controls() -> None:
    """Traffic half a standard deviation higher and a quarter wider than normal controls."""
    for size in (20, 100, 500):
        assert_mean_at_most_one(_null_e(_normal, size, seed=1, shift=0.5, stretch=1.25))


def test_breaks_when_traffic_is_nothing_like_the_controls() -> None:
    """Two standard deviations higher: no rank and no ratio can be trusted. A known limit."""
    assert np.mean(_null_e(_normal, 100, seed=2, shift=2.0)) > 1.5


def test_power_grows_with_distance_beyond_what_a_rank_can_say() -> None:
    controls = np.random.default_rng(0).normal(size=500)
    e = [control_ratio(v, controls).e_value for v in (3.0, 5.0, 10.0, 20.0)]
    assert e == sorted(e)
    assert e[1] > 30
    assert e[2] > 1000 > 501
    assert e[3] > 3000


def test_few_controls_cannot_say_much() -> None:
    controls = np.random.default_rng(0).normal(size=20)
    result = control_ratio(1e6, controls)
    assert result.e_value < 21
    assert result.novelty > 0.04


def test_what_some_controls_do_is_never_strong_evidence() -> None:
    controls = np.append(np.random.default_rng(0).normal(size=490), np.full(10, 50.0))
    assert control_ratio(60.0, controls).e_value < 501 / 11


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.floats(-100, 100), min_size=10, max_size=40),
    st.floats(-1e3, 1e3),
    st.floats(-1e3, 1e3),
)
def test_rises_with_the_value_and_mirrors(controls: list[float], a: float, b: float) -> None:
    low, high = control_ratio(min(a, b), controls), control_ratio(max(a, b), controls)
    assert 0.0 <= low.e_value <= high.e_value * (1 + 1e-9)
    assert high.e_value <= 1.0 / high.novelty
    mirrored = control_ratio(-a, [-c for c in controls], direction=Side.LESS)
    assert mirrored.e_value == pytest.approx(control_ratio(a, controls).e_value)


@settings(deadline=None, max_examples=50)
@given(st.floats(0.01, 100.0), st.floats(-50.0, 50.0))
def test_units_do_not_matter(scale: float, offset: float) -> None:
    controls = np.random.default_rng(5).normal(size=60)
    plain = control_ratio(6.0, controls)
    moved = control_ratio(6.0 * scale + offset, controls * scale + offset)
    assert moved.e_value == pytest.approx(plain.e_value, rel=1e-6)


def test_sampling_error_and_floor_weaken() -> None:
    controls = np.random.default_rng(6).normal(size=300)
    sharp = control_ratio(8.0, controls).e_value
    assert control_ratio(8.0, controls, se=3.0).e_value < sharp / 5
    assert control_ratio(8.0, controls, floor=3.0).e_value < sharp / 3


def test_mean_at_most_one_with_sampling_error() -> None:
    rng = np.random.default_rng(7)
    found = []
    for _ in range(600):
        controls = rng.normal(size=100)
        noisy = rng.normal(size=5) + 2.0 * rng.normal(size=5)
        found += [control_ratio(v, controls, se=2.0).e_value for v in noisy]
    assert_mean_at_most_one(found)


def test_controls_that_never_vary_leave_only_the_rank() -> None:
    result = control_ratio(0.3, np.zeros(99))
    assert result.e_value <= 100
    assert control_ratio(1e9, np.zeros(99)).e_value == result.e_value
    assert control_ratio(0.0, np.zeros(99)).e_value == 0.0
    assert control_ratio(0.3, np.zeros(99), floor=1.0).e_value == 0.0


@pytest.mark.parametrize(
    ("value", "controls", "options", "words"),
    [
        (1.0, [0.0] * 9, {}, "at least 10"),
        (float("nan"), [0.0] * 10, {}, "finite"),
        (1.0, [float("inf")] * 10, {}, "finite"),
        (1.0, [0.0] * 10, {"direction": Side.TWO_SIDED}, "one side"),
        (1.0, [0.0] * 10, {"novelty": 0.0}, "novelty"),
        (1.0, [0.0] * 10, {"se": -1.0}, "negative"),
    ],
)
def test_refuses_unusable_input(
    value: float, controls: list[float], options: dict, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        control_ratio(value, controls, **options)
