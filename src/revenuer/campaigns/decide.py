"""Which groups are campaigns, pools, or worth watching, at a stated false discovery rate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.campaigns.gather import Accounts, Gathered, TwoRates, UsedAlike, gather
from revenuer.campaigns.judged import Judged
from revenuer.groups.candidate import Candidate, Tie, jaccard, shared
from revenuer.groups.paces import PACE
from revenuer.records.campaigns import VERDICT_RANK, Verdict
from revenuer.stats.multiplicity import e_bh

_TRACE = 0.25
"""Worth of a group found by a trace that strangers share too, beside others."""
_NEAR = 0.5
"""Share of the largest e-value from which the widest group speaks for an operation."""
_OWN = 0.9
"""Share of a group's accounts, in an operation, from which it speaks for that."""
_COVER = 0.8
_PART = 0.2
_TOUCHES = 0.25
"""Overlap with an operation from which a group to watch is not worth a row."""

_WHOLE = 0.5
"""Weight of all that an operation sends in its extraction; its texts have the rest, evenly."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What can be asked of accounts that are no group yet: `judge` weighs them, `texts` are the
    fixed texts that they carry, `two_rates` says of two sets of them whether they are shown to be
    dealt from two queues, `used_alike` which of the second are used as much and as long as the
    first."""

    judge: Callable[[Candidate], Judged]
    texts: Callable[[Accounts], Sequence[Candidate]]
    two_rates: TwoRates
    used_alike: UsedAlike


@dataclass(frozen=True, slots=True)
class Operation:
    """Groups above a bar that are one operation, with its verdict. `groups` are indices of those
    that hold hardly anybody else, first the widest of those nearly as strong as the strongest;
    `accounts` rows of the account table, ascending. `coordination` is that group's e-value with
    what wider groups of the same accounts lend it; `extraction` the mean of what was `asked`: of
    all that its accounts send, and of the texts that they carry, each judged apart."""

    verdict: Verdict
    groups: tuple[int, ...]
    accounts: Accounts
    coordination: float
    extraction: float
    asked: tuple[Judged, ...] = ()


