"""Are these runs of an agent that nobody attends and nobody comes back to?

Counted are conversations that offer tools, hold one request in somebody's words and nothing else
but what tools returned.
Null hypothesis of the calibration: benign groups of like size. Developers interrupt, approve and go
on in the same conversation; an agent that a firm starts by itself does not.
Assumptions: customers are independent of each other; the log says who speaks (a tool's result has
a role of its own) and which tools a request offers. A harvest that sends tool results as the
user's words shows less here (innocent side).
Rejects: people who converse, and batch work on documents, which needs no tools. Not evaluation:
agents are measured unattended too.
No p-value: the share is compared with control groups, among which unattended agents of unrelated
firms stand too.
Source: agentic coding and tool use among the targets of disclosed campaigns (Anthropic, 2026);
`stats.clustered_share`.
"""

import numpy as np

from revenuer.groups.view import Bool, Events, GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import lacking
from revenuer.signals.extraction.answered import anywhere, first_rows, silent
from revenuer.signals.extraction.units import clusters
from revenuer.signals.signal import BATCH, CONVERSING, Measurement, Signal, compared
from revenuer.stats.clustered_share import clustered_share

NAME = "unattended_rollouts"
NEEDS = frozenset({"tools", "text", "conversation"})


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = lacking(view, NAME, NEEDS)
    if refusal is not None:
        return refusal
    events = view.events
    if not len(events.ts):
        return CannotAssess(NAME, "the group has no exchange")
    alone = unattended(events)
    rows = first_rows(events.conversation)
    result = clustered_share(alone[rows], clusters(view)[rows])
    worked = float(_with_tools(events)[rows].mean())
    results = float(events.tool_result.mean())
    return compared(
        view,
        result.logit,
        result.se,
        detail=(
            f"{worked:.1%} of {len(rows)} conversations offer tools; in {result.share:.1%} somebody"
            f" speaks once and nobody after that. {results:.1%} of the exchanges return what a tool"
            " found."
        ),
        benign=_benign(worked, result.share),
        numbers={
            "unattended_share": result.share,
            "tools_share": worked,
            "tool_result_share": results,
            "conversations": float(len(rows)),
        },
    )


def unattended(events: Events) -> Bool:
    """(n,) exchanges of conversations with tools in which somebody speaks once and no more."""
    spoken_again = anywhere(events, events.turn > 1)
    return np.asarray(~spoken_again & _with_tools(events) & silent(events))


def _with_tools(events: Events) -> Bool:
    return anywhere(events, events.offers_tools | events.tool_result)


def _benign(worked: float, alone: float) -> str:
    if worked < 0.3:
        return f"This is hardly agents' work: only {worked:.0%} of the conversations offer tools."
    if alone < 0.6:
        return f"Developers at work explain it: {1 - alone:.0%} of the conversations are attended."
    return (
        "Agents that a firm starts by itself, on its own issues, are as alone. They work on their"
        " owner's code, under their owner's account."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Unattended agent runs",
    null="Benign groups leave no more agent runs unattended than control groups do.",
    needs=NEEDS,
    rejects=frozenset({CONVERSING, BATCH}),
    measure=_measure,
)
