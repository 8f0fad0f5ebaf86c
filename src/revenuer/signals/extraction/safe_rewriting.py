"""How many requests have answers on sensitive topics rewritten to suit a censor or a policy?

Null hypothesis of the calibration: benign groups of like size, hardly any of whose requests name
both a sensitive topic and a manner that is safe before an authority.
Assumptions: customers are independent of each other.
Rejects: people who converse, and evaluation, which wants the answer as it is. Not batch work: a
publisher under a censor may rewrite its own texts.
No p-value: no law says how often honest groups do so; the share is compared with control groups.
Source: censorship-safe alternatives as disclosed by Anthropic (February 2026);
`stats.clustered_share`.
"""

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.extraction.asking import TEXT, Asking, ask
from revenuer.signals.signal import CONVERSING, EVALUATION, Measurement, Signal

NAME = "safe_rewriting"
_ASKING = Asking(
    name=NAME,
    weights={"safe_rewriting": 1.0},
    words="have answers on sensitive topics made safe for a censor or policy",
)
_INNOCENT = (
    "A publisher may have its own texts made to fit a policy, so this never speaks against batch"
    " work."
)


def _measure(view: GroupView) -> Measurement | CannotAssess:
    return ask(view, _ASKING, _INNOCENT)


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Safe rewriting",
    null="Benign groups have answers made safe no more than control groups do.",
    needs=TEXT,
    rejects=frozenset({CONVERSING, EVALUATION}),
    measure=_measure,
)