def lent_coordination(groups: Sequence[Judged]) -> NDArray[np.float64]:
    """Each group's coordination e-value, with what groups of whole accounts lend to groups of some
    of those accounts' texts: one operator's accounts stay one operator's whatever they send.

    Where a whole group has the same accounts (Jaccard of 0.8) its e-value stands, a rule fixed
    beforehand; where it holds most of them, the mean of both, an e-value under any dependence.
    Accounts of one declared customer are not hidden from anybody: such a group has no coordination
    to find.
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
    result[[g.customers < 2 for g in groups]] = 0.0
    return result


def _covers(wide: NDArray[np.int32], narrow: NDArray[np.int32]) -> bool:
    common = shared(wide, narrow)
    return common >= _COVER * len(narrow) and common >= _PART * len(wide)


def size_weights(groups: Sequence[Judged]) -> NDArray[np.float64]:
    """Weight of each group in e-BH, mean 1: a quarter even, the rest by the geometric mean of its
    accounts and exchanges, times what the way it was found is worth. What is industrial in scale is
    looked at first. Sizes and ways are fixed before any evidence is weighed, which is what e-BH
    asks of weights (Wang & Ramdas 2022, section 5)."""
    scale = np.array([_scale(g) for g in groups])
    worth = np.array([_TRACE if g.candidate.tie is Tie.TRACE else 1.0 for g in groups])
    weights = worth * (0.25 + 0.75 * scale / scale.mean())
    return np.asarray(weights / weights.mean())


def _scale(group: Judged) -> float:
    return float(np.sqrt(len(group.candidate.accounts) * max(1, group.exchanges)))


def decide(groups: Sequence[Judged], fdr: float, inquiry: Inquiry) -> list[Operation]:
    """Operations above a bar, most serious first.

    Coordination is asked of every group, by e-BH at `fdr`. The groups that pass are gathered into
    operations without looking at extraction, and a second question is put to each operation, by
    e-BH at `fdr` over them: is it a harvest (`campaign`), or only one operator (`pool`)? So each
    axis is controlled at `fdr` among what it is asked of (hierarchical testing, Yekutieli 2008,
    JASA 103). It assumes that what makes innocent groups look coordinated (timing, sharing) says
    nothing of what they ask for; the extraction controls include coordinated pools. The second
    question is asked of the accounts gathered, not of the groups that brought them: a group may
    hold another operator's too. The answer is a mean of e-values: half of the weight has all that
    the accounts send, and half the texts that they carry, each the same, so that a harvest that is
    a small part is not outvoted. Neither parts nor weights were chosen by extraction, so the mean
    is an e-value under any dependence. Extraction of every group is asked too, for `watch`.
    """
    if not groups:
        return []
    coordination = lent_coordination(groups)
    extraction = np.array([g.extraction for g in groups])
    coordinated = _above(groups, coordination, fdr, inquiry, lambda g: g.coordination)
    asked = [_asked(found, inquiry) for found in coordinated]
    e_values = [_extraction(parts) for parts in asked]
    harvests = e_bh(e_values, fdr).rejected if coordinated else np.empty(0, np.bool_)
    operations = [
        _operation("campaign" if harvest else "pool", found, coordination, parts, groups)
        for found, harvest, parts in zip(coordinated, harvests, asked, strict=True)
    ]
    for found in _above(groups, extraction, fdr, inquiry, lambda g: g.extraction):
        if not any(_touches(found.accounts, one.accounts) for one in coordinated):
            parts = _asked(found, inquiry)
            operations.append(_operation("watch", found, extraction, parts, groups))
    return sorted(
        operations,
        key=lambda o: (VERDICT_RANK[o.verdict], -min(o.coordination, o.extraction), o.groups),
    )


def _above(
    groups: Sequence[Judged],
    e_values: NDArray[np.float64],
    fdr: float,
    inquiry: Inquiry,
    axis: Callable[[Judged], float],
) -> list[Gathered]:
    """Groups above the bar of weighted e-BH, gathered into operations."""
    rejected = e_bh(e_values, fdr, size_weights(groups)).rejected

    def stands_alone(accounts: Accounts, group: int) -> bool:
        wider = groups[group].candidate
        spent = wider.found_by | ({PACE} if wider.tie is Tie.TRACE else frozenset())
        left = Candidate("what is left of a wider group", accounts, found_by=spent)
        alone = inquiry.judge(left)
        return alone.customers >= 2 and axis(alone) >= 1 / fdr

    def passes(group: int) -> bool:
        return axis(groups[group]) >= 1 / fdr

    strongest_first = sorted(
        np.flatnonzero(rejected).tolist(),
        key=lambda i: (-e_values[i], -len(groups[i].candidate.accounts), i),
    )
    candidates = [g.candidate for g in groups]
    traces = [
        i
        for i, g in enumerate(groups)
        if g.candidate.tie is Tie.TRACE and g.customers >= 2 and g.coordination >= 1 / fdr
    ]
    return gather(
        strongest_first, candidates, stands_alone, passes,
        inquiry.two_rates, traces, inquiry.used_alike,
    )  # fmt: skip


def _asked(found: Gathered, inquiry: Inquiry) -> tuple[Judged, ...]:
    """All that the accounts send, and each of the texts that they carry, judged."""
    whole = Candidate("all that an operation's accounts send", found.accounts)
    return tuple(inquiry.judge(part) for part in (whole, *inquiry.texts(found.accounts)))


def _extraction(asked: Sequence[Judged]) -> float:
    whole, *texts = (part.extraction for part in asked)
    return _WHOLE * whole + (1 - _WHOLE) * float(np.mean(texts)) if texts else whole


def _touches(one: Accounts, other: Accounts) -> bool:
    return shared(one, other) >= _TOUCHES * min(len(one), len(other))


def _inside(group: Judged, found: Gathered) -> bool:
    """Whether the group's evidence is the operation's, and not another's who stands in it too."""
    members = group.candidate.accounts
    return shared(members, found.accounts) >= _OWN * len(members)


def _operation(
    verdict: Verdict,
    found: Gathered,
    e_values: NDArray[np.float64],
    asked: tuple[Judged, ...],
    groups: Sequence[Judged],
) -> Operation:
    own = [g for g in found.groups if _inside(groups[g], found)] or list(found.groups)
    enough = _NEAR * max(e_values[own])
    ordered = sorted(
        own,
        key=lambda g: (e_values[g] < enough, -len(groups[g].candidate.accounts), g),
    )
    first = ordered[0]
    shown = groups[first].coordination if verdict == "watch" else float(e_values[first])
    extraction = _extraction(asked)
    return Operation(verdict, tuple(ordered), found.accounts, shown, extraction, asked)
