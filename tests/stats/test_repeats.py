import time
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from null_checks import assert_conservative

from revenuer.stats.repeats import fewer_than_a_task, more_than_strangers, repeats

draws = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), min_size=2, max_size=30)


@settings(deadline=None)
@given(draws)
def test_counts_agree_with_all_pairs(rows: list[tuple[int, int]]) -> None:
    if len({a for _, a in rows}) < 2:
        return
    found = repeats([p for p, _ in rows], [a for _, a in rows])
    pairs = list(combinations(rows, 2))
    assert found.across == sum(p == q and a != b for (p, a), (q, b) in pairs)
    assert found.within == sum(p == q and a == b for (p, a), (q, b) in pairs)
    assert found.pairs == sum(a != b for (_, a), (_, b) in pairs)
    assert 0.0 <= found.low <= found.rate <= found.high <= 1.0


def test_interval_covers_when_accounts_have_favourites() -> None:
    rng = np.random.default_rng(1)
    popularity = 1.0 / np.arange(1, 201)
    popularity /= popularity.sum()
    truth, hits = float((popularity**2).sum()), 0
    accounts = np.repeat(np.arange(60), 8)
    for _ in range(300):
        fresh = rng.choice(200, size=480, p=popularity)
        again = rng.random(480) < 0.5
        payloads = np.where(again, fresh[(np.arange(480) // 8) * 8], fresh)
        found = repeats(payloads, accounts)
        hits += found.low <= truth <= found.high
    assert hits / 300 > 0.9


def test_no_repeat_bounds_the_rate() -> None:
    found = repeats(np.arange(100), np.arange(100) % 10)
    assert found.rate == 0.0
    assert found.low == 0.0
    assert found.high == pytest.approx(3.69 / found.pairs, rel=0.01)


@pytest.mark.parametrize("skew", [0.0, 1.0], ids=["equal", "zipf"])
def test_with_replacement_is_not_too_few(skew: float) -> None:
    rng = np.random.default_rng(2)
    popularity = np.arange(1, 501) ** -skew
    edges = popularity / popularity.sum()
    p = []
    for i in range(150):
        payloads = rng.choice(500, size=100, p=edges)
        accounts = rng.integers(0, 20, size=100)
        p.append(fewer_than_a_task(payloads, accounts, popularity, seed=i))
    assert_conservative(p)


def test_power_against_a_list_dealt_out_once() -> None:
    """300 accounts, four payloads each, all different; honest people share 20,000 items."""
    payloads, accounts = np.arange(1200), np.repeat(np.arange(300), 4)
    assert fewer_than_a_task(payloads, accounts, np.ones(20_000)) == 1 / 1000
    # From a set of two million nobody repeats anyway: nothing can be said.
    assert fewer_than_a_task(payloads, accounts, np.ones(2_000_000)) > 0.5


def _strangers(rng: np.random.Generator, accounts: int) -> tuple[np.ndarray, np.ndarray]:
    sizes = 1 + rng.poisson(5, size=accounts)
    payloads = (rng.pareto(0.7, size=sizes.sum()) * 3).clip(0, 1e9).astype(np.int64)
    return payloads, np.repeat(np.arange(accounts), sizes)


def test_strangers_do_not_repeat_too_much() -> None:
    rng = np.random.default_rng(3)
    p = []
    for i in range(150):
        payloads, accounts = _strangers(rng, 80)
        inside = accounts < 20
        p.append(
            more_than_strangers(
                payloads[inside], accounts[inside], payloads[~inside], accounts[~inside], seed=i
            )
        )
    assert_conservative(p)


def test_power_when_a_group_shares_a_fifth_of_its_payloads() -> None:
    rng = np.random.default_rng(4)
    payloads, accounts = _strangers(rng, 30)
    shared = rng.random(payloads.size) < 0.2
    payloads[shared] = 10**12 + rng.integers(0, 10, size=shared.sum())
    others = _strangers(rng, 300)
    assert more_than_strangers(payloads, accounts, *others) == 1 / 1000


def test_thirty_thousand_draws_take_less_than_three_seconds() -> None:
    rng = np.random.default_rng(5)
    payloads, accounts = rng.integers(0, 10**6, 30_000), rng.integers(0, 5000, 30_000)
    fewer_than_a_task([1, 2], [1, 2], np.ones(3))
    begin = time.process_time()
    fewer_than_a_task(payloads, accounts, np.ones(1000))
    assert time.process_time() - begin < 3.0


def test_refuses_unusable_input() -> None:
    with pytest.raises(ValueError, match="two accounts"):
        repeats([1, 2], [0, 0])
    with pytest.raises(ValueError, match="equal length"):
        repeats([1, 2], [0])
    with pytest.raises(ValueError, match="positive weights"):
        fewer_than_a_task([1, 2], [0, 1], [0.0])
    with pytest.raises(ValueError, match="twice"):
        more_than_strangers([1, 2], [0, 1], [1, 2], [0, 1])
