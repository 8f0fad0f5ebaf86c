import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from revenuer.stats.intervals import bootstrap_bca, clopper_pearson, wilson

counts = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(counts, st.sampled_from([0.8, 0.95, 0.999]))
def test_shares_agree_with_scipy(count: tuple[int, int], level: float) -> None:
    successes, trials = count
    reference = stats.binomtest(successes, trials)
    for ours, method in ((wilson, "wilson"), (clopper_pearson, "exact")):
        mine = ours(successes, trials, level)
        theirs = reference.proportion_ci(level, method=method)
        assert mine.low == pytest.approx(theirs.low, abs=1e-9)
        assert mine.high == pytest.approx(theirs.high, abs=1e-9)
        assert mine.level == level


def test_coverage_over_all_outcomes() -> None:
    """Summed exactly over the binomial: guaranteed for one, on average for the other."""
    trials, level = 40, 0.95
    exact = [clopper_pearson(k, trials, level) for k in range(trials + 1)]
    score = [wilson(k, trials, level) for k in range(trials + 1)]
    truth = np.linspace(0.01, 0.99, 99)
    mass = stats.binom.pmf(np.arange(trials + 1)[None, :], trials, truth[:, None])

    def coverage(ends: list) -> np.ndarray:
        inside = np.array([[e.low <= p <= e.high for e in ends] for p in truth])
        return (mass * inside).sum(axis=1)

    assert coverage(exact).min() >= level
    assert coverage(score).mean() == pytest.approx(level, abs=0.01)


def test_bca_covers_a_skewed_mean_and_agrees_with_scipy() -> None:
    rng = np.random.default_rng(1)
    sample = rng.exponential(size=60)
    mine = bootstrap_bca(sample, np.mean, draws=4000)
    theirs = stats.bootstrap((sample,), np.mean, n_resamples=4000, rng=2).confidence_interval
    assert mine.low == pytest.approx(theirs.low, abs=0.03)
    assert mine.high == pytest.approx(theirs.high, abs=0.03)
    hits = 0
    for i in range(300):
        ends = bootstrap_bca(rng.exponential(size=40), np.mean, 0.9, draws=300, seed=i)
        hits += ends.low <= 1.0 <= ends.high
    # Known to be a little short at forty skewed values.
    assert 0.82 <= hits / 300 <= 0.95


def test_bca_of_rows_and_of_a_constant() -> None:
    rows = np.random.default_rng(3).normal(size=(50, 2))
    ends = bootstrap_bca(rows, lambda r: float(np.corrcoef(r.T)[0, 1]), draws=300)
    assert -1.0 <= ends.low < ends.high <= 1.0
    constant = bootstrap_bca(np.ones(10), np.mean, draws=200)
    assert (constant.low, constant.high) == (1.0, 1.0)
    assert bootstrap_bca(rows, lambda r: float(r[0, 0]), draws=200, seed=4) == bootstrap_bca(
        rows, lambda r: float(r[0, 0]), draws=200, seed=4
    )


def test_refuses_unusable_input() -> None:
    for bad in ((1, 0, 0.9), (3, 2, 0.9), (1, 2, 1.0)):
        with pytest.raises(ValueError, match="successes"):
            wilson(*bad)
        with pytest.raises(ValueError, match="successes"):
            clopper_pearson(*bad)
    with pytest.raises(ValueError, match="three rows"):
        bootstrap_bca([1.0, 2.0], np.mean)
    with pytest.raises(ValueError, match="100 draws"):
        bootstrap_bca([1.0, 2.0, 3.0], np.mean, draws=10)
