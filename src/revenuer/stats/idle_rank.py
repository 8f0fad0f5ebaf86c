"""Does each new conversation go to the account that has been idle longest?"""

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray
from scipy import special

# Bets of the e-value, in equal shares: small ones for long, weak records, large for short ones.
_BETS = np.array([0.125, 0.25, 0.5, 1.0, 2.0])
_LOG_MAX = float(np.log(np.finfo(np.float64).max))


@dataclass(frozen=True, slots=True)
class IdleRank:
    """`mean_rank` of the chosen account by idle time, in [0, 1], over `n` ranked starts.

    1/2 for equally busy independent accounts, below it for real ones (the busy and the bursty
    come back soon), near 1 under rotation to the least recently used. `p_value` for a mean above
    1/2 and `e_value` against the same null; 1/2, 1 and 1 when no start could be ranked.
    """

    n: int
    mean_rank: float
    p_value: float
    e_value: float


def idle_rank(
    times: ArrayLike, accounts: ArrayLike, active_until: ArrayLike | None = None
) -> IdleRank:
    """Rank of the account that starts a conversation among the accounts then active, by idle time.

    `times` (n,) of conversation starts, ascending, any unit; `accounts` (n,) int codes from 0;
    `active_until` (m,) last activity of each account in the unit of `times` (its last start when
    omitted). An account is active from its first start until then; first starts are not ranked.
    Starts with equal time stamps are ranked against the state before them, once an account, and
    equally idle accounts share the middle rank, so a coarse clock or the order of rows within
    one tick creates no rotation.

    Null hypothesis: at each start every active account is equally likely to be the one, or, less
    strictly, accounts are independent renewal processes whose hazard does not rise with idle
    time, at any heterogeneous rates and under any common modulation (day, week, growth).
    Under the first form, ranks are symmetric about 1/2 and strictly sub-Gaussian with variance
    (A+1) / (12 (A-1)) for A active accounts, so with S the sum of rank - 1/2 and V of variances
    P(S >= s) <= exp(-s^2 / 2V) (`p_value`, finite samples, no normal approximation), and
    exp(b S - b^2 V / 2) is a test supermartingale for each bet b; `e_value` is the mean over five
    fixed bets. Under heterogeneous rates the mean falls below 1/2 by about a quarter of the
    squared coefficient of variation of the rates, and both stay conservative (by simulation).

    NOT covered by the null: accounts that keep a timetable each (one job at its own hour every
    day) come back exactly when idle longest without anyone dealing.

    Source: the ranks are search costs of the move-to-front rule (Rivest 1976, CACM 19(2));
    sub-Gaussianity of the uniform law, Arbel, Marchal & Nguyen (2020), ESAIM P&S 24; test
    supermartingales, Howard et al. (2020), Probability Surveys 17. Cost O(n log n).
    Raises ValueError for arrays that do not match, are not ascending, or hold negative codes.
    """
    clock, codes, until = _checked(times, accounts, active_until)
    ranks, active, _ = ranks_of(clock, codes, until)
    if ranks.size == 0:
        return IdleRank(0, 0.5, 1.0, 1.0)
    excess = float((ranks - 0.5).sum())
    spread = float(((active + 1.0) / (12.0 * (active - 1.0))).sum())
    p_value = math.exp(max(-(excess**2) / (2.0 * spread), -700.0)) if excess > 0.0 else 1.0
    log_e = float(special.logsumexp(_BETS * excess - _BETS**2 * spread / 2.0)) - math.log(
        _BETS.size
    )
    return IdleRank(ranks.size, float(ranks.mean()), p_value, math.exp(min(log_e, _LOG_MAX)))


def ranks_of(
    clock: NDArray[np.float64], codes: NDArray[np.int64], until: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """The ranks (k,) of the starts that can be ranked, in order, the accounts then active, and
    which of the starts each is."""
    if clock.size == 0:
        return np.empty(0), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    tick = np.concatenate([[0], np.cumsum(np.diff(clock) > 0)]).astype(np.int64)
    leaving = np.argsort(until, kind="stable").astype(np.int64)
    ranks, active, start = _rank_starts(clock, tick, codes, until, leaving)
    return ranks, active, start


def _checked(
    times: ArrayLike, accounts: ArrayLike, active_until: ArrayLike | None
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    clock = np.asarray(times, dtype=np.float64)
    codes = np.asarray(accounts, dtype=np.int64)
    if clock.ndim != 1 or clock.shape != codes.shape:
        raise ValueError("times and accounts must be one-dimensional and of equal length")
    if not np.all(np.isfinite(clock)) or np.any(np.diff(clock) < 0):
        raise ValueError("times must be finite and ascending")
    if codes.size and codes.min() < 0:
        raise ValueError("account codes must not be negative")
    last = np.full(int(codes.max()) + 1 if codes.size else 0, -np.inf)
    last[codes] = clock
    if active_until is None:
        return clock, codes, last
    until = np.asarray(active_until, dtype=np.float64)
    if until.shape != last.shape:
        raise ValueError("active_until must give one time for each account code")
    return clock, codes, np.maximum(until, last)


@njit(cache=True)
def _add(tree: NDArray[np.int64], place: int, amount: int) -> None:  # pragma: no cover - compiled
    place += 1
    while place < tree.size:
        tree[place] += amount
        place += place & -place


@njit(cache=True)
def _up_to(tree: NDArray[np.int64], place: int) -> int:  # pragma: no cover - compiled
    place += 1
    total = 0
    while place > 0:
        total += tree[place]
        place -= place & -place
    return total


@njit(cache=True)
def _rank_starts(
    clock: NDArray[np.float64],
    tick: NDArray[np.int64],
    codes: NDArray[np.int64],
    until: NDArray[np.float64],
    leaving: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:  # pragma: no cover
    """A Fenwick tree over ticks counts the active accounts by the tick of their latest start."""
    tree = np.zeros(tick[-1] + 2, dtype=np.int64)
    at_tick = np.zeros(tick[-1] + 1, dtype=np.int64)
    latest = np.full(until.size, -1, dtype=np.int64)
    ranked_at = np.full(until.size, -1, dtype=np.int64)
    ranks = np.empty(codes.size)
    actives = np.empty(codes.size, dtype=np.int64)
    starts = np.empty(codes.size, dtype=np.int64)
    kept, active, gone, start = 0, 0, 0, 0
    while start < codes.size:
        now = tick[start]
        end = start
        while end < codes.size and tick[end] == now:
            end += 1
        while gone < leaving.size and until[leaving[gone]] < clock[start]:
            account = leaving[gone]
            gone += 1
            if latest[account] >= 0:
                _add(tree, latest[account], -1)
                at_tick[latest[account]] -= 1
                active -= 1
        # Every start of this tick is ranked before any of them changes the state.
        for i in range(start, end):
            seen = latest[codes[i]]
            if seen < 0 or active < 2:
                continue
            if ranked_at[codes[i]] == now:
                continue
            ranked_at[codes[i]] = now
            fresher = active - _up_to(tree, seen)
            ranks[kept] = (fresher + 0.5 * (at_tick[seen] - 1)) / (active - 1)
            actives[kept] = active
            starts[kept] = i
            kept += 1
        for i in range(start, end):
            seen = latest[codes[i]]
            if seen == now:
                continue
            if seen >= 0:
                _add(tree, seen, -1)
                at_tick[seen] -= 1
            else:
                active += 1
            _add(tree, now, 1)
            at_tick[now] += 1
            latest[codes[i]] = now
        start = end
    return ranks[:kept], actives[:kept], starts[:kept]
