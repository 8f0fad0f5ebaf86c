import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from null_checks import assert_conservative, assert_uniform

from revenuer.stats.permutation import Side, p_value


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
