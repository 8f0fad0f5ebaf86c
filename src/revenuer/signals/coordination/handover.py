"""Do conversations continue under another customer's account?

Null hypothesis: no two customers share a conversation. An account then continues another's
conversation only by accident, when a prefix with its answer happens to be the same.
Assumptions: at most one continued turn in 1,000 is such an accident (`ACCIDENT`); prefixes that
ended under several accounts, greetings above all, never count as a hand-over in the first place.
Hand-overs between accounts of one declared customer count for nothing. A conversation shared by a
public link is one source with many continuations, and two people's common account pair is one pair
with many: so what is counted is *disjoint pairs*, the largest number of pairs of customers in which
nobody gives twice or receives twice (a maximum matching). That number never exceeds the number of
hand-overs, so its binomial tail is conservative.
Selection: a group found through its hand-overs has at least one. The test spends one pair on that.
Source: maximum bipartite matching, Hopcroft & Karp (1973); binomial tail.
"""

import math

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_bipartite_matching
from scipy.stats import binom

from revenuer.groups.view import Bool, GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import lacking, too_few_customers
from revenuer.signals.signal import APPLICATION, SAME_TASK, STRANGERS, Measurement, Signal

NAME = "handover"
ACCIDENT = 1e-3
"""Share of continued turns that may meet a stranger's prefix by accident: an upper limit."""
_NEEDS = frozenset({"conversation"})
_LEAST_P = 1e-300


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = lacking(view, NAME, _NEEDS) or too_few_customers(view, NAME)
    if refusal is not None:
        return refusal
    moves = view.handovers
    turns = int(moves.continuations)
    if turns == 0:
        return CannotAssess(NAME, "no conversation of the group has a second turn")
    between = view.customers[moves.source] != view.customers[moves.target]
    count = int(np.count_nonzero(between))
    pairs = _disjoint_pairs(view, between)
    spent = 1 if "handover" in view.found_by else 0
    # P(at least `pairs` accidents); with one pair spent on having found the group.
    p = float(binom.sf(pairs - spent - 1, max(turns, count), ACCIDENT)) if pairs > spent else 1.0
    expected = ACCIDENT * max(turns, count)
    after = int(np.count_nonzero(moves.after_error & between))
    inside = len(moves.ts) - count
    return Measurement(
        statistic=math.log((pairs + 0.5) / (expected + 0.5)),
        se=math.sqrt(1 / (pairs + 0.5)),
        p_value=min(1.0, max(_LEAST_P, p)),
        e_value=None,
        size=len(view.accounts.ids),
        volume=len(view.events.ts),
        detail=(
            f"{count} of {turns} continued turns go on under another customer's account"
            f" ({after} of them right after an error or a closure), in {pairs} pairs of customers"
            f" that have nobody in common; accidents would give at most about {expected:.2g}."
        ),
        benign=_benign(count, pairs, inside),
        numbers={
            "handovers": float(count),
            "continued_turns": float(turns),
            "share": count / max(turns, count),
            "after_error": float(after),
            "share_after_error": after / count if count else 0.0,
            "disjoint_pairs": float(pairs),
            "accident_rate": ACCIDENT,
            "expected_accidents": expected,
            "within_one_customer": float(inside),
        },
    )


def _disjoint_pairs(view: GroupView, between: Bool) -> int:
    """Size of the largest set of (giver, receiver) customer pairs without a repeated member."""
    if not between.any():
        return 0
    giver = view.customers[view.handovers.source[between]]
    receiver = view.customers[view.handovers.target[between]]
    size = int(max(giver.max(), receiver.max())) + 1
    edges = np.unique(np.stack([giver, receiver], axis=1), axis=0)
    graph = coo_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), (size, size)).tocsr()
    return int(np.count_nonzero(maximum_bipartite_matching(graph, perm_type="column") >= 0))


def _benign(count: int, pairs: int, inside: int) -> str:
    if count == 0:
        return "There is nothing to explain: no conversation changes hands between customers." + (
            f" {inside} do within one declared customer, which is its own affair." if inside else ""
        )
    if pairs <= 2:
        return (
            "A conversation shared by link, or one person with two accounts, would look like this:"
            f" all {count} hand-overs go through {pairs} pair{'s' if pairs > 1 else ''}."
        )
    return (
        f"A conversation shared by link has one giver and a second account of one person one pair;"
        f" here {pairs} pairs have nobody in common. An honest explanation would need a common"
        " owner whom the account records do not name."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.COORDINATION,
    title="Conversations that change hands",
    null="No two customers share a conversation; prefixes agree by accident only.",
    needs=_NEEDS,
    rejects=frozenset({STRANGERS, SAME_TASK, APPLICATION}),
    measure=_measure,
)
