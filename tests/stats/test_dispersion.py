import math
from itertools import product

import numpy as np
import pytest
from null_checks import assert_conservative
from scipy import stats

from revenuer.stats import truncated_poisson
from revenuer.stats.dispersion import _conditional_moments, _log_chernoff, dispersion


def _enumerate(exposure: np.ndarray, total: int, at_least: int) -> list[tuple[tuple, float]]:
    """Every count vector with its multinomial probability given the minimum: the slow truth."""
    cells = [
        c for c in product(range(at_least, total + 1), repeat=exposure.size) if sum(c) == total
    ]
    mass = np.array([stats.multinomial.pmf(c, total, exposure / exposure.sum()) for c in cells])
    return list(zip(cells, mass / mass.sum(), strict=True))


@pytest.mark.parametrize("at_least", [0, 1, 2])
def test_small_cases_agree_with_full_enumeration(at_least: int) -> None:
    exposure = np.array([1.0, 2.0, 1.5])
    law = truncated_poisson.fit(exposure, 12, at_least)
    truth = _enumerate(exposure, 12, at_least)
    score = np.array([((np.array(c) - law.mean) ** 2 / law.variance).sum() for c, _ in truth])
    mass = np.array([q for _, q in truth])
    for (counts, _), own in list(zip(truth, score, strict=True))[::7]:
        result = dispersion(counts, exposure, at_least=at_least)
        even = mass[score <= own + 1e-9].sum()
        uneven = mass[score >= own - 1e-9].sum()
        # 0.95 of the level is the Monte-Carlo share; four standard errors of 1,999 draws.
        wobble = 4 * math.sqrt(even * (1 - even) / 1999) + 1e-3
        assert result.p_even == pytest.approx(min(1.0, even / 0.95), abs=1.1 * wobble)
        assert result.p_uneven == pytest.approx(uneven, abs=wobble)
        assert _log_chernoff(law, own) >= math.log(even)


def test_moments_of_the_truncated_law_agree_with_summing_it() -> None:
    law = truncated_poisson.fit(np.array([0.1, 1.0, 5.0]), 14, 2)
    c = np.arange(2, 200)
    for i in range(3):
        mass = stats.poisson.pmf(c, law.rate[i])
        mass /= mass.sum()
        mean = (mass * c).sum()
        assert law.mean[i] == pytest.approx(mean)
        assert law.variance[i] == pytest.approx((mass * (c - mean) ** 2).sum())
        assert law.third[i] == pytest.approx((mass * (c - mean) ** 3).sum())
        assert law.fourth[i] == pytest.approx((mass * (c - mean) ** 4).sum())
        for theta in (0.01, 1.0, 50.0):
            direct = (mass * np.exp(-theta * (c - mean) ** 2 / law.variance[i])).sum()
            fast = truncated_poisson.log_generating(theta, law.rate, law.mean, law.variance, 2)
            assert fast[i] == pytest.approx(math.log(direct), abs=1e-9)
    assert law.mean.sum() == pytest.approx(14)


def test_conditional_moments_are_those_of_pearsons_statistic() -> None:
    """Plain multinomial: mean m - 1, and variance 2(m-1) + (sum 1/p - m^2 - 2m + 2) / N."""
    rng = np.random.default_rng(1)
    share = rng.dirichlet(np.full(500, 3.0))
    mean, variance = _conditional_moments(truncated_poisson.fit(share, 4000, 0))
    exact = 2 * 499 + ((1 / share).sum() - 500**2 - 1000 + 2) / 4000
    assert mean == pytest.approx(499)
    assert variance == pytest.approx(exact, rel=0.01)


@pytest.mark.parametrize("spread", [0.0, 1.0], ids=["equal", "unequal"])
@pytest.mark.parametrize(("accounts", "events"), [(5, 12), (61, 90), (400, 1600)])
def test_conservative_under_the_multinomial(accounts: int, events: int, spread: float) -> None:
    rng = np.random.default_rng(2)
    exposure = 0.05 + rng.exponential(size=accounts) if spread else np.ones(accounts)
    draws = rng.multinomial(events, exposure / exposure.sum(), size=2000 if accounts > 60 else 500)
    p = [dispersion(c, exposure, seed=i).p_even for i, c in enumerate(draws)]
    assert_conservative(p)


def _seen_only(
    rng: np.random.Generator, rate: float, accounts: int, total: int, want: int
) -> np.ndarray:
    """Poisson counts kept where every account was seen and the total fits, by rejection."""
    kept: list[np.ndarray] = []
    mass = stats.poisson.pmf(np.arange(1, 30), rate)
    while len(kept) < want:
        draws = rng.choice(np.arange(1, 30), size=(20_000, accounts), p=mass / mass.sum())
        kept.extend(draws[draws.sum(axis=1) == total])
    return np.array(kept[:want])


@pytest.mark.parametrize("accounts", [8, 80])
def test_accounts_are_known_only_because_they_were_seen(accounts: int) -> None:
    rng = np.random.default_rng(3)
    total = 2 * accounts
    law = truncated_poisson.fit(np.ones(accounts), total, 1)
    draws = _seen_only(rng, law.rate[0], accounts, total, 1500)
    aware = [dispersion(c, at_least=1, seed=i).p_even for i, c in enumerate(draws)]
    assert_conservative(aware)
    if accounts == 80:
        blind = np.array([dispersion(c).p_even for c in draws])
        assert np.mean(blind <= 0.05) > 0.3, "ignoring the selection would accuse at random"


def test_bursts_and_habits_are_not_too_even() -> None:
    rng = np.random.default_rng(4)
    p = [
        dispersion(rng.poisson(4.0 * rng.gamma(3.0, 1 / 3, size=150)), seed=i).p_even
        for i in range(300)
    ]
    assert np.mean(np.array(p) <= 0.1) == 0.0


def test_power_against_rotation() -> None:
    """Least-recently-used rotation over 300 accounts, four conversations each, 20 % strays."""
    rng = np.random.default_rng(5)
    counts = np.bincount(
        np.where(rng.random(1200) < 0.2, rng.integers(0, 300, 1200), np.arange(1200) % 300),
        minlength=300,
    )
    result = dispersion(counts, at_least=1)
    assert result.index < 0.5
    assert 0.0 < result.p_even < 1e-12
    perfect = dispersion(np.full(300, 4), at_least=1)
    assert perfect.index == pytest.approx(0.0, abs=1e-9)
    assert 0.0 < perfect.p_even < 1e-100
    assert perfect.p_uneven == 1.0


def test_no_power_against_random_dispatch() -> None:
    rng = np.random.default_rng(6)
    draws = rng.multinomial(1200, np.full(300, 1 / 300), size=500)
    p = np.array([dispersion(c).p_even for c in draws])
    assert 0.0 < np.mean(p <= 0.1) < 0.14


def test_forced_counts_say_nothing() -> None:
    assert dispersion(np.ones(50), at_least=1).p_even == 1.0


def test_same_input_same_answer() -> None:
    assert dispersion([3, 4, 2, 9], seed=7) == dispersion([3, 4, 2, 9], seed=7)


@pytest.mark.parametrize(
    ("counts", "exposure", "at_least", "words"),
    [
        ([3], None, 0, "two accounts"),
        ([1, 0], None, 1, "at_least"),
        ([1.5, 2], None, 0, "whole"),
        ([1, 2], [1.0, 0.0], 0, "positive"),
    ],
)
def test_refuses_unusable_input(
    counts: list[float], exposure: list[float] | None, at_least: int, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        dispersion(counts, exposure, at_least=at_least)
