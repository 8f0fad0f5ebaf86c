"""Mutual nearest neighbours are those that comparing all pairs gives."""

import numpy as np
import pytest
from numpy.random import Generator

from revenuer.groups import nearest
from revenuer.groups.nearest import mutual_neighbours
from revenuer.groups.profiles import Profiles


def profiles(rng: Generator, count: int, streams: int = 0, dimensions: int = 6) -> Profiles:
    """Accounts far apart, or `streams` clusters of accounts dealt from one stream each."""
    precision = rng.integers(3, 17, count).astype(np.float32)
    if streams:
        centre = rng.normal(0, 8, (streams, dimensions))[np.arange(count) % streams]
    else:
        centre = rng.normal(0, 2, (count, dimensions))
    noise = rng.normal(0, 1, (count, dimensions)) / np.sqrt(precision)[:, None]
    vectors = (centre + noise).astype(np.float32)
    return Profiles(np.arange(count, dtype=np.int32), vectors, precision)


def brute_force(given: Profiles, k: int) -> dict[tuple[int, int], float]:
    x, n = given.vectors.astype(np.float64), given.precision.astype(np.float64)
    square = ((x[:, None, :] - x[None, :, :]) ** 2).sum(axis=2)
    distance = square / (1 / n[:, None] + 1 / n[None, :])
    np.fill_diagonal(distance, np.inf)
    near = [set(row[: min(k, len(x) - 1)].tolist()) for row in np.argsort(distance, axis=1)]
    return {
        (a, b): float(distance[a, b])
        for a in range(len(x))
        for b in near[a]
        if a < b and a in near[b]
    }


def listed(given: Profiles, k: int) -> dict[tuple[int, int], float]:
    pairs, distance = mutual_neighbours(given, k)
    found = dict(zip(map(tuple, pairs.tolist()), distance.tolist(), strict=True))
    assert len(found) == len(pairs)
    return found


@pytest.mark.parametrize(("count", "k"), [(2, 10), (5, 10), (11, 10), (300, 10), (1_500, 3)])
def test_all_pairs(count: int, k: int) -> None:
    given = profiles(np.random.default_rng(count), count)
    expected = brute_force(given, k)
    found = listed(given, k)
    assert found.keys() == expected.keys()
    np.testing.assert_allclose(
        [found[p] for p in expected], list(expected.values()), rtol=1e-3, atol=1e-3
    )


def test_one_account_has_no_neighbour() -> None:
    assert listed(profiles(np.random.default_rng(0), 1), 10) == {}


def test_accounts_of_one_stream_are_a_chi_square_apart() -> None:
    given = profiles(np.random.default_rng(1), 400, streams=1, dimensions=30)
    x, n = given.vectors.astype(float), given.precision.astype(float)
    square = ((x[::2] - x[1::2]) ** 2).sum(axis=1) / (1 / n[::2] + 1 / n[1::2])
    assert 28 < square.mean() < 32
    distances = [brute_force(given, 399)[2 * i, 2 * i + 1] for i in range(3)]
    np.testing.assert_allclose(distances, square[:3], rtol=1e-6)


def test_the_coarse_partition_finds_what_all_pairs_find(monkeypatch: pytest.MonkeyPatch) -> None:
    given = profiles(np.random.default_rng(2), 3_000, streams=40)
    exact = listed(given, 10)
    monkeypatch.setattr(nearest, "_EXACT", 100)
    coarse = listed(given, 10)
    # Neighbours in cells that are not searched are missed; then a farther one takes the place.
    assert len(coarse.keys() & exact.keys()) >= 0.95 * len(exact)
    for pair in coarse.keys() & exact.keys():
        assert coarse[pair] == pytest.approx(exact[pair], rel=1e-2, abs=1e-2)
    same = [a % 40 == b % 40 for a, b in coarse]
    assert np.mean(same) > 0.99
    assert listed(given, 10) == coarse


def test_the_coarse_partition_looks_over_its_borders(monkeypatch: pytest.MonkeyPatch) -> None:
    given = profiles(np.random.default_rng(2), 3_000)
    exact = listed(given, 10)
    monkeypatch.setattr(nearest, "_EXACT", 100)
    assert len(listed(given, 10).keys() & exact.keys()) >= 0.97 * len(exact)


def test_the_coarse_partition_searches_each_cell_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "_EXACT", 100)
    monkeypatch.setattr(nearest, "_CELL", 50)
    given = profiles(np.random.default_rng(3), 900)
    compared = np.zeros((900, 900), np.int32)
    for asking, pool in nearest._blocks(given.vectors):
        compared[np.ix_(asking, pool)] += 1
    assert compared.max() == 1
    assert compared.diagonal().sum() == 900


def test_many_equal_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "_EXACT", 100)
    monkeypatch.setattr(nearest, "_CELL", 50)
    vectors = np.zeros((900, 4), np.float32)
    given = Profiles(np.arange(900, dtype=np.int32), vectors, np.full(900, 5, np.float32))
    pairs, distance = mutual_neighbours(given)
    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert not distance.any()
