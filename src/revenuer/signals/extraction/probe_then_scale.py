"""Were many small techniques tried first, and then one of them used at scale?

A technique is a fixed wording; exchanges without one are each a technique of their own. The
statistic is the log of the effective number of techniques in the first stretch of the group's
exchanges minus that in the last stretch of the same length (a quarter of them, at most 1,000).
Null hypothesis of the calibration: benign groups of like size and volume, whose wordings are about
as many early as late.
Assumptions: exchanges are independent draws within a stretch; bursts of one wording widen the true
error beyond the one given, and the controls show by how much.
Rejects: people who converse. Not batch work or evaluation: whoever builds an application or a test
tries wordings first too.
No p-value: wordings change for honest reasons, so time order is not exchangeable; the number is
compared with control groups.
Source: more than 12,000 probing requests, each another technique, before one was scaled (Anthropic,
September 2026); Simpson's index, `stats.simpson`.
"""

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import lacking
from revenuer.signals.signal import CONVERSING, Measurement, Signal, compared
from revenuer.stats.simpson import agreement

NAME = "probe_then_scale"
NEEDS = frozenset({"text"})
_LEAST = 80
_LONGEST = 1_000


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = lacking(view, NAME, NEEDS)
    if refusal is not None:
        return refusal
    family = view.events.family[view.events.opening]
    if len(family) < _LEAST:
        return CannotAssess(
            NAME, f"only {len(family)} conversations are opened; {_LEAST} are needed"
        )
    if view.core >= 0:
        return CannotAssess(NAME, "the group is made of one fixed wording only")
    stretch = min(len(family) // 4, _LONGEST)
    first, last = _counts(family[:stretch]), _counts(family[-stretch:])
    early, late = agreement(first), agreement(last)
    lead = float(last.max() / stretch)
    return compared(
        view,
        early.log_kinds - late.log_kinds,
        float(np.hypot(early.se, late.se)),
        detail=(
            f"The first {stretch} conversations use {len(first)} wordings (effectively"
            f" {np.exp(early.log_kinds):.0f}), the last {stretch} use {len(last)} (effectively"
            f" {np.exp(late.log_kinds):.0f}); the leading one then has {lead:.0%}."
        ),
        benign=_benign(early.log_kinds - late.log_kinds, lead),
        numbers={
            "early_wordings": float(len(first)),
            "late_wordings": float(len(last)),
            "early_effective": float(np.exp(early.log_kinds)),
            "late_effective": float(np.exp(late.log_kinds)),
            "late_leader_share": lead,
            "stretch": float(stretch),
        },
    )


def _counts(family: NDArray[np.int32]) -> NDArray[np.int64]:
    """Exchanges of every technique; those without a fixed wording count one each."""
    shared = np.unique(family[family >= 0], return_counts=True)[1]
    return np.concatenate([shared, np.ones(int((family < 0).sum()), np.int64)])


def _benign(fall: float, lead: float) -> str:
    if fall < 1.0:
        return "Nothing to explain: wordings are about as many late as early."
    if lead < 0.3:
        return "Wordings became fewer, but none of them was scaled: a product settling down."
    return (
        "Whoever builds an application tries wordings and then keeps one; this speaks only against"
        " people who converse."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Probing, then scaling",
    null="Benign groups narrow their wordings over time no more than control groups do.",
    needs=NEEDS,
    rejects=frozenset({CONVERSING}),
    measure=_measure,
)
