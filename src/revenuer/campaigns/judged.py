"""A candidate group with its evidence weighed."""

from dataclasses import dataclass

from revenuer.campaigns.calibrate import Assessed, assess
from revenuer.campaigns.combine import GroupShape, axis_e_value
from revenuer.campaigns.reference import Reference
from revenuer.groups.candidate import Candidate
from revenuer.groups.view import GroupView
from revenuer.records import Axis
from revenuer.signals import SIGNALS


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its findings. `customers` counts the declared customers among its accounts;
    `coordination` and `extraction` are the e-values of the axes before groups lend each other
    evidence."""

    candidate: Candidate
    assessed: Assessed
    customers: int
    exchanges: int
    coordination: float
    extraction: float


def judge_group(candidate: Candidate, view: GroupView, reference: Reference) -> Judged:
    """Measure, calibrate and combine one group."""
    whole = candidate.families is None
    assessed = assess(view, whole, SIGNALS, reference)
    shape = GroupShape(whole, len(view.accounts.ids), len(view.events.ts))
    return Judged(
        candidate=candidate,
        assessed=assessed,
        customers=int(view.customers.max(initial=-1)) + 1,
        exchanges=shape.volume,
        coordination=axis_e_value(assessed.findings, Axis.COORDINATION, shape, reference),
        extraction=axis_e_value(assessed.findings, Axis.EXTRACTION, shape, reference),
    )
