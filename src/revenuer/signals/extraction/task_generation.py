"""How many requests have the model write new tasks, or dialogues to train on?

Null hypothesis of the calibration: benign groups of like size. Teachers and e-learning services
write exercises, but from a document of their own or on a named subject; a harvest asks for variety,
for one checkable answer, for evolution of seeds. Requests that bring a document (a new turn of more
than 3,000 characters) are therefore not counted.
Assumptions: customers are independent of each other.
Rejects: people who converse; batch work on own documents, which is not counted; evaluation, which
asks questions instead of having them made.
No p-value: no law says how often honest groups do so; the share is compared with control groups.
Source: "tens of thousands of unique tasks" (Anthropic, 2026), the Frontier Model Forum's methods
"prompt generation for RL" and "synthetic data generation"; `stats.clustered_share`.
"""

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.extraction.asking import TEXT, Asking, ask
from revenuer.signals.signal import BATCH, CONVERSING, EVALUATION, Measurement, Signal

NAME = "task_generation"
_ASKING = Asking(
    name=NAME,
    weights={"task_generation": 1.0, "synthetic_dialogue": 1.0},
    words="have the model write tasks or training dialogues",
    longest=3000,
)
_INNOCENT = (
    "Teachers have exercises written and academics make synthetic data openly; requests that bring"
    " a document to make questions from were not counted."
)


def _measure(view: GroupView) -> Measurement | CannotAssess:
    return ask(view, _ASKING, _INNOCENT)


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Making tasks and training data",
    null="Benign groups have tasks made no more than control groups do.",
    needs=TEXT,
    rejects=frozenset({CONVERSING, BATCH, EVALUATION}),
    measure=_measure,
)
