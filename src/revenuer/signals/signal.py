"""A signal: one question put to a group's numbers."""

from collections.abc import Callable
from dataclasses import dataclass

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess

STRANGERS = "strangers"
"""Benign hypothesis: unrelated customers, each with own needs, rates and hours."""
SAME_TASK = "same task"
"""Benign hypothesis: people set the same task at the same time (class, hackathon, viral prompt)."""
APPLICATION = "application"
"""Benign hypothesis: one application or tool, with an account for each honest end customer or
service, driven by clocks and templates."""
CONVERSING = "conversing"
"""Benign hypothesis (extraction axis): people or assistants who use the answers."""
BATCH = "batch work"
"""Benign hypothesis (extraction axis): an application's batch of its own documents."""
EVALUATION = "evaluation"
"""Benign hypothesis (extraction axis): somebody measures or red-teams the model."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """A signal's number for one group, before calibration.

    `statistic` is on an unbounded or logit scale where it can be (larger = more suspicious) with
    standard error `se` (0 where it has none). `p_value` is exact under the signal's null where one
    exists, else None: then the number is ranked among control groups. `e_value` likewise, where
    the test itself is an e-value. `size` (accounts) and `volume` (exchanges) are what controls are
    matched on. `detail` is a sentence with numbers; `benign` the innocent story and how it fares.
    """

    statistic: float
    se: float
    p_value: float | None
    e_value: float | None
    size: int
    volume: int
    detail: str
    benign: str
    numbers: dict[str, float]


def compared(
    view: GroupView,
    statistic: float,
    se: float,
    *,
    detail: str,
    benign: str,
    numbers: dict[str, float],
) -> Measurement:
    """A number without a law of its own: all it can be is compared with control groups."""
    size, volume = len(view.accounts.ids), len(view.events.ts)
    return Measurement(statistic, se, None, None, size, volume, detail, benign, numbers)


@dataclass(frozen=True, slots=True)
class Signal:
    """`measure` is a pure function of the group's view. `needs` are fields without which it
    answers `CannotAssess`. `rejects` are the benign hypotheses its number can speak against."""

    name: str
    axis: Axis
    title: str
    null: str
    needs: frozenset[str]
    rejects: frozenset[str]
    measure: Callable[[GroupView], Measurement | CannotAssess]
