"""Does anybody react to the answers?

Counted are conversations of which no turn takes up an answer, by a reaction in words or by the
answer's own words coming back.
Null hypothesis of the calibration: benign groups of like size. People thank, object, refine and go
on; assistants built on the model feed its answers back. A harvester's next prompt is independent of
the last answer.
Assumptions: customers are independent of each other; a conversation is recognised by its session or
its chain of turns. Tool loops repeat words of the answer and count as reacting (innocent side).
Rejects: people and assistants who use the answers. Not batch work nor evaluation: they are silent.
No p-value: the share is compared with control groups, of which many are silent too, so that silence
alone is never strong evidence.
Source: `stats.clustered_share`.
"""

import numpy as np

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import lacking
from revenuer.signals.extraction.answered import first_rows, silent
from revenuer.signals.extraction.units import clusters
from revenuer.signals.signal import CONVERSING, Measurement, Signal, compared
from revenuer.stats.clustered_share import clustered_share

NAME = "no_reaction"
NEEDS = frozenset({"text", "conversation"})
_SECOND = 1_000_000
_READING = 2 * _SECOND
"""Time between turns below which nobody has read an answer."""


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = lacking(view, NAME, NEEDS)
    if refusal is not None:
        return refusal
    events = view.events
    if not len(events.ts):
        return CannotAssess(NAME, "the group has no exchange")
    rows = first_rows(events.conversation)
    result = clustered_share(silent(events)[rows], clusters(view)[rows])
    later = events.turn > 1
    reacting = float(events.reacts[later].mean()) if later.any() else 0.0
    wait = _waits(view)
    middle = float(np.median(wait)) / _SECOND if len(wait) else 0.0
    pause = f"; the next turn comes after {middle:.0f} seconds (median)" if len(wait) else ""
    return compared(
        view,
        result.logit,
        result.se,
        detail=(
            f"In {result.share:.1%} of {len(rows)} conversations nothing takes up an answer;"
            f" {later.mean():.1%} of the exchanges follow an earlier turn, and"
            f" {reacting:.1%} of those react{pause}."
        ),
        benign=_benign(result.share, float(later.mean())),
        numbers={
            "silent_share": result.share,
            "conversations": float(len(rows)),
            "follow_up_share": float(later.mean()),
            "reacting_share": reacting,
            "median_wait_seconds": middle,
            "too_fast_to_read_share": float((wait < _READING).mean()) if len(wait) else 0.0,
        },
    )


def _waits(view: GroupView) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Microseconds between consecutive exchanges of a conversation."""
    events = view.events
    order = np.lexsort((events.ts, events.conversation))
    same = events.conversation[order][1:] == events.conversation[order][:-1]
    return np.asarray(np.diff(events.ts[order])[same], np.int64)


def _benign(share: float, follow_ups: float) -> str:
    if share < 0.5:
        return "People or assistants use the answers: most conversations react to them."
    if follow_ups > 0.2:
        return (
            "Conversations go on without taking up the answers: forms, games and tool loops do so"
            " too."
        )
    return (
        "An application that asks once for each document, and a test harness, are as silent; this"
        " speaks only against people and assistants who converse."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="No reaction to answers",
    null="Benign groups leave answers without reaction no more than control groups do.",
    needs=NEEDS,
    rejects=frozenset({CONVERSING}),
    measure=_measure,
)
