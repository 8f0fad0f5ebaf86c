"""Who keeps a queue's pace without standing in the queue.

Some strangers open conversations at the pace at which a pool's accounts are dealt theirs. But these
are chosen when they have been idle longest, and a stranger comes when he comes.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from revenuer.campaigns.judged import Judged
from revenuer.campaigns.merge import Merged
from revenuer.groups.paces import PACE
from revenuer.groups.traffic import Traffic
from revenuer.stats.idle_rank import ranks_of

_ROTATION = 0.75
"""Median of the accounts' mean ranks from which the operation deals in turn."""
_RETURNS = 3
"""Returns from which an account's mean rank says something."""
_LEAST_SPREAD = 0.05
_HABITS = 0.1
"""Spread of strangers' mean ranks about one half, beside chance: busy ones are below it."""
_LOWEST = -6.0

F64 = NDArray[np.float64]


def by_turn(merged: Merged, groups: Sequence[Judged], traffic: Traffic) -> F64:
    """(accounts,) log-likelihood ratio, member against stranger, of the account's mean rank by idle
    time among the operation's accounts; 0 for accounts that anything but their pace holds, and
    where the operation does not deal in turn. Never above 0: pace has brought them in.

    Members are normal about the median of all, strangers about one half (`stats.idle_rank`).
    """
    inside = [groups[g].candidate for g in merged.operation.groups]
    if not any(PACE in c.found_by for c in inside):
        return np.zeros(len(merged.accounts))
    held = [c.accounts for c in inside if PACE not in c.found_by]
    alone = ~np.isin(merged.accounts, np.concatenate([np.empty(0, np.int32), *held]))
    rank, returns = _mean_ranks(merged, traffic)
    usable = returns >= _RETURNS
    if not usable.any() or np.median(rank[usable]) < _ROTATION:
        return np.zeros(len(merged.accounts))
    middle = float(np.median(rank[usable]))
    spread = float(stats.median_abs_deviation(rank[usable], scale="normal"))
    member = stats.norm.logpdf(rank, middle, max(_LEAST_SPREAD, spread))
    chance = np.sqrt(1 / (12 * np.maximum(returns, 1)) + _HABITS**2)
    stranger = stats.norm.logpdf(rank, 0.5, chance)
    return np.where(alone & usable, np.clip(member - stranger, _LOWEST, 0.0), 0.0)


def _mean_ranks(merged: Merged, traffic: Traffic) -> tuple[F64, NDArray[np.int64]]:
    """(accounts,) mean rank of each account's returns among the accounts then active, and how many
    returns; one half where there is none."""
    events, size = traffic.events, len(merged.accounts)
    spans = events.spans(merged.accounts)
    owner = np.repeat(np.arange(size), [len(span) for span in spans])
    rows = np.concatenate(spans)
    opening = events["opening"][rows]
    order = np.argsort(events["ts"][rows[opening]], kind="stable")
    ts, owner = events["ts"][rows[opening]][order], owner[opening][order]
    until = np.full(size, -np.inf)
    until[owner] = ts
    ranks, _, start = ranks_of(ts.astype(np.float64), owner, until)
    returns = np.bincount(owner[start], minlength=size)
    total = np.bincount(owner[start], ranks, minlength=size)
    return np.where(returns, total / np.maximum(returns, 1), 0.5), returns
