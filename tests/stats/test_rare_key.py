from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from null_checks import assert_conservative
from scipy import stats

from revenuer.stats.rare_key import carriers_tail, unlike_carriers_tail


def test_is_fishers_exact_test() -> None:
    table = [[7, 13], [4, 96]]
    fisher = stats.fisher_exact(table, alternative="greater").pvalue
    assert carriers_tail(7, 20, 4, 100) == pytest.approx(fisher)
    assert carriers_tail(7, 20, 4, 100, keys=5) == pytest.approx(5 * fisher)
    assert carriers_tail(0, 20, 4, 100) == 1.0
    assert 0.0 < carriers_tail(20_000, 20_000, 0, 1_000_000) <= 1e-290


@settings(deadline=None)
@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8), st.data())
def test_unlike_carriers_agree_with_enumeration(chances: list[float], data: st.DataObject) -> None:
    carriers = data.draw(st.integers(0, len(chances)))
    truth = sum(
        float(np.prod([p if x else 1 - p for p, x in zip(chances, outcome, strict=True)]))
        for outcome in product((0, 1), repeat=len(chances))
        if sum(outcome) >= carriers
    )
    found = unlike_carriers_tail(carriers, chances)
    assert found == pytest.approx(truth, abs=1e-8)
    assert found >= truth * (1 - 1e-6) - 1e-12


def test_far_tail_is_bounded_from_above() -> None:
    chances = np.full(5000, 1e-3)
    exact = stats.binom.sf(59, 5000, 1e-3)
    found = unlike_carriers_tail(60, chances)
    assert exact <= found <= 1e3 * exact
    assert unlike_carriers_tail(3, [0.0, 0.5, 0.5]) == 1e-300


def test_conservative_under_the_null() -> None:
    rng = np.random.default_rng(1)
    chances = rng.beta(1.0, 20.0, size=200)
    holders = (rng.random((2000, 200)) < chances).sum(axis=1)
    assert_conservative([unlike_carriers_tail(int(k), chances) for k in holders])
    inside, outside = rng.binomial(50, 0.03, 3000), rng.binomial(2000, 0.03, 3000)
    assert_conservative(
        [carriers_tail(int(a), 50, int(b), 2000) for a, b in zip(inside, outside, strict=True)]
    )


def test_power_for_a_payment_shared_by_five_of_forty() -> None:
    assert carriers_tail(5, 40, 3, 40_000) < 1e-12


@pytest.mark.parametrize("counts", [(5, 4, 0, 10), (1, 4, 11, 10), (-1, 4, 0, 10)])
def test_refuses_counts_that_cannot_be(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="holders"):
        carriers_tail(*counts)


def test_refuses_unusable_chances() -> None:
    with pytest.raises(ValueError, match="within"):
        unlike_carriers_tail(1, [1.5])
    with pytest.raises(ValueError, match="holders"):
        unlike_carriers_tail(3, [0.5])
