"""Which groups are campaigns, pools, or worth watching, at a stated false discovery rate."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.campaigns.calibrate import Assessed, assess
from revenuer.campaigns.combine import GroupShape, axis_e_value
from revenuer.campaigns.reference import Reference
from revenuer.groups.candidate import Candidate, jaccard
from revenuer.groups.view import GroupView
from revenuer.records import Axis
from revenuer.records.campaigns import Verdict
from revenuer.signals import SIGNALS
from revenuer.stats.multiplicity import e_bh

_COVER = 0.8
_PART = 0.2


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


@dataclass(frozen=True, slots=True)
class Decision:
    """A group above a bar. `coordination` includes what wider groups of the same accounts lend."""

    verdict: Verdict
    group: int
    coordination: float
    extraction: float


def lent_coordination(groups: Sequence[Judged]) -> NDArray[np.float64]:
    """Each group's coordination e-value, with what groups of whole accounts lend to groups of some
    of those accounts' texts: one operator's accounts stay one operator's whatever they send.

    Where a whole group has the same accounts (Jaccard of 0.8) its e-value stands, a rule fixed
    beforehand; where it holds most of them, the mean of both, an e-value under any dependence.
    """
    own = np.array([g.coordination for g in groups])
    whole = [i for i, g in enumerate(groups) if g.candidate.families is None]
    result = own.copy()
    for i, group in enumerate(groups):
        if group.candidate.families is None:
            continue
        mine = group.candidate.accounts
        near = [j for j in whole if _covers(groups[j].candidate.accounts, mine)]
        same = [j for j in near if jaccard(groups[j].candidate.accounts, mine) >= _COVER]
        if same:
            result[i] = float(np.mean(own[same]))
        elif near:
            result[i] = (own[i] + float(np.mean(own[near]))) / 2
    return result


def _covers(wide: NDArray[np.int32], narrow: NDArray[np.int32]) -> bool:
    common = len(np.intersect1d(wide, narrow, assume_unique=True))
    return common >= _COVER * len(narrow) and common >= _PART * len(wide)


def size_weights(groups: Sequence[Judged]) -> NDArray[np.float64]:
    """Weight of each group in e-BH, mean 1: a quarter even, the rest by the geometric mean of its
    accounts and exchanges. What is industrial in scale is looked at first. Sizes are fixed before
    any evidence is weighed, which is what e-BH asks of weights (Wang & Ramdas 2022, section 5)."""
    scale = np.array([np.sqrt(len(g.candidate.accounts) * max(1, g.exchanges)) for g in groups])
    return np.asarray(0.25 + 0.75 * scale / scale.mean())


def decide(groups: Sequence[Judged], fdr: float) -> list[Decision]:
    """Verdicts of all groups above a bar, most serious first.

    Coordination is asked of every group, by e-BH at `fdr`; extraction of every group too, likewise,
    for `watch`. Whether a coordinated group is a `campaign` or a `pool` is a second question, put
    only to the coordinated groups, by e-BH at `fdr` over them: so each axis is controlled at `fdr`
    among the groups it is asked of (hierarchical testing, Yekutieli 2008, JASA 103). It assumes
    that what makes innocent groups look coordinated (timing, sharing) says nothing of what they
    ask for; the extraction controls include coordinated pools. Accounts of one declared customer
    are not hidden from anybody: such a group has no coordination to find.
    """
    if not groups:
        return []
    coordination = lent_coordination(groups)
    coordination[[g.customers < 2 for g in groups]] = 0.0
    extraction = np.array([g.extraction for g in groups])
    weights = size_weights(groups)
    coordinated = e_bh(coordination, fdr, weights).rejected
    extracting = np.zeros(len(groups), np.bool_)
    if coordinated.any():
        among = extraction[coordinated]
        extracting[coordinated] = e_bh(among, fdr).rejected
    watched = e_bh(extraction, fdr, weights).rejected
    verdicts: list[tuple[Verdict, NDArray[np.bool_]]] = [
        ("campaign", coordinated & extracting),
        ("pool", coordinated & ~extracting),
        ("watch", watched & ~coordinated),
    ]
    decisions = [
        Decision(verdict, int(i), float(coordination[i]), float(extraction[i]))
        for verdict, mask in verdicts
        for i in np.flatnonzero(mask)
    ]
    rank = {"campaign": 0, "pool": 1, "watch": 2}
    return sorted(
        decisions,
        key=lambda d: (rank[d.verdict], -min(d.coordination, d.extraction), d.group),
    )
