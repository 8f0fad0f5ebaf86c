"""Is one fixed wording swept over many different payloads, each asked once?

Counted are answered exchanges that open a conversation which stays at one turn, share their fixed
wording with at least nineteen others, and whose new turn occurs nowhere else in the group.
Null hypothesis of the calibration: benign groups of like size. People ask in their own words, go
on, and repeat short utterances ("thanks"); in an application's chat they do so behind one template.
Assumptions: customers are independent of each other.
Rejects: people who converse. Not batch work, which sweeps its own documents just so (an index
filled once), and not evaluation, which sweeps a test set.
No p-value: the share is compared with control groups.
Source: fixed prompts injected into each request (Anthropic, 2026); `stats.clustered_share`.
"""

import numpy as np

from revenuer.groups.view import Bool, GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import lacking
from revenuer.signals.extraction.answered import answered
from revenuer.signals.extraction.units import clusters
from revenuer.signals.signal import CONVERSING, Measurement, Signal, compared
from revenuer.stats.clustered_share import clustered_share

NAME = "template_sweep"
NEEDS = frozenset({"text", "conversation"})
_LEAST = 20
"""Exchanges of one wording from which it can be called swept."""


def swept(view: GroupView) -> Bool:
    """(n,) exchanges that are one of many payloads put once each through a fixed wording."""
    events = view.events
    _, family, of_family = np.unique(events.family, return_inverse=True, return_counts=True)
    _, payload, of_payload = np.unique(events.payload, return_inverse=True, return_counts=True)
    _, talk, turns = np.unique(events.conversation, return_inverse=True, return_counts=True)
    return np.asarray(
        answered(events)
        & events.opening
        & (events.family >= 0)
        & (of_family[family] >= _LEAST)
        & (events.payload != 0)
        & (of_payload[payload] == 1)
        & (turns[talk] == 1)
    )


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = lacking(view, NAME, NEEDS)
    if refusal is not None:
        return refusal
    events = view.events
    if not len(events.ts):
        return CannotAssess(NAME, "the group has no exchange")
    mark = swept(view)
    result = clustered_share(mark, clusters(view))
    wordings, count = np.unique(events.family[mark], return_counts=True)
    spread = float(np.std(np.log1p(np.maximum(events.chars[mark], 0)))) if mark.any() else 0.0
    return compared(
        view,
        result.logit,
        result.se,
        detail=(
            f"{result.share:.1%} of the exchanges put a payload that occurs once through one of"
            f" {len(wordings)} fixed wordings and stop there; payload lengths vary by a factor of"
            f" {np.exp(spread):.1f}."
        ),
        benign=_benign(result.share, spread),
        numbers={
            "share": result.share,
            "exchanges": float(mark.sum()),
            "accounts": float(len(np.unique(events.account[mark]))),
            "wordings": float(len(wordings)),
            "commonest_wording_share": float(count.max(initial=0) / max(1, int(mark.sum()))),
            "log_length_sd": spread,
        },
    )


def _benign(share: float, spread: float) -> str:
    if share < 0.1:
        return "Nothing to explain: conversations go on, repeat, or share no fixed wording."
    told = (
        "An application that runs its own documents through a template looks just so; this speaks"
        " only against people who converse."
    )
    if spread < 0.2:
        told += " Payloads are of nearly one length, as rows of a table or a health check are."
    return told


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Template swept over payloads",
    null="Benign groups sweep a template no more than control groups do.",
    needs=NEEDS,
    rejects=frozenset({CONVERSING}),
    measure=_measure,
)
