"""Do the accounts of one part follow another rate than those of the other? Whoever runs accounts on
several cards deals his work to them whatever the card, so the card does not tell the rate."""

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.candidate import Candidate
from revenuer.groups.queues import A_DAY, LEAST_DAYS, sides, windows
from revenuer.groups.traffic import Traffic
from revenuer.stats.intensity_correlation import correlations, intensity_correlation
from revenuer.stats.permutation import Side, p_value

_DEALS = 199
_LEVEL = 0.05
"""One operator taken for two is named twice, and nobody beside: an ordinary level does."""
_ALIVE = 0.5
"""Share of a part's accounts that live, from their first exchange to their last, from which a day
counts: accounts made and closed in waves tell of the waves only."""
_ERRORS = 1.645
"""Standard errors of a one-sided test at that level."""


def account_rates(candidate: Candidate, traffic: Traffic) -> NDArray[np.int64]:
    """(accounts, windows) exchanges of each account, of the candidate's texts where it has some."""
    spans, ts = traffic.events.spans(candidate.accounts), traffic.events["ts"]
    owner = np.repeat(np.arange(len(spans)), [len(span) for span in spans])
    rows = np.concatenate(spans)
    if candidate.families is not None:
        carried = np.isin(traffic.events["family"][rows], candidate.families)
        owner = np.where(carried, owner, -1)
    return windows(ts[rows], owner, len(spans))


def operators(counts: NDArray[np.int64], part: NDArray[np.int64]) -> NDArray[np.int64]:
    """(parts,) operator behind each part, numbered from 0: parts not shown to be two operators' are
    together, through others too. `counts` is (accounts, windows), `part` (accounts,) from 0, -1
    for none."""
    return sides(
        int(part.max()) + 1, lambda i, j: follow_two_rates(counts[part == i], counts[part == j])
    )


def follow_two_rates(one: NDArray[np.int64], other: NDArray[np.int64]) -> bool:
    """Whether two sets of accounts (accounts, windows) are shown to follow two rates.

    Null hypothesis: the accounts of both are exchangeable, as one operator's are. The correlation
    of the two rates is ranked among those of 199 random deals of the same accounts into sets of
    these sizes, at level 0.05. A pool's customers may each stay with one account, so that even
    halves of one pool correlate by a half only: no fixed limit tells two pools from one. It must
    also be shown to be short of one by its standard error, at the same level. Only days on which
    half of either set lives are looked at; less than three such days show nothing.
    """
    days = _common_days(one, other)
    if days.sum() < LEAST_DAYS:
        return False
    both = np.concatenate([one, other])[:, : len(days) * A_DAY][:, np.repeat(days, A_DAY)]
    first, second = both[: len(one)].sum(axis=0), both[len(one) :].sum(axis=0)
    found = intensity_correlation(first, second, A_DAY)
    if not found.value + _ERRORS * found.se < 1.0:
        return False
    rng = np.random.default_rng(0)
    dealt = np.stack([rng.permutation(len(both)) < len(one) for _ in range(_DEALS)])
    thick = dealt.astype(np.float64) @ both
    drawn = correlations(thick, both.sum(axis=0) - thick, A_DAY)
    return bool(np.isfinite(drawn).all()) and p_value(found.value, drawn, Side.LESS) <= _LEVEL


def _common_days(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(days,) whole days on which half of either set's accounts live."""
    return _living(one) & _living(other)


def _living(counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    days = counts.shape[1] // A_DAY
    active = counts[:, : days * A_DAY].reshape(len(counts), days, A_DAY).sum(axis=2) > 0
    begun = np.logical_or.accumulate(active, axis=1)
    unended = np.logical_or.accumulate(active[:, ::-1], axis=1)[:, ::-1]
    return np.asarray((begun & unended).mean(axis=0) >= _ALIVE)
