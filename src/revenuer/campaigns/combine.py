"""One e-value an axis: every benign explanation has to be rejected on its own.

The null of an axis is a union: the group is benign *in some way* (strangers, people with the same
task, one application's customers...). For each benign way, the signals that speak against it are
combined in two ways, and the e-values of both averaged:

- the mean of their e-values, an e-value under any dependence (Vovk & Wang, "E-values: calibration,
  combination and applications", Annals of Statistics 2021);
- their joint weight: each statistic, less its standard error, in steps above the benign median,
  bounded on both sides so that no signal decides alone and evidence of innocence counts. Their sum
  is ranked among the same sums of the control groups, and the largest among their largest: the
  signals' dependence is in the controls, so nothing is multiplied and none assumed independent.

The smallest over the benign ways is an e-value under their union.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.campaigns.calibrate import LEAST_CONTROLS
from revenuer.campaigns.reference import Reference
from revenuer.records import Axis, Finding
from revenuer.signals.signal import (
    APPLICATION,
    BATCH,
    CONVERSING,
    EVALUATION,
    SAME_TASK,
    STRANGERS,
)
from revenuer.stats.joint_tail import joint_tail

BENIGN = {
    Axis.COORDINATION: (STRANGERS, SAME_TASK, APPLICATION),
    Axis.EXTRACTION: (CONVERSING, BATCH, EVALUATION),
}
ASKED_FOR = frozenset(
    {
        "trace_elicitation",
        "rubric_grading",
        "task_generation",
        "reasoning_cleanup",
        "safe_rewriting",
    }
)
"""Signals of which a harvest need show one: the most notable of them counts, not their sum."""
NOVELTY = 2e-5
"""Share of benign groups allowed to be unlike every control on all signals together and yet look
like one operator, or like a harvest. It bounds the joint e-value at 50,000."""
_LEAST, _MOST = -2.0, 16.0
"""Steps above the benign median that one signal can take from the joint weight, and add to it."""
_LEAST_STEP = 0.3
_NOTHING = -4.6
"""Log odds of one in a hundred: a smaller share is as good as none."""
_REPEATS = 0.1
"""Pairs of equal prompts under different accounts, for each opening turn, from which a fixed set of
items asked again is a plausible story."""


@dataclass(frozen=True, slots=True)
class GroupShape:
    """What control groups are matched on."""

    whole: bool
    size: int
    volume: int


def axis_e_value(
    findings: Sequence[Finding], axis: Axis, shape: GroupShape, reference: Reference
) -> float:
    """E-value against "benign in some way" on one axis."""
    own = [f for f in findings if f.axis is axis]
    nearest = reference.matched(axis, shape.whole, shape.size, shape.volume)
    return min(
        against(_speaking(own, hypothesis), nearest, reference) for hypothesis in BENIGN[axis]
    )


def _speaking(findings: Sequence[Finding], hypothesis: str) -> list[Finding]:
    """The findings that speak against a benign hypothesis.

    Somebody who measures a model sends a fixed set of items again and again; one who does not
    repeat any is not measuring, whatever he asks. So every finding speaks against "evaluation"
    where items hardly repeat between accounts, and none does where they do.
    """
    if hypothesis != EVALUATION:
        return [f for f in findings if hypothesis in f.rejects]
    repeats = next((f.numbers for f in findings if f.signal == "without_replacement"), None)
    if repeats is None:
        return []
    rate = repeats["agreeing_pairs_across_accounts"] / max(1.0, repeats["openings"])
    return list(findings) if rate < _REPEATS else []


def against(findings: Sequence[Finding], nearest: NDArray[np.int64], reference: Reference) -> float:
    """E-value against one benign hypothesis by the findings that speak to it; 1 for none."""
    values = [f.e_value for f in findings if f.e_value is not None]
    if not values:
        return 1.0
    joint = _joint(findings, nearest, reference)
    mean = float(np.mean(values))
    return mean if joint is None else (mean + joint) / 2


def _joint(
    findings: Iterable[Finding], nearest: NDArray[np.int64], reference: Reference
) -> float | None:
    """Mean of the e-values of the summed steps and of the largest step, each among the control
    groups' own; None for too few controls."""
    own: list[float] = []
    controls: list[NDArray[np.float64]] = []
    asked, asked_controls = 0.0, np.zeros(len(nearest))
    for finding in findings:
        column = reference.column(finding.signal)
        if column < 0:
            continue
        values = reference.statistic[nearest, column] - reference.se[nearest, column]
        known = np.isfinite(values)
        if known.sum() < LEAST_CONTROLS:
            continue
        values = np.maximum(values, _NOTHING)
        middle, step = _scale(values[known])
        value = max(finding.statistic - finding.se, _NOTHING)
        mine = float(np.clip((value - middle) / step, _LEAST, _MOST))
        steps = np.where(known, np.clip((values - middle) / step, _LEAST, _MOST), 0.0)
        if finding.signal in ASKED_FOR:
            asked, asked_controls = max(asked, mine), np.maximum(asked_controls, steps)
        else:
            own.append(mine)
            controls.append(steps)
    if not own and not asked_controls.any():
        return None
    terms, table = np.array([*own, asked]), np.stack([*controls, asked_controls])
    by_sum = joint_tail(float(terms.sum()), table.sum(axis=0), novelty=NOVELTY)
    by_most = joint_tail(float(terms.max()), table.max(axis=0), novelty=NOVELTY)
    return (by_sum + by_most) / 2


def _scale(values: NDArray[np.float64]) -> tuple[float, float]:
    """Median, and the larger of the two normal-consistent distances to the 84 % and 97.5 %
    quantiles: a step that a skewed benign tail does not make look small."""
    low, high, top = np.quantile(values, [0.5, 0.8413, 0.975])
    return float(low), max(_LEAST_STEP, float(high - low), float(top - low) / 2)
