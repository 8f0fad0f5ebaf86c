"""The two estimators that extraction signals rest on, against simulation."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revenuer.stats.clustered_share import clustered_share
from revenuer.stats.simpson import agreement


def test_standard_error_covers_clustered_hits() -> None:
    """Clusters of unequal size and own rates: z-values have spread of about one."""
    rng = np.random.default_rng(5)
    truth = 0.2
    z = []
    for _ in range(400):
        size = rng.poisson(20, 60) + 1
        rate = rng.beta(2, 8, 60)
        label = np.repeat(np.arange(60), size)
        found = clustered_share(rng.random(len(label)) < rate[label], label)
        z.append((found.logit - math.log(truth / (1 - truth))) / found.se)
    assert abs(np.mean(z)) < 0.2
    assert 0.8 < np.std(z) < 1.15


def test_ignoring_clusters_would_claim_too_much() -> None:
    rng = np.random.default_rng(6)
    label = np.repeat(np.arange(20), 50)
    hits = (rng.random(20) < 0.5)[label]
    assert clustered_share(hits, label).se > 5 * clustered_share(hits, np.arange(1000)).se


@given(few=st.integers(1, 300), more=st.integers(1, 10_000))
def test_nothing_found_in_few_never_looks_larger_than_it_may(few: int, more: int) -> None:
    small = clustered_share(np.zeros(few), np.arange(few))
    large = clustered_share(np.zeros(few + more), np.arange(few + more))
    assert large.logit < small.logit < math.log(1e-3)
    assert small.se > 1.0


@pytest.mark.parametrize(
    ("weight", "cluster"), [([], []), ([0.5], [1, 2]), ([2.0], [1]), ([math.nan], [1])]
)
def test_refuses_what_is_no_share(weight: list[float], cluster: list[int]) -> None:
    with pytest.raises(ValueError):
        clustered_share(weight, cluster)


def test_one_cluster_counts_as_one_event() -> None:
    assert clustered_share(np.ones(5000), np.zeros(5000)).se > 1.0


def test_effective_number_of_kinds_is_centred_with_its_error() -> None:
    rng = np.random.default_rng(7)
    p = rng.dirichlet(np.full(30, 0.5))
    truth = -math.log(float((p**2).sum()))
    found = [agreement(rng.multinomial(400, p)) for _ in range(400)]
    z = [(f.log_kinds - truth) / f.se for f in found]
    assert abs(np.mean([f.log_kinds for f in found]) - truth) < 0.02
    assert 0.8 < np.std(z) < 1.2


@settings(max_examples=50)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=30).filter(lambda c: sum(c) >= 2))
def test_agreeing_pairs_are_counted(counts: list[int]) -> None:
    draws = np.repeat(np.arange(len(counts)), counts)
    same = np.triu(draws[:, None] == draws[None, :], 1).sum()
    found = agreement(counts)
    assert found.agreeing == same
    assert found.pairs == len(draws) * (len(draws) - 1) / 2


@pytest.mark.parametrize("counts", [[], [1], [-1, 5]])
def test_refuses_too_few_draws(counts: list[int]) -> None:
    with pytest.raises(ValueError):
        agreement(counts)
