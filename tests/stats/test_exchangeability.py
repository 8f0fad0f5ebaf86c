from itertools import permutations

import numpy as np
import pytest
from null_checks import assert_conservative, assert_uniform

from revenuer.stats.exchangeability import _between, _permutation_variance, exchangeability


def _accounts(rng: np.random.Generator, sizes: np.ndarray) -> np.ndarray:
    return rng.permutation(np.repeat(np.arange(sizes.size), sizes))


def _people(
    rng: np.random.Generator, labels: np.ndarray, dimensions: int, icc: float
) -> np.ndarray:
    """Correlated, skewed features of which a share `icc` is the account's own."""
    own = rng.normal(size=(labels.max() + 1, dimensions))[labels]
    noise = rng.gamma(2.0, size=(labels.size, dimensions)) - 2.0
    features = np.sqrt(icc) * own + np.sqrt((1 - icc) / 2) * noise
    return features @ rng.normal(size=(dimensions, dimensions))


def test_variance_agrees_with_all_permutations() -> None:
    rng = np.random.default_rng(1)
    white = rng.normal(size=(7, 2)) ** 3
    white -= white.mean(axis=0)
    codes = np.array([0, 0, 0, 1, 1, 2, 3])
    sizes = np.bincount(codes).astype(float)
    every = [_between(white[list(order)], codes, 1 / sizes) for order in permutations(range(7))]
    assert np.mean(every) == pytest.approx((white**2).sum() * 3 / 6)
    assert np.var(every) == pytest.approx(_permutation_variance(white, sizes))


def test_one_dimension_is_the_textbook_analysis_of_variance() -> None:
    rng = np.random.default_rng(2)
    labels = _accounts(rng, np.array([2, 5, 9, 4, 1]))
    x = rng.normal(size=labels.size) + labels
    groups = [x[labels == a] for a in range(5)]
    msw = sum(((g - g.mean()) ** 2).sum() for g in groups) / (x.size - 5)
    msb = sum(g.size * (g.mean() - x.mean()) ** 2 for g in groups) / 4
    n0 = (x.size - sum(g.size**2 for g in groups) / x.size) / 4
    result = exchangeability(x[:, None], labels)
    assert result.icc == pytest.approx((msb - msw) / (msb + (n0 - 1) * msw))
    assert result.mean_size == pytest.approx(n0)


@pytest.mark.parametrize("icc", [0.0, 0.05, 0.3])
def test_recovers_the_true_correlation(icc: float) -> None:
    rng = np.random.default_rng(3)
    estimates = []
    for _ in range(30):
        labels = _accounts(rng, rng.integers(1, 9, size=300))
        estimates.append(exchangeability(_people(rng, labels, 8, icc), labels).icc)
    assert np.mean(estimates) == pytest.approx(icc, abs=0.01)


@pytest.mark.parametrize(
    ("accounts", "largest", "dimensions"), [(6, 4, 2), (100, 4, 8), (300, 4, 32), (5, 900, 8)]
)
def test_uniform_when_one_stream_is_dealt(accounts: int, largest: int, dimensions: int) -> None:
    rng = np.random.default_rng(4)
    results = []
    for i in range(250):
        sizes = np.append(rng.integers(1, largest + 1, size=accounts - 1), largest)
        labels = _accounts(rng, sizes)
        features = _people(rng, labels, dimensions, 0.0)
        results.append(exchangeability(features, labels, seed=i))
    p = [r.p_heterogeneous for r in results]
    assert_conservative(p)
    assert_uniform(p)
    z = np.array([r.z for r in results])
    assert abs(z.mean()) < 0.2
    assert z.std() == pytest.approx(1.0, abs=0.15)
    scaled = np.array([r.icc / r.se for r in results])
    if accounts > 6:
        assert scaled.std() == pytest.approx(1.0, abs=0.15)


def test_power_at_four_rows_an_account() -> None:
    """300 accounts of four rows, 16 dimensions: an icc of 0.05 stands far above shuffling."""
    rng = np.random.default_rng(5)
    labels = _accounts(rng, np.full(300, 4))
    result = exchangeability(_people(rng, labels, 16, 0.05), labels)
    assert result.z > 5
    assert result.p_heterogeneous <= 1e-3
    assert result.se < 0.01


def test_whitening_makes_units_irrelevant() -> None:
    rng = np.random.default_rng(6)
    labels = _accounts(rng, rng.integers(1, 6, size=100))
    features = _people(rng, labels, 5, 0.1)
    mixed = features @ rng.normal(size=(5, 5)) * 1e4 + 7.0
    # The ridge of d/n leaves a small dependence on units.
    assert exchangeability(mixed, labels).icc == pytest.approx(
        exchangeability(features, labels).icc, abs=0.01
    )


def test_repeating_oneself_is_an_icc_of_one() -> None:
    labels = np.repeat(np.arange(20), 3)
    features = np.random.default_rng(7).normal(size=(20, 3))[labels]
    result = exchangeability(features, labels)
    assert result.icc == pytest.approx(1.0)
    assert result.p_heterogeneous == 1 / 1000


def test_more_dimensions_than_rows() -> None:
    rng = np.random.default_rng(8)
    labels = _accounts(rng, np.full(10, 2))
    dealt = [exchangeability(rng.normal(size=(20, 64)), labels).z for _ in range(40)]
    assert abs(np.mean(dealt)) < 0.6


def test_a_hundred_thousand_rows_of_five_thousand_accounts() -> None:
    rng = np.random.default_rng(9)
    labels = rng.integers(0, 5000, size=100_000)
    result = exchangeability(rng.normal(size=(100_000, 64)), labels)
    assert (result.rows, result.accounts) == (100_000, 5000)
    assert abs(result.z) < 4.0


@pytest.mark.parametrize(
    ("features", "labels", "words"),
    [
        (np.zeros((3, 1)), [0, 0, 1], "four rows"),
        (np.zeros((4, 1)), [0, 0, 1, 1], "constant"),
        (np.full((4, 1), np.nan), [0, 0, 1, 1], "finite"),
        (np.eye(4), [0, 1, 2, 3], "two rows"),
        (np.eye(4), [0, 0, 0, 0], "two accounts"),
        (np.eye(4), [0, 0], "one account for each row"),
    ],
)
def test_refuses_unusable_input(features: np.ndarray, labels: list[int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        exchangeability(features, labels)
