"""The e-process: a test martingale under the null, wealth under the alternative."""

import itertools
import math

import numpy as np
import pytest

from revenuer.stats.betting import bet
from revenuer.stats.signflip import advantages


@pytest.mark.parametrize("m", [1, 2])
def test_mean_wealth_over_all_coins_is_exactly_one(m: int) -> None:
    rng = np.random.default_rng(3)
    members = rng.standard_t(2, (5, m + 1))
    total = 0.0
    for picks in itertools.product(range(m + 1), repeat=5):
        order = [[pick, *[j for j in range(m + 1) if j != pick]] for pick in picks]
        seen = np.take_along_axis(members, np.array(order), axis=1)
        total += bet(advantages(seen[:, 0], seen[:, 1:])).e_value
    assert total / (m + 1) ** 5 == pytest.approx(1.0)


def test_the_bet_is_predictable() -> None:
    """Wealth after i sets does not depend on any later set."""
    rng = np.random.default_rng(4)
    values = advantages(rng.normal(0, 1, 50), rng.normal(0, 1, (50, 2)))
    changed = values.copy()
    changed[30:] = rng.normal(0, 99, (20, 3))
    assert np.array_equal(bet(values).log_path[:30], bet(changed).log_path[:30])


def test_peeking_crosses_twenty_in_at_most_five_percent_of_null_runs() -> None:
    rng = np.random.default_rng(5)
    runs = 2000
    highest = [
        bet(advantages(rng.standard_t(3, 300), rng.standard_t(3, (300, 1)))).log10_highest
        for _ in range(runs)
    ]
    crossed = float(np.mean(np.array(highest) >= math.log10(20)))
    assert crossed <= 0.05
    assert crossed > 0.005  # it does bet


def test_wealth_grows_with_evidence() -> None:
    rng = np.random.default_rng(6)
    wealth = bet(advantages(rng.normal(0.5, 1, 500), rng.normal(0, 1, (500, 1))))
    assert wealth.log10_e > 6
    assert wealth.log10_highest >= wealth.log10_e


def test_huge_wealth_stays_finite_and_no_sets_leave_one() -> None:
    ones = np.ones(5000)
    assert math.isfinite(bet(np.column_stack([ones, -ones])).e_value)
    assert bet(np.zeros((0, 2))).e_value == 1.0
    assert bet(np.zeros((7, 2))).e_value == pytest.approx(1.0)
