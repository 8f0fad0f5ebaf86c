import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from null_checks import assert_conservative, assert_uniform

from revenuer.stats.permutation import ENOUGH, Side, p_value, sequential_p_value


def test_counts_the_observation_as_one_draw() -> None:
    draws = np.array([1.0, 2.0, 3.0, 4.0])
    assert p_value(3.0, draws, Side.GREATER) == 3 / 5
    assert p_value(3.0, draws, Side.LESS) == 4 / 5
    assert p_value(9.0, draws, Side.GREATER) == 1 / 5
    assert p_value(9.0, draws, Side.TWO_SIDED) == 2 / 5
    assert p_value(2.5, draws, Side.TWO_SIDED) == 1.0


def test_rounding_does_not_break_a_tie() -> None:
    exact = 0.1 + 0.2 + 0.3
    other_order = 0.3 + 0.2 + 0.1
    assert exact != other_order
    assert p_value(exact, np.array([other_order]), Side.GREATER) == 1.0
    assert p_value(other_order, np.array([exact]), Side.LESS) == 1.0


@settings(deadline=None)
@given(st.lists(st.integers(-5, 5), min_size=1, max_size=30), st.integers(-6, 6))
def test_agrees_with_counting_by_hand(draws: list[int], observed: int) -> None:
    expected = (1 + sum(d >= observed for d in draws)) / (1 + len(draws))
    assert p_value(observed, draws, Side.GREATER) == expected
    assert p_value(-observed, [-d for d in draws], Side.LESS) == expected


def test_uniform_under_the_null_and_conservative_with_ties() -> None:
    rng = np.random.default_rng(1)
    smooth = [p_value(x[0], x[1:], Side.GREATER) for x in rng.normal(size=(4000, 200))]
    assert_uniform(smooth)
    assert_conservative(smooth)
    for side in Side:
        tied = [p_value(x[0], x[1:], side) for x in rng.integers(0, 4, size=(4000, 60))]
        assert_conservative(tied)


def test_power_at_a_shift_of_three() -> None:
    rng = np.random.default_rng(2)
    p = [p_value(rng.normal(3.0), rng.normal(size=999), Side.GREATER) for _ in range(500)]
    assert np.mean(np.array(p) <= 0.01) > 0.65


@pytest.mark.parametrize(
    ("observed", "draws"), [(1.0, []), (float("nan"), [1.0]), (1.0, [float("nan")])]
)
def test_refuses_what_has_no_rank(observed: float, draws: list[float]) -> None:
    with pytest.raises(ValueError, match=r"draw|NaN"):
        p_value(observed, draws, Side.LESS)


def _sequential(rng: np.random.Generator, most: int = 199) -> float:
    draws = (float(x) for x in iter(rng.standard_normal, None))
    return sequential_p_value(float(rng.standard_normal()), draws, most)


def test_sequential_p_values_are_valid_under_the_null() -> None:
    rng = np.random.default_rng(8)
    values = np.array([_sequential(rng) for _ in range(4000)])
    for level in (0.01, 0.05, 0.1, 0.25, 0.5):
        rate = float((values <= level).mean())
        assert rate <= level + 3 * (level * (1 - level) / 4000) ** 0.5
    assert values.min() >= 1 / 200


def test_a_sequential_test_stops_when_it_has_seen_enough() -> None:
    made = iter(range(10_000))
    assert sequential_p_value(-1.0, (float(next(made)) for _ in iter(int, 1)), 999) == 1.0
    assert next(made) == ENOUGH


def test_a_sequential_test_that_never_sees_enough_counts_all_draws() -> None:
    assert sequential_p_value(5.0, [1.0] * 50, 999) == 1 / 51
    assert sequential_p_value(5.0, [1.0] * 5000, 999) == 1 / 1000
    assert sequential_p_value(5.0, [9.0, *[1.0] * 998], 999) == 2 / 1000


def test_of_several_statistics_the_largest_p_value_is_given() -> None:
    draws = [(9.0, 0.0), *[(0.0, 0.0)] * 98]
    assert sequential_p_value((5.0, 5.0), draws, 99) == 2 / 100


@pytest.mark.parametrize(
    ("observed", "draws", "most"),
    [(np.nan, [1.0], 9), (1.0, [np.nan], 9), (1.0, [], 9), (1.0, [1.0], 0)],
)
def test_what_has_no_sequential_p_value(observed: float, draws: list[float], most: int) -> None:
    with pytest.raises(ValueError):
        sequential_p_value(observed, draws, most)
