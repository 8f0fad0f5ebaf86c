"""What a signal says of a group: a finding with its number, or why it cannot be assessed."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Axis(StrEnum):
    """The question a signal speaks to. The two are never mixed."""

    COORDINATION = "coordination"
    EXTRACTION = "extraction"


@dataclass(frozen=True, slots=True)
class Finding:
    """One signal's measurement of one group.

    `p_value` is exact or conformal and never 0; `e_value` has mean at most 1 under the signal's
    null. Either may be None where the signal has no such form. `detail` is a sentence with its
    numbers for a person; `benign_explanation` the innocent story and whether it fits here. `se` is
    the statistic's standard error (0 where it has none); `rejects` names the benign hypotheses that
    this e-value speaks against.
    """

    signal: str
    axis: Axis
    statistic: float
    p_value: float | None
    e_value: float | None
    detail: str
    benign_explanation: str
    se: float = 0.0
    rejects: frozenset[str] = frozenset()
    numbers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CannotAssess:
    """A signal that lacks the field it needs, and says so instead of guessing."""

    signal: str
    why: str
