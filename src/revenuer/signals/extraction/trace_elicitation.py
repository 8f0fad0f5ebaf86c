"""How many requests force the model to write out its reasoning?

Counted are coercion of reasoning that is not meant to be shown (hidden thoughts verbatim, forced
into inline tags, reconstructed behind a finished answer), and fixed demands for the whole reasoning
before the answer. The second is popular, honest advice, so such a request counts a quarter.
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
from revenuer.signals.extraction.asking import TEXT, Asking, ask
from revenuer.signals.signal import BATCH, CONVERSING, Measurement, Signal

NAME = "trace_elicitation"
_ASKING = Asking(
    name=NAME,
    weights={"trace_coercion": 1.0, "chain_of_thought": 0.25},
    words="ask for the model's reasoning to be written out",
)
_INNOCENT = (
    "A template that asks to think step by step is common, and red teams try to coerce traces."
)


def _measure(view: GroupView) -> Measurement | CannotAssess:
    return ask(view, _ASKING, _INNOCENT)


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Drawing out the reasoning",
    null="Benign groups ask for reasoning no more than control groups do.",
    needs=TEXT,
    rejects=frozenset({CONVERSING, BATCH}),
    measure=_measure,
)
