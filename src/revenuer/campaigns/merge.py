"""Which exchanges of an operation's accounts are the operation's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from revenuer.campaigns.decide import Operation
from revenuer.campaigns.gather import Accounts
from revenuer.campaigns.judged import Judged
from revenuer.groups.build import ViewBuilder
from revenuer.groups.candidate import Candidate
from revenuer.groups.traffic import Traffic
from revenuer.records.campaigns import VERDICT_RANK
from revenuer.signals.extraction.thinking_aloud import TRACE, thinks_aloud

HARVEST = (
    "trace_coercion",
    "chain_of_thought",
    "rubric_grading",
    "task_generation",
    "reasoning_cleanup",
    "safe_rewriting",
    "synthetic_dialogue",
)
"""Intents whose exchanges are harvest when the accounts around them are one operator's."""
_MOSTLY = 0.5
_NEARLY_ALL = 0.9
"""Share of an operation's exchanges that are plainly harvest from which the rest is taken for the
same in other words, and not for somebody else's."""
_SPEAKS = 10.0
"""Extraction e-value from which a text of a campaign's accounts is its harvest, and not what its
other customers happen to share."""
_STANDS_ALONE = 100.0
"""The same for all that its accounts send beside. It is higher, since a few harvested exchanges in
other words lend their weight to the customers' among whom they stand."""
_SELDOM = 0.05
"""Level at which an account is shown to harvest seldom."""
_WORTH = 0.1
"""Size, beside the harvest that is plain, from which the rest is weighed."""

Extraction = Callable[[Accounts, NDArray[np.int64]], float]
"""Extraction e-value of these rows of these accounts."""


@dataclass(frozen=True, slots=True)
class Merged:
    """An operation with its events. `rows` are in time order; `accounts` the operation's, rows of
    the account table, ascending, some of which may have no event among the rows where few requests
    say plainly what they are; `strand` numbers the parts of an operation that works for several,
    the largest 0."""

    operation: Operation
    rows: NDArray[np.int64]
    accounts: NDArray[np.int32]
    strand: int = 0


def merge(
    operations: Sequence[Operation],
    groups: Sequence[Judged],
    traffic: Traffic,
    builder: ViewBuilder,
    extraction: Extraction,
) -> list[Merged]:
    """Each operation with its own exchanges; most serious first, then by size. `extraction` weighs
    exchanges that are no group."""
    merged = [_drawn(one, groups, traffic, builder, extraction) for one in operations]
    return sorted(
        (m for m in merged if len(m.rows)),
        key=lambda m: (VERDICT_RANK[m.operation.verdict], -len(m.rows)),
    )


def _drawn(
    operation: Operation,
    groups: Sequence[Judged],
    traffic: Traffic,
    builder: ViewBuilder,
    extraction: Extraction,
) -> Merged:
    accounts = operation.accounts
    rows = whole = builder.rows(Candidate("", accounts))
    if operation.verdict != "pool":
        taken = _taken(operation, groups, traffic, whole)
        rest = _beside(taken, traffic.events["code:account_id"][whole])
        if rest.any() and extraction(accounts, whole[rest]) >= _STANDS_ALONE:
            taken |= rest
        rows = whole[taken]
    return Merged(operation, rows, accounts)


def _taken(
    operation: Operation, groups: Sequence[Judged], traffic: Traffic, whole: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """(rows,) the harvested exchanges: those with the campaign's texts, and what its carriers ask
    beside; without a text, those with a harvest intent; with the conversations they stand in, since
    a conversation is one customer's; all where nearly everything is harvest or no wording tells."""
    inside = [*(groups[g] for g in operation.groups), *operation.asked]
    texts = [g for g in inside if g.candidate.families is not None and g.extraction >= _SPEAKS]
    asked = _asked(traffic, whole)
    if not texts:
        told = 0.02 < asked.mean() < _MOSTLY
        return _conversations_of(asked, traffic, whole) if told else np.ones(len(whole), np.bool_)
    families = sorted({f for g in texts for f in g.candidate.families or ()})
    carried = np.isin(traffic.events["family"][whole], families)
    owner = traffic.events["code:account_id"][whole]
    taken = carried | (asked & _usually(carried | asked, owner))
    taken = _conversations_of(taken, traffic, whole)
    return taken | (taken.mean() >= _NEARLY_ALL)


def _beside(taken: NDArray[np.bool_], owner: NDArray[np.generic]) -> NDArray[np.bool_]:
    """(rows,) what else those send who harvest as a matter of course; none where it is too little
    to be told."""
    rest = ~taken & _usually(taken, owner)
    return rest & (rest.sum() >= _WORTH * taken.sum())


def _usually(taken: NDArray[np.bool_], owner: NDArray[np.generic]) -> NDArray[np.bool_]:
    """(rows,) whether the exchange's account harvests as a matter of course: unless it is shown to
    do so in less than half as large a share of its exchanges as the median account (binomial test
    at 5 %). Where few requests say plainly what they are, some accounts have none by chance."""
    _, local = np.unique(owner, return_inverse=True)
    total, count = np.bincount(local), np.bincount(local, taken)
    usual = 0.5 * float(np.median(count / total))
    return np.asarray((stats.binom.cdf(count, total, usual) >= _SELDOM)[local])


def _conversations_of(
    taken: NDArray[np.bool_], traffic: Traffic, rows: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """(rows,) what is taken, and the other turns of the same conversations."""
    talk = traffic.conversations(rows)
    return np.asarray(taken | ((talk != 0) & np.isin(talk, talk[taken])))


def _asked(traffic: Traffic, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(rows,) whether the exchange has a harvest intent, or an answer that is a trace where models
    do not think aloud for everybody."""
    names = [name for name in HARVEST if name in traffic.intents]
    if not thinks_aloud(traffic.background):
        names.append(TRACE)
    mask = np.uint64(sum(1 << traffic.intents.index(name) for name in names))
    return np.asarray((traffic.events["intents"][rows] & mask) != 0)
