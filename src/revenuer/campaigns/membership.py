"""How surely each account belongs to a campaign, and who is let go.

Naive Bayes on how an account is used, with damped weights because its features depend on each
other: each feature is cut at quantiles of all accounts, and the campaign's share of a cell (the
account itself left out) is compared with that of all accounts outside it. For a campaign known by
its wording, the share of the account's traffic that carries it is compared with a stranger's who
uses the same words now and then (beta-binomial in both cases). Where all that its accounts send is
taken for the campaign's, the share is one for everybody and says nothing.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from revenuer.campaigns.judged import Judged
from revenuer.campaigns.merge import Merged
from revenuer.campaigns.turns import by_turn
from revenuer.groups.traffic import Traffic

_PRIOR_ODDS = 9.0
"""An account in a group above the bar is taken to belong at 9 to 1 before its own use is seen."""
_SUREST = float(np.log(99.0))
"""No membership above 0.99: what is not modelled is wrong more often than one in a hundred."""
_DAMPING = 0.5
_CELLS = 10
_SMOOTHING = 1.0
_STRANGER = (1.0, 30.0)
_CONCENTRATION = 4.0
_LEAST = 0.95
"""An account is named only at nineteen to one."""
_HOUR = 3_600_000_000.0


def settle(
    merged: Merged, groups: Sequence[Judged], traffic: Traffic
) -> tuple[Merged, NDArray[np.float64]] | None:
    """The campaign with only the accounts that are sure enough to be named (0.95), and their
    membership in the order of `accounts`; None where that leaves fewer than two."""
    odds = np.log(_PRIOR_ODDS) + _by_use(merged, traffic) + _by_group(merged, groups)
    odds += by_turn(merged, groups, traffic)
    told = len(merged.rows) < traffic.accounts.total[merged.accounts].sum()
    inside = [*(groups[g] for g in merged.operation.groups), *merged.operation.asked]
    if told and any(group.candidate.families is not None for group in inside):
        odds += _by_share(merged, traffic)
    membership = 1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, _SUREST)))
    keep = membership >= _LEAST
    if keep.sum() < 2:
        return None
    accounts = merged.accounts[keep]
    rows = merged.rows[np.isin(traffic.events["code:account_id"][merged.rows], accounts)]
    return Merged(merged.operation, rows, accounts), membership[keep]


def _by_group(merged: Merged, groups: Sequence[Judged]) -> NDArray[np.float64]:
    """How much weaker the strongest group that holds each account is than the campaign's lead, as
    log odds between -3 and 0: who stands only in a weak, wide group is less sure."""
    inside = merged.operation.groups
    strength = np.array(
        [max(1e-3, max(groups[g].coordination, groups[g].extraction)) for g in inside]
    )
    best = np.full(len(merged.accounts), 1e-3)
    for g, value in zip(inside, strength, strict=True):
        held = np.isin(merged.accounts, groups[g].candidate.accounts)
        best[held] = np.maximum(best[held], value)
    return np.clip(np.log(best / strength[0]), -3.0, 0.0)


def _by_use(merged: Merged, traffic: Traffic) -> NDArray[np.float64]:
    """Log-likelihood ratio, member against outsider, of how each account is used."""
    features = _features(traffic)
    m = len(merged.accounts)
    total = np.zeros(m)
    for values in features.T:
        edges = np.unique(np.quantile(values, np.linspace(0, 1, _CELLS + 1)[1:-1]))
        cell = np.searchsorted(edges, values, side="right")
        cells = len(edges) + 1
        everybody = np.bincount(cell, minlength=cells)
        own = np.bincount(cell[merged.accounts], minlength=cells)
        outside = (everybody - own + _SMOOTHING) / (len(values) - m + _SMOOTHING * cells)
        others = own[cell[merged.accounts]] - 1
        here = (others + _SMOOTHING * cells * outside[cell[merged.accounts]]) / (
            m - 1 + _SMOOTHING * cells
        )
        total += np.log(here / outside[cell[merged.accounts]])
    return _DAMPING * total


def _features(traffic: Traffic) -> NDArray[np.float64]:
    """(accounts, 7): volume, life, arrival, follow-ups, reactions, prompt length, answer length."""
    accounts, flows = traffic.accounts, traffic.flows
    n = len(accounts.ids)

    def mean_of(values: NDArray[np.generic], weight: NDArray[np.int64]) -> NDArray[np.float64]:
        summed = np.bincount(flows.account, values.astype(np.float64), minlength=n)
        return summed / np.maximum(1, np.bincount(flows.account, weight, minlength=n))

    return np.stack(
        [
            np.log(accounts.total),
            np.log1p((accounts.last_seen - accounts.first_seen) / _HOUR),
            accounts.first_seen / _HOUR,
            1.0 - accounts.openings / accounts.total,
            mean_of(flows.reacting, flows.exchanges),
            mean_of(flows.measures[:, 0, 0], flows.texts),
            np.log1p(mean_of(flows.output_tokens, flows.exchanges)),
        ],
        axis=1,
    )


def _by_share(merged: Merged, traffic: Traffic) -> NDArray[np.float64]:
    """Log-likelihood ratio of the share of each account's traffic that lies in the campaign."""
    owner = traffic.events["code:account_id"][merged.rows]
    inside = np.bincount(np.searchsorted(merged.accounts, owner), minlength=len(merged.accounts))
    total = traffic.accounts.total[merged.accounts]
    typical = float(np.clip(np.median(inside / total), 0.02, 0.98))
    alpha, beta = _CONCENTRATION * typical, _CONCENTRATION * (1 - typical)
    member = stats.betabinom.logpmf(inside, total, alpha, beta)
    stranger = stats.betabinom.logpmf(inside, total, *_STRANGER)
    return np.asarray(np.clip(member - stranger, -20, 20))
