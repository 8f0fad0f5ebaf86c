"""Does the next question depend on the last answer?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import stats

from revenuer.stats.permutation import Side, p_value

FloatArray = NDArray[np.float64]

_DRAWS = 999


@dataclass(frozen=True, slots=True)
class TalkBack:
    """`mean_rank`: rank of the true next prompt's similarity to the answer before it among all of
    the account's next prompts, in [0, 1]; 1/2 when prompts ignore answers. `se`: its standard
    error under that null. `p_value` small: prompts react to answers. `pairs`: how many."""

    mean_rank: float
    se: float
    p_value: float
    pairs: int


def talk_back(similarities: Sequence[NDArray[np.floating]], *, seed: int = 0) -> TalkBack:
    """Permutation test of reaction, over accounts.

    `similarities`: for each account a square table (k, k), k >= 2, whose cell (i, j) is the
    similarity of answer i to the prompt that came after answer j; the diagonal is what happened.
    Null hypothesis: within an account, which prompt followed which answer is arbitrary (a harvest
    works through its list whatever it is told). People and applications that use the answers
    reject it. A list sorted by topic also rejects it, so a small p-value may be innocent or not,
    and only a `mean_rank` close to 1/2 with a small `se` speaks for a harvest.
    Statistic: mean over all pairs of the rank of the diagonal in its row (mid-ranks, scaled to
    [0, 1]). Its permutation mean is exactly 1/2 and its variance exact; p by 999 permutations
    within accounts, +1 correction.
    Source: combinatorial central limit theorem, Hoeffding (1951), Ann. Math. Stat. 22(4);
    Mantel (1967), Cancer Research 27 (permuting one side of a similarity table).
    Raises ValueError for no account, tables that are not square, smaller than 2, or not finite.
    """
    if not similarities:
        raise ValueError("needs the similarities of at least one account")
    tables = [_ranks(np.asarray(table, dtype=np.float64)) for table in similarities]
    pairs = sum(table.shape[0] for table in tables)
    observed = sum(float(np.trace(table)) for table in tables)
    variance = sum(_variance(table) for table in tables)
    sizes = np.array([table.shape[0] for table in tables])
    flat = np.concatenate([table.ravel() for table in tables])
    draws = _permuted_traces(flat, sizes, _DRAWS, np.random.default_rng(seed))
    return TalkBack(
        mean_rank=observed / pairs,
        se=math.sqrt(variance) / pairs,
        p_value=p_value(observed, draws, Side.GREATER),
        pairs=pairs,
    )


def _ranks(table: FloatArray) -> FloatArray:
    if table.ndim != 2 or table.shape[0] != table.shape[1] or table.shape[0] < 2:
        raise ValueError("every table of similarities must be square, at least 2 by 2")
    if not np.isfinite(table).all():
        raise ValueError("similarities must be finite")
    ranked = stats.rankdata(table, method="average", axis=1)
    return np.asarray((ranked - 1.0) / (table.shape[0] - 1.0))


def _variance(table: FloatArray) -> float:
    """Variance of the trace when columns are permuted at random."""
    centred = table - table.mean(axis=0) - table.mean(axis=1, keepdims=True) + table.mean()
    return float((centred**2).sum()) / (table.shape[0] - 1.0)


@njit(cache=True)
def _permuted_traces(
    flat: FloatArray, sizes: NDArray[np.int64], draws: int, rng: np.random.Generator
) -> FloatArray:  # pragma: no cover - compiled
    out = np.zeros(draws)
    order = np.arange(sizes.max())
    for b in range(draws):
        offset = 0
        for size in sizes:
            for i in range(size):
                order[i] = i
            for i in range(size - 1, -1, -1):
                j = int(rng.random() * (i + 1))
                order[i], order[j] = order[j], order[i]
                out[b] += flat[offset + i * size + order[i]]
            offset += size * size
    return out
