"""One e-value an axis: every benign explanation has to be rejected on its own.

The null of an axis is a union: the group is benign *in some way* (strangers, people with the same
task, one application's customers...). For each benign way the e-values of the findings that speak
against it are averaged: a mean of e-values is an e-value under any dependence (Vovk & Wang,
"E-values: calibration, combination and applications", Annals of Statistics 2021). The smallest of
these means is an e-value under every benign way, hence under their union.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from revenuer.records import Axis, Finding
from revenuer.signals.signal import (
    APPLICATION,
    BATCH,
    CONVERSING,
    EVALUATION,
    SAME_TASK,
    STRANGERS,
)

BENIGN = {
    Axis.COORDINATION: (STRANGERS, SAME_TASK, APPLICATION),
    Axis.EXTRACTION: (CONVERSING, BATCH, EVALUATION),
}


def against(findings: Iterable[Finding], hypothesis: str) -> float:
    """E-value against one benign hypothesis: the mean over the findings that speak to it; 1 where
    none could be assessed."""
    values = [f.e_value for f in findings if f.e_value is not None and hypothesis in f.rejects]
    return float(np.mean(values)) if values else 1.0


def axis_e_value(findings: Sequence[Finding], axis: Axis) -> float:
    """E-value against "benign in some way" on one axis."""
    own = [f for f in findings if f.axis is axis]
    return min(against(own, hypothesis) for hypothesis in BENIGN[axis])
