"""How many requests force the model to write out its reasoning?

Counted are coercion of reasoning that is not meant to be shown (hidden thoughts verbatim, forced
into inline tags, reconstructed behind a finished answer), and fixed demands for the whole reasoning
before the answer. The second is popular, honest advice, so such a request counts a quarter.
A demand can be worded in ways that no lexicon knows, but the reasoning has to be written out: an
answer that is a trace (marked off, numbered, hesitating, checking itself) counts a half. Where more
than one in twenty of the other answers of the log are such, its models think aloud for everybody,
and answers count for nothing.
Null hypothesis of the calibration: benign groups of like size. People, assistants and applications
ask for reasoning now and then, or always if their template does; none needs hidden reasoning.
Assumptions: customers are independent of each other; wording outside the lexicon is missed, which
errs towards innocence.
Rejects: people who converse, and batch work on an application's own documents. Not evaluation:
harnesses prompt for reasoning, and red teams try to coerce it.
No p-value: no law says how often honest groups ask; the share is compared with control groups.
Source: families of wording published by Anthropic (February, September 2026) and Google (2026);
`stats.clustered_share`.
"""

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.extraction.asking import TEXT, Asking, ask, has_intent
from revenuer.signals.extraction.thinking_aloud import TRACE, thinks_aloud
from revenuer.signals.signal import BATCH, CONVERSING, Measurement, Signal

NAME = "trace_elicitation"
_ASKED = {"trace_coercion": 1.0, "chain_of_thought": 0.25}
_ANSWER_WEIGHT = 0.5
_INNOCENT = (
    "A template that asks to think step by step is common, and red teams try to coerce traces."
)


def _measure(view: GroupView) -> Measurement | CannotAssess:
    traces = int(has_intent(view, TRACE).sum())
    aloud = thinks_aloud(view.background, traces, len(view.events.ts))
    weights = _ASKED if aloud else _ASKED | {TRACE: _ANSWER_WEIGHT}
    asking = Asking(name=NAME, weights=weights, words="have the model's reasoning written out")
    return ask(view, asking, _INNOCENT)


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Drawing out the reasoning",
    null="Benign groups ask for reasoning no more than control groups do.",
    needs=TEXT,
    rejects=frozenset({CONVERSING, BATCH}),
    measure=_measure,
)
