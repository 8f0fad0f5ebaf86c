"""Are several hard capabilities asked for at once, by nobody who talks?

Hard capabilities are coding, mathematics, logic, agentic tool use and data analysis. Counted are
exchanges that aim at one of them *other than the group's leading one*, in a conversation that never
reacts: an application for one purpose has next to none, however much of its traffic is code, and a
stream that draws on the whole of the model has many.
Null hypothesis of the calibration: benign groups of like size. Programmers ask hard things and talk
back; applications are silent and narrow; people are broad and talk.
Assumptions: customers are independent of each other. Hard tasks outside the lexicon are missed, and
so is a harvest of one capability alone (both innocent).
Rejects: people who converse (they react), and batch work on own documents (it is narrow). Not
evaluation: a test suite is broad and silent. The breadth of topics within a customer is reported
beside it but not counted, since a fixed wording in the turn narrows it.
No p-value: the share is compared with control groups.
Source: targets of disclosed campaigns (Anthropic, 2026); `stats.clustered_share`, `stats.simpson`.
"""

import math

import numpy as np

from revenuer.groups.view import Bool, GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import lacking
from revenuer.signals.extraction.answered import silent
from revenuer.signals.extraction.asking import has_intent
from revenuer.signals.extraction.units import clusters
from revenuer.signals.signal import BATCH, CONVERSING, Measurement, Signal, compared
from revenuer.stats.clustered_share import clustered_share
from revenuer.stats.simpson import agreement

NAME = "capability_concentration"
NEEDS = frozenset({"text", "conversation"})
HARD = ("coding", "mathematics", "logic", "agentic_tools", "data_analysis")
_MOST_ROWS = 20_000


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = lacking(view, NAME, NEEDS)
    if refusal is not None:
        return refusal
    if not len(view.events.ts):
        return CannotAssess(NAME, "the group has no exchange")
    targets = {name: has_intent(view, name) for name in HARD}
    hard = np.logical_or.reduce(list(targets.values()))
    quiet = silent(view.events)
    counts = np.array([int((mark & quiet).sum()) for mark in targets.values()])
    leading = HARD[int(counts.argmax())]
    beyond = hard & quiet & ~targets[leading]
    result = clustered_share(beyond, clusters(view))
    kinds = agreement(counts).log_kinds if counts.sum() >= 2 else 0.0
    kinds = math.exp(min(max(kinds, 0.0), math.log(len(HARD))))
    breadth = topic_breadth(view)
    listed = ", ".join(
        f"{name.replace('_', ' ')} {count}"
        for name, count in zip(HARD, counts, strict=True)
        if count
    )
    return compared(
        view,
        result.logit,
        result.se,
        detail=(
            f"{(hard & quiet).mean():.1%} of the exchanges aim at hard capabilities in"
            f" conversations that never react ({listed or 'none'}), {result.share:.1%} at others"
            f" than the leading one; a customer's topics are {breadth:.2f} times as broad as usual."
        ),
        benign=_benign(hard, quiet, result.share, kinds),
        numbers={
            "share_beyond_leading": result.share,
            "exchanges_beyond_leading": float(beyond.sum()),
            "accounts_beyond_leading": float(len(np.unique(view.events.account[beyond]))),
            "silent_hard_share": float((hard & quiet).mean()),
            "hard_share": float(hard.mean()),
            "silent_share": float(quiet.mean()),
            "effective_capabilities": kinds,
            "topic_breadth": breadth,
            **{name: float(count) for name, count in zip(HARD, counts, strict=True)},
        },
    )


def topic_breadth(view: GroupView) -> float:
    """Variance of the whitened topic sketch within a customer, by dimension: 1 for the traffic's
    typical customer. 1 where the log has no sketch or no customer opens two conversations."""
    events, background = view.events, view.background
    rows = np.flatnonzero(events.opening)
    if not events.sketch.shape[1] or not background.sketch_whitening.size or not len(rows):
        return 1.0
    if len(rows) > _MOST_ROWS:
        rows = rows[np.linspace(0, len(rows) - 1, _MOST_ROWS).astype(np.int64)]
    table = (events.sketch[rows] - background.sketch_mean) @ background.sketch_whitening
    _, owner, count = np.unique(
        view.customers[events.account[rows]], return_inverse=True, return_counts=True
    )
    freedom = len(rows) - len(count)
    if freedom < 1:
        return 1.0
    total = float((table**2).sum())
    means = np.zeros((len(count), table.shape[1]))
    np.add.at(means, owner, table)
    between = float(((means**2).sum(axis=1) / count).sum())
    value = (total - between) / freedom / table.shape[1]
    return min(max(value, 0.05), 20.0) if math.isfinite(value) else 1.0


def _benign(hard: Bool, quiet: Bool, beyond: float, kinds: float) -> str:
    if not hard.any():
        return "Nothing to explain: no exchange aims at a hard capability."
    talking = float((hard & ~quiet).sum() / hard.sum())
    if talking > 0.5:
        return (
            f"People or assistants at work: {talking:.0%} of the exchanges with a hard target are"
            " in conversations that react."
        )
    if beyond < 0.03:
        return "An application for one purpose explains it: hardly anything beyond one capability."
    return (
        f"A narrow application would not ask for {kinds:.1f} capabilities at once, and people"
        f" would talk back ({talking:.0%} do). A test suite could; this does not speak against one."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Hard capabilities, broad and silent",
    null="Benign groups are no more silent, broad and bent on hard capabilities than controls.",
    needs=NEEDS,
    rejects=frozenset({CONVERSING, BATCH}),
    measure=_measure,
)
