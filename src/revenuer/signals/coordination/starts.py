"""When each customer of a group opens conversations."""

from dataclasses import dataclass

import numpy as np

from revenuer.groups.view import I64, GroupView


@dataclass(frozen=True, slots=True)
class Starts:
    """Conversation openings in time order. `unit` numbers the customers of the group from 0, in
    the order of their customer index; `units` is how many there are, silent ones included."""

    ts: I64
    unit: I64
    units: int


def conversation_starts(view: GroupView) -> Starts:
    """Openings of the group with the declared customer as the unit."""
    names, unit_of_account = np.unique(view.customers, return_inverse=True)
    opening = view.events.opening
    return Starts(
        ts=view.events.ts[opening],
        unit=unit_of_account[view.events.account[opening]].astype(np.int64),
        units=len(names),
    )


def restrict(starts: Starts, keep: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Starts:
    """The starts of the units marked in `keep` (units,), renumbered."""
    number = np.cumsum(keep) - 1
    kept = keep[starts.unit]
    return Starts(starts.ts[kept], number[starts.unit[kept]], int(keep.sum()))
