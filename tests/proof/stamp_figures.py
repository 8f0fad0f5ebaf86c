"""Prints what STAMP's released scores show: `python tests/proof/stamp_figures.py [runs]`.

`runs` (default 1000) is the number of shuffled-coin runs for each benchmark.
"""

import sys
from dataclasses import dataclass

import numpy as np
from scipy.stats import ttest_1samp
from stamp_scores import Benchmark, stamp

from revenuer.proof.selfcheck import NullRates, shuffled_coins
from revenuer.stats.betting import bet
from revenuer.stats.paired_effect import standardised_effect, win_rate
from revenuer.stats.signflip import advantages, choice_test
from revenuer.stats.smallest_effect import pairs_needed


@dataclass(frozen=True)
class Figures:
    """What one benchmark's scores show of its published key (column 0) against the other eight."""

    effect_of_one_twin: float
    effect_of_eight: float
    win_rate: float
    pairs_for_1e6: int  # so that the expected z reaches 1e-6, one-sided: power one half
    log10_p: float
    log10_e: float


def figures(benchmark: Benchmark) -> Figures:
    scores = benchmark.scores
    one = [float(standardised_effect(scores[:, 0] - scores[:, j]).value or 0) for j in range(1, 9)]
    values = advantages(scores[:, 0], scores[:, 1:])
    effect = float(np.mean(one))
    return Figures(
        effect_of_one_twin=effect,
        effect_of_eight=float(standardised_effect(values[:, 0]).value or 0),
        win_rate=float(win_rate(scores[:, 0], scores[:, 1:]).rate or 0),
        pairs_for_1e6=pairs_needed(effect, alpha=1e-6, power=0.5),
        log10_p=choice_test(values, draws=20_000, seed=0).log10_p,
        log10_e=bet(values).log10_e,
    )


def never_published(benchmark: Benchmark) -> tuple[float, float]:
    """For keys nobody published: the smallest one-sided p of a key against the mean of the other
    seven, and the variance of the paired t statistics between two keys (1 if they were exact)."""
    private = benchmark.scores[:, 1:]
    p_values, t_values = [], []
    for j in range(8):
        others = np.delete(private, j, axis=1)
        difference = private[:, j] - others.mean(axis=1)
        p_values.append(ttest_1samp(difference, 0, alternative="greater").pvalue)
        t_values += [ttest_1samp(private[:, j] - other, 0).statistic for other in others.T]
    return float(min(p_values)), float(np.var(t_values))


def passing_keys(benchmarks: list[Benchmark]) -> list[float]:
    """Every never-published key against the mean of the other seven, as the release tests its
    published ones: perplexities, each key's clipped at its 2.5th and 97.5th percentile, paired t,
    one-sided. Ascending."""
    found: list[float] = []
    for benchmark in benchmarks:
        private = np.exp(-benchmark.scores[:, 1:])
        private = np.clip(private, *np.percentile(private, [2.5, 97.5], axis=0))
        for j in range(8):
            lower = np.delete(private, j, axis=1).mean(axis=1) - private[:, j]
            found.append(float(ttest_1samp(lower, 0, alternative="greater").pvalue))
    return sorted(found)


def one_twin_each(benchmarks: list[Benchmark], seed: int) -> np.ndarray:
    """Differences over all items, one of the eight twins drawn for each."""
    rng = np.random.default_rng(seed)
    parts = []
    for benchmark in benchmarks:
        rows = np.arange(len(benchmark.scores))
        twin = rng.integers(1, 9, rows.size)
        parts.append(benchmark.scores[:, 0] - benchmark.scores[rows, twin])
    return np.concatenate(parts)


def shown(rates: NullRates) -> str:
    cells = [f"p<={r.level}: {r.rejected}/{r.runs}" for r in rates.rejections]
    return "  ".join([*cells, f"e-process ever 20: {rates.crossed.rejected}/{rates.crossed.runs}"])


def main(runs: int) -> None:
    benchmarks = stamp()
    for benchmark in benchmarks:
        print(benchmark.name, figures(benchmark))
        p_value, variance = never_published(benchmark)
        print(f"  never published: smallest p {p_value:.2g}, variance of t {variance:.2f}")
    passing = ", ".join(f"{p:.1e}" for p in passing_keys(benchmarks)[:3])
    print(f"never published, perplexities clipped as in the release: smallest p {passing}")
    pooled = [advantages(b.scores[:, 0], b.scores[:, 1:]) for b in benchmarks]
    print("pooled, eight twins:", choice_test(np.vstack(pooled), draws=20_000, seed=0))
    for seed in range(3):
        difference = one_twin_each(benchmarks, seed)
        wins = win_rate(difference, np.zeros((difference.size, 1)))
        print(
            f"pooled, one drawn twin (draw {seed}): t",
            round(float(ttest_1samp(difference, 0).statistic), 2),
            f"win rate {wins.rate:.4f}",
        )
    for benchmark in benchmarks:
        for twins, pairs in ((1, None), (8, 150)):
            members = benchmark.scores[:, : twins + 1]
            rates = shuffled_coins(members, runs=runs, draws=999, seed=1, pairs=pairs)
            print(f"{benchmark.name} shuffled coins, {twins} twin(s):", shown(rates))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
