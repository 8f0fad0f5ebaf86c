"""Effects and intervals: coverage by simulation, agreement with scipy."""

import numpy as np
import pytest
from scipy.stats import binomtest

from revenuer.stats.paired_effect import standardised_effect, win_rate
from revenuer.stats.smallest_effect import pairs_needed, smallest_effect, smallest_share


@pytest.mark.parametrize("skewed", [False, True])
def test_the_effect_interval_covers(skewed: bool) -> None:
    rng = np.random.default_rng(1)
    truth, hits, runs = 0.3, 0, 600
    for _ in range(runs):
        noise = rng.gamma(4, 0.5, 400) - 2 if skewed else rng.normal(0, 1, 400)
        found = standardised_effect(noise + truth)
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= truth <= found.high
    assert 0.92 <= hits / runs <= 0.98


def test_no_effect_without_spread_or_rows() -> None:
    for differences in (np.ones(10), np.zeros(10), np.array([1.0, 2.0])):
        assert standardised_effect(differences).value is None


@pytest.mark.parametrize(("wins", "losses"), [(0, 12), (12, 0), (548, 452), (1, 1)])
def test_clopper_pearson_agrees_with_scipy(wins: int, losses: int) -> None:
    served = np.repeat([1.0, -1.0, 0.0], [wins, losses, 3])
    found = win_rate(served, np.zeros((served.size, 1)))
    expected = binomtest(wins, wins + losses).proportion_ci(0.95, "exact")
    assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))
    assert (found.wins, found.losses, found.ties) == (wins, losses, 3)


def test_many_twins_keep_chance_at_one_half_and_cover() -> None:
    rng = np.random.default_rng(2)
    hits, rates = 0, []
    for _ in range(400):
        scores = rng.exponential(1, (200, 5))
        found = win_rate(scores[:, 0], scores[:, 1:])
        assert found.rate is not None
        assert found.low is not None
        assert found.high is not None
        rates.append(found.rate)
        hits += found.low <= 0.5 <= found.high
    assert np.mean(rates) == pytest.approx(0.5, abs=0.01)
    assert hits / 400 >= 0.95


def test_all_tied_has_no_rate() -> None:
    assert win_rate(np.zeros(4), np.zeros((4, 2))).rate is None


def test_power_matches_what_was_published_for_the_sign_test_scale() -> None:
    n = pairs_needed(0.1, alpha=1e-6)
    assert n == pytest.approx(3126, rel=0.01)  # win rate .55: effect of a sign is 0.1
    assert smallest_effect(n, alpha=1e-6) == pytest.approx(0.1, rel=1e-3)
    assert smallest_share(4 * n, 0.1, alpha=1e-6) == pytest.approx(0.5, rel=1e-3)
    assert smallest_share(n // 2, 0.1, alpha=1e-6) is None
