"""How many requests have a trace of reasoning cleaned: dead ends out, answer kept?

Null hypothesis of the calibration: benign groups of like size, hardly any of whose requests do so.
Assumptions: customers are independent of each other.
Rejects: people who converse (they polish prose, not traces); batch work, whose documents are not
traces of reasoning; evaluation, which wants the trace as it is.
No p-value: no law says how often honest groups do so; the share is compared with control groups.
Source: 770,609 traces sent back for cleaning (Anthropic, September 2026);
`stats.clustered_share`.
"""

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.extraction.asking import TEXT, Asking, ask
from revenuer.signals.signal import BATCH, CONVERSING, EVALUATION, Measurement, Signal

NAME = "reasoning_cleanup"
_ASKING = Asking(
    name=NAME,
    weights={"reasoning_cleanup": 1.0},
    words="have a trace of reasoning cleaned, condensed or rewritten",
)
_INNOCENT = (
    "Editors condense arguments; traces with dead ends to remove and an answer to keep are not"
    " prose."
)


def _measure(view: GroupView) -> Measurement | CannotAssess:
    return ask(view, _ASKING, _INNOCENT)


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Cleaning reasoning",
    null="Benign groups have reasoning cleaned no more than control groups do.",
    needs=TEXT,
    rejects=frozenset({CONVERSING, BATCH, EVALUATION}),
    measure=_measure,
)
