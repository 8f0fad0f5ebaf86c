"""Are most exchanges hard tasks in wording of their own, asked once and never come back to?

Counted are conversations of one turn that aim at a hard capability (coding, mathematics, logic,
agentic tool use, data analysis) and carry no fixed text that other accounts share.
Null hypothesis of the calibration: benign groups of like size. People use wording of their own but
come back to many answers and ask for much else; applications do not come back but use a template.
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
from revenuer.signals.extraction.asking import has_intent
from revenuer.signals.extraction.capability_concentration import HARD
from revenuer.signals.extraction.units import clusters
from revenuer.signals.signal import BATCH, CONVERSING, Measurement, Signal, compared
from revenuer.stats.clustered_share import clustered_share

NAME = "unique_hard_tasks"
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
    hard = np.logical_or.reduce([has_intent(view, name)[rows] for name in HARD])
    result = clustered_share(single & own_words & hard, clusters(view)[rows])
    return compared(
        view,
        result.logit,
        result.se,
        detail=(
            f"{result.share:.1%} of {len(rows)} answered exchanges are hard tasks in wording of"
            f" their own, asked once ({single.mean():.1%} are single questions,"
            f" {own_words.mean():.1%} carry no text that other accounts share, {hard.mean():.1%}"
            " aim at a hard capability)."
        ),
        benign=_benign(float(single.mean()), float(own_words.mean()), float(hard.mean())),
        numbers={
            "share": result.share,
            "single_share": float(single.mean()),
            "own_words_share": float(own_words.mean()),
            "hard_share": float(hard.mean()),
        },
    )


def _benign(single: float, own_words: float, hard: float) -> str:
    if single < 0.7:
        return f"People who come back to the answers explain it: {1 - single:.0%} of turns do."
    if own_words < 0.5:
        return "An application's template explains it: most prompts carry shared fixed text."
    if hard < 0.3:
        return f"Ordinary questions explain it: only {hard:.0%} aim at a hard capability."
    return (
        "People would come back to more of the answers, and an application would repeat its"
        " template. A test suite run once could look like this."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Unique hard tasks, asked once",
    null="Benign groups ask no more unique hard tasks than control groups do.",
    needs=NEEDS,
    rejects=frozenset({CONVERSING, BATCH}),
    measure=_measure,
)
