"""Are most exchanges single questions in wording of their own, to which nobody comes back?

Counted are conversations of one turn whose prompt carries no fixed text that other accounts share.
Null hypothesis of the calibration: benign groups of like size. People use wording of their own but
come back to many answers; applications do not come back but use a template of their own.
Assumptions: customers are independent of each other; a conversation's turns can be told.
Rejects: people who converse, and batch work. A harvest with a template does not show here (it does
in `template_sweep`), nor does one that fakes second turns.
No p-value: the share is compared with control groups.
Source: "tens of thousands of unique tasks" in disclosed campaigns (Anthropic, 2026);
`stats.clustered_share`.
"""

import numpy as np

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import lacking
from revenuer.signals.extraction.answered import answered
from revenuer.signals.extraction.units import clusters
from revenuer.signals.signal import BATCH, CONVERSING, Measurement, Signal
from revenuer.stats.clustered_share import clustered_share

NAME = "untemplated_silence"
NEEDS = frozenset({"text", "conversation"})
_LEAST = 20


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = lacking(view, NAME, NEEDS)
    if refusal is not None:
        return refusal
    events = view.events
    rows = np.flatnonzero(answered(events))
    if len(rows) < _LEAST:
        return CannotAssess(NAME, f"only {len(rows)} answered exchanges; {_LEAST} are needed")
    _, place, turns = np.unique(events.conversation[rows], return_inverse=True, return_counts=True)
    single = (turns[place] == 1) & events.opening[rows]
    own_words = events.family[rows] < 0
    result = clustered_share(single & own_words, clusters(view)[rows])
    return Measurement(
        statistic=result.logit,
        se=result.se,
        p_value=None,
        e_value=None,
        size=len(view.accounts.ids),
        volume=len(events.ts),
        detail=(
            f"{result.share:.1%} of {len(rows)} answered exchanges are single questions in wording"
            f" of their own to which nobody came back ({single.mean():.1%} are single questions,"
            f" {own_words.mean():.1%} carry no text that other accounts share)."
        ),
        benign=_benign(float(single.mean()), float(own_words.mean())),
        numbers={
            "share": result.share,
            "single_share": float(single.mean()),
            "own_words_share": float(own_words.mean()),
        },
    )


def _benign(single: float, own_words: float) -> str:
    if single < 0.7:
        return f"People who come back to the answers explain it: {1 - single:.0%} of turns do."
    if own_words < 0.5:
        return "An application's template explains it: most prompts carry shared fixed text."
    return (
        "People would come back to more of the answers, and an application would repeat its"
        " template. A search box with one-off questions could look like this."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Single questions in their own words, never followed up",
    null="Benign groups ask no more single untemplated questions than control groups do.",
    needs=NEEDS,
    rejects=frozenset({CONVERSING, BATCH}),
    measure=_measure,
)
