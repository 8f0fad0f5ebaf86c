"""The choice test: exact where enumerated, valid and accurate in the tail where sampled."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from revenuer.stats.signflip import advantages, choice_test


def by_brute_force(values: np.ndarray) -> float:
    """P(T* >= T) over every choice of one member a row, in exact integer arithmetic."""
    observed = sum(int(x) for x in values[:, 0])
    outcomes = [sum(pick) for pick in itertools.product(*values.astype(int).tolist())]
    return sum(total >= observed for total in outcomes) / len(outcomes)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3), st.integers(1, 6), st.integers(0, 10_000))
def test_enumeration_equals_brute_force_with_ties(m: int, n: int, seed: int) -> None:
    # multiples of m + 1 keep the centred scores integral
    scores = np.random.default_rng(seed).integers(-3, 4, (n, m + 1)) * m * (m + 1)
    values = advantages(scores[:, 0].astype(float), scores[:, 1:].astype(float))
    found = choice_test(values, draws=10, seed=0)
    assert found.method == "enumeration"
    assert found.p_value == pytest.approx(by_brute_force(np.rint(values)))


@pytest.mark.parametrize(("n", "wins"), [(60, 45), (200, 190), (1000, 640), (4000, 2120)])
def test_the_tail_agrees_with_the_binomial_far_below_one_over_b(n: int, wins: int) -> None:
    differences = np.where(np.arange(n) < wins, 1.0, -1.0)
    values = np.column_stack([differences, -differences])
    found = choice_test(values, draws=20_000, seed=5)
    exact = binom.logsf(wins - 1, n, 0.5) / math.log(10)
    assert found.log10_p == pytest.approx(exact, abs=max(0.15, 0.02 * abs(exact)))


def test_the_most_extreme_outcome_is_never_below_its_probability() -> None:
    values = np.column_stack([np.ones(500), -np.ones(500)])
    found = choice_test(values, draws=2_000, seed=1)
    assert found.log10_p >= 500 * math.log10(0.5) - 1e-9
    assert found.log10_p < -120
    assert found.p_value > 0


def test_underflow_leaves_a_positive_p_value_and_an_exact_log() -> None:
    values = np.column_stack([np.ones(3000), -np.ones(3000)])
    found = choice_test(values, draws=500, seed=1)
    assert found.p_value == np.finfo(float).tiny
    assert found.log10_p < -600


def test_the_plain_permutation_p_value_agrees_where_both_can_be_seen() -> None:
    rng = np.random.default_rng(8)
    served, twins = rng.normal(0.05, 1, 400), rng.normal(0, 1, (400, 3))
    found = choice_test(advantages(served, twins), draws=40_000, seed=2)
    assert found.plain_p == pytest.approx(found.p_value, rel=0.1)


def test_same_seed_same_answer_and_scale_does_not_matter() -> None:
    rng = np.random.default_rng(9)
    values = advantages(rng.normal(0.2, 1, 300), rng.normal(0, 1, (300, 1)))
    first = choice_test(values, draws=3_000, seed=4)
    assert first == choice_test(values, draws=3_000, seed=4)
    scaled = choice_test(values * 1024, draws=3_000, seed=4)
    assert scaled.log10_p == pytest.approx(first.log10_p)


def test_the_twin_trained_suspect_loses() -> None:
    rng = np.random.default_rng(10)
    found = choice_test(advantages(rng.normal(-0.5, 1, 500), rng.normal(0, 1, (500, 1))),
                        draws=2_000, seed=0)  # fmt: skip
    assert found.p_value > 0.999


@pytest.mark.parametrize("m", [1, 3])
def test_null_rejections_stay_at_or_below_nominal(m: int) -> None:
    rng = np.random.default_rng(77)
    runs = 1500
    p_values = np.empty(runs)
    for run in range(runs):
        scores = rng.standard_t(3, (40, m + 1)) + 2.0  # heavy tails
        p_values[run] = choice_test(
            advantages(scores[:, 0], scores[:, 1:]), draws=400, seed=run
        ).p_value
    for level in (0.05, 0.01):
        count = int((p_values <= level).sum())
        assert binom.sf(count - 1, runs, level) > 1e-4  # not above nominal
        assert binom.cdf(count, runs, level) > 1e-4  # nor hopelessly below


@pytest.mark.parametrize("values", [np.zeros((0, 2)), np.zeros((3, 1)), np.array([[1.0, np.nan]])])
def test_unusable_input_is_refused(values: np.ndarray) -> None:
    with pytest.raises(ValueError, match="values must"):
        choice_test(values, draws=10, seed=0)


def test_all_ties_say_nothing() -> None:
    assert choice_test(np.zeros((50, 2)), draws=10, seed=0).p_value == 1.0
