"""From a signal's number to a finding with a p-value and an e-value."""

from dataclasses import dataclass

import numpy as np

from revenuer.campaigns.reference import Reference
from revenuer.groups.view import GroupView
from revenuer.records import CannotAssess, Finding
from revenuer.signals.signal import Measurement, Signal
from revenuer.stats.calibrators import mixture
from revenuer.stats.conformal import worst_kind_p
from revenuer.stats.control_ratio import control_ratio

LEAST_CONTROLS = 20
_LARGEST = 1e12


@dataclass(frozen=True, slots=True)
class Assessed:
    """All signals of one group: what they found and what they could not assess."""

    findings: tuple[Finding, ...]
    missing: tuple[CannotAssess, ...]


def measure(
    view: GroupView, signals: tuple[Signal, ...]
) -> list[tuple[Signal, Measurement | CannotAssess]]:
    """Every signal's number, or why it has none."""
    results: list[tuple[Signal, Measurement | CannotAssess]] = []
    for signal in signals:
        lacking = signal.needs - view.fields
        if lacking:
            why = f"the log has no {', '.join(sorted(lacking))}"
            results.append((signal, CannotAssess(signal.name, why)))
        else:
            results.append((signal, signal.measure(view)))
    return results


def assess(
    view: GroupView, whole: bool, signals: tuple[Signal, ...], reference: Reference
) -> Assessed:
    """Measure a group with every signal and calibrate each number. A `whole` group holds all
    exchanges of its accounts and is compared with control groups that do."""
    findings: list[Finding] = []
    missing: list[CannotAssess] = []
    for signal, measured in measure(view, signals):
        if isinstance(measured, CannotAssess):
            missing.append(measured)
        else:
            findings.append(calibrate(signal, measured, whole, reference))
    return Assessed(tuple(findings), tuple(missing))


def calibrate(signal: Signal, measured: Measurement, whole: bool, reference: Reference) -> Finding:
    """The number's place among matched control groups, and the exact test where there is one.

    The p-value of a place is that among the kind of control groups which explains it best.

    With enough controls the e-value is the likelihood ratio against them; where the signal has an
    exact test too, the mean of both, an e-value whenever each is one. Without controls the exact
    test stands alone.
    """
    column = reference.column(signal.name)
    controls, kinds = np.empty(0), np.empty(0, np.int64)
    if column >= 0:
        nearest = reference.matched(signal.axis, whole, measured.size, measured.volume)
        nearest = nearest[np.isfinite(reference.statistic[nearest, column])]
        controls, kinds = reference.statistic[nearest, column], reference.kind[nearest]
    p = measured.p_value
    values = [] if p is None else [float(mixture(p))]
    if measured.e_value is not None:
        values = [measured.e_value]
    if len(controls) >= LEAST_CONTROLS:
        values.append(control_ratio(measured.statistic, controls, se=measured.se).e_value)
        if p is None:
            p = worst_kind_p(measured.statistic, controls, kinds)
    return Finding(
        signal=signal.name,
        axis=signal.axis,
        statistic=measured.statistic,
        p_value=p,
        e_value=min(_LARGEST, sum(values) / len(values)) if values else None,
        detail=measured.detail,
        benign_explanation=measured.benign,
        se=measured.se,
        rejects=signal.rejects,
        numbers=dict(measured.numbers),
    )
