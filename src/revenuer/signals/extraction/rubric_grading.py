"""How many requests use the model as a judge of somebody's answers (a reward model)?

Null hypothesis of the calibration: benign groups of like size, few of whose requests hand the model
an answer and a scale.
Assumptions: customers are independent of each other. Tutors who grade pupils use other words than
those who grade models; where they do not, they count.
Rejects: people who converse, and batch work on an application's own documents. Not evaluation:
whoever tests a system has answers graded too.
No p-value: no law says how often honest groups grade; the share is compared with control groups.
Source: rubric grading as disclosed by Anthropic (February 2026) and the Frontier Model Forum's
methods "critiquing" and "autograding"; `stats.clustered_share`.
"""

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.extraction.asking import TEXT, Asking, ask
from revenuer.signals.signal import BATCH, CONVERSING, Measurement, Signal

NAME = "rubric_grading"
_ASKING = Asking(
    name=NAME,
    weights={"rubric_grading": 1.0},
    words="have the model grade or compare answers",
)
_INNOCENT = (
    "Whoever tests a product has answers graded as well, so this never speaks against an"
    " evaluation."
)


def _measure(view: GroupView) -> Measurement | CannotAssess:
    return ask(view, _ASKING, _INNOCENT)


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Grading answers",
    null="Benign groups have answers graded no more than control groups do.",
    needs=TEXT,
    rejects=frozenset({CONVERSING, BATCH}),
    measure=_measure,
)
