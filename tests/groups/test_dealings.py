"""Accounts of one operator do not part by their cards, however loosely their rates go together."""

import numpy as np
import pytest
from numpy.random import Generator
from numpy.typing import NDArray

from revenuer.groups.dealings import follow_two_rates, operators

DAYS, A_DAY = 14, 6
Counts = NDArray[np.int64]


def pool(rng: Generator, accounts: int, own: float = 0.8) -> Counts:
    """(accounts, windows) of about a hundred exchanges each. `own` is how far each account's
    customers go their own way, beside the rate that the pool has in common."""
    common = rng.normal(0, 0.5, DAYS * A_DAY)
    rate = np.exp(common + rng.normal(0, own, (accounts, DAYS * A_DAY)))
    return rng.poisson(100 * rate / rate.sum(axis=1, keepdims=True))


def parted(rng: Generator, own: float) -> bool:
    """Whether one pool is parted by a card that thirty of its fifty accounts have."""
    whole = pool(rng, 50, own)
    return follow_two_rates(whole[:30], whole[30:])


@pytest.mark.parametrize("own", [0.0, 0.8, 1.5])
def test_one_operator_is_hardly_ever_taken_for_two(own: float) -> None:
    rng = np.random.default_rng(2)
    assert sum(parted(rng, own) for _ in range(40)) <= 5, "one in twenty is the level"


def test_two_operators_follow_two_rates() -> None:
    rng = np.random.default_rng(3)
    found = [follow_two_rates(pool(rng, 30), pool(rng, 20)) for _ in range(20)]
    assert sum(found) >= 18


def test_cards_that_come_in_waves_are_no_operators() -> None:
    """A queue that is dealt to thirty accounts until they are closed, and to thirty others then."""
    whole = pool(np.random.default_rng(4), 60, 0.0)
    whole[:30, DAYS * A_DAY // 2 :] = 0
    whole[30:, : DAYS * A_DAY // 2] = 0
    assert not follow_two_rates(whole[:30], whole[30:])


def test_less_than_three_days_show_nothing() -> None:
    rng = np.random.default_rng(5)
    assert not follow_two_rates(
        pool(rng, 30)[:, : 3 * A_DAY - 1], pool(rng, 20)[:, : 3 * A_DAY - 1]
    )


def test_parts_of_one_operator_are_together_and_another_is_apart() -> None:
    rng = np.random.default_rng(6)
    one, other = pool(rng, 50, 0.0), pool(rng, 20, 0.0)
    part = np.repeat([0, 1, 2, -1], [25, 20, 20, 5])
    assert operators(np.concatenate([one[:45], other, one[45:]]), part).tolist() == [0, 0, 1]


def test_accounts_without_a_rate_show_nothing() -> None:
    still = np.ones((40, DAYS * A_DAY), np.int64)
    assert not follow_two_rates(still[:20], still[20:])
