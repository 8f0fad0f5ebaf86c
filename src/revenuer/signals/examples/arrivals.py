"""When conversations start and which account holds them."""

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.view import I64
from revenuer.signals.examples.clock import DAY, HOUR, SECOND, START


def draw_openings(
    rng: np.random.Generator,
    m: int,
    each: float,
    one_stream: bool,
    lru: bool,
    days: int,
    rate_spread: float,
    burst: float,
) -> tuple[I64, NDArray[np.int32]]:
    """Times and accounts of all conversations, in time order; every account has at least one."""
    span = days * DAY
    if one_stream:
        n = max(m, int(m * each))
        start = np.sort(rng.integers(0, span, n)) + START
        if not lru:
            dealt_to = np.concatenate([rng.permutation(m), rng.integers(0, m, n - m)])
            return start, dealt_to.astype(np.int32)
        account = np.empty(n, np.int32)
        order = rng.permutation(m)
        account[:] = order[np.arange(n) % m]
        return start, account
    rate = np.exp(rng.normal(0, rate_spread, m))
    count = np.maximum(1, rng.poisson(each * rate / rate.mean()))
    account = np.repeat(np.arange(m), count)
    bursts = np.maximum(1, rng.poisson(count / burst))
    first_burst = np.concatenate([[0], np.cumsum(bursts)[:-1]])
    # An own account keeps its hours: a working day of about ten hours around its own noon.
    noon = np.repeat(rng.uniform(0, DAY, m), bursts)
    at = rng.integers(0, days, bursts.sum()) * DAY + (noon + rng.normal(0, 3 * HOUR, len(noon)))
    chosen = first_burst[account] + rng.integers(0, bursts[account])
    start = at[chosen] + rng.exponential(0.5 * HOUR, len(account))
    start = np.mod(start, span).astype(np.int64) + START
    order = np.argsort(start, kind="stable")
    return start[order], account[order].astype(np.int32)


def draw_turns(
    rng: np.random.Generator, start: I64, mean: float
) -> tuple[NDArray[np.int64], NDArray[np.int32], I64]:
    """Conversation index, turn number and time of every exchange, in time order."""
    length = rng.geometric(1 / mean, len(start)) if mean > 1 else np.ones(len(start), np.int64)
    of = np.repeat(np.arange(len(start)), length)
    turn = np.arange(len(of)) - np.repeat(np.cumsum(length) - length, length) + 1
    wait = np.where(turn > 1, rng.exponential(90 * SECOND, len(of)), 0)
    total = np.cumsum(wait)
    ts = start[of] + (total - total[turn == 1][of]).astype(np.int64)
    order = np.argsort(ts, kind="stable")
    return of[order], turn[order].astype(np.int32), ts[order]
