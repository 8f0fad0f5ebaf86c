"""Groups above a bar that are one operation seen from several sides are gathered into one.

The strongest group comes first and lends nobody its strength: of a wider group that holds it, the
accounts it adds are tested alone. So a group that is conspicuous only for the pool inside it
accuses nobody else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.candidate import Candidate

_OVERLAP = 0.5
"""Share of the smaller of two groups from which they are one operation."""
_TOUCHES = 0.1
"""Share of a group's accounts that may be another operation's before the rest is asked alone."""
_FEW = 0.2
"""Share of a group that it may add to an operation without being asked alone."""
_LEAST = 5
_BRIDGE = 2
"""Accounts of an operation that a bridge between operations holds."""

Accounts = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Gathered:
    """`groups` are indices, the strongest first; `accounts` rows of the account table."""

    groups: tuple[int, ...]
    accounts: Accounts


def gather(
    strongest_first: Sequence[int],
    candidates: Sequence[Candidate],
    stands_alone: Callable[[Accounts], bool],
) -> list[Gathered]:
    """Operations behind groups above a bar. `stands_alone` tests accounts without the
    others of their group: one test at the level of the whole, since the group has passed already.

    A group that shares half of the smaller's accounts with an operation joins it. Where it adds
    more than a fifth of its own, these have to stand alone; else the group is dropped: what it
    shows, the operation explains. Fewer are added unasked by things shared (a text, an address,
    conversations), and not at all by likeness. Things shared also bridge operations: where they
    lie in several, these are one.
    """
    found: list[Gathered] = []
    for group in strongest_first:
        members, linked = candidates[group].accounts, candidates[group].linked
        shared = [_shared(one.accounts, members) for one in found]
        rest = members
        for one in found:
            rest = np.setdiff1d(rest, one.accounts, assume_unique=True)
        bridging = linked and len(rest) < _FEW * len(members)
        homes = [
            i
            for i, (one, common) in enumerate(zip(found, shared, strict=True))
            if common >= _OVERLAP * min(len(one.accounts), len(members))
            or (bridging and common >= _BRIDGE)
        ]
        if not homes and len(rest) >= (1 - _TOUCHES) * len(members):
            found.append(Gathered((group,), members))
            continue
        few = len(rest) < max(_LEAST, _FEW * len(members))
        if not (few or stands_alone(rest)):
            continue
        if len(homes) == 1 or (homes and linked):
            found = _joined(found, homes, group, rest if linked or not few else rest[:0])
        elif not few:
            found.append(Gathered((group,), rest))
    return found


def _shared(one: Accounts, other: Accounts) -> int:
    return len(np.intersect1d(one, other, assume_unique=True))


def _joined(
    found: list[Gathered], homes: Sequence[int], group: int, added: Accounts
) -> list[Gathered]:
    """The homes, the first of which is the strongest, as one, with the group at its end."""
    inside = [found[i] for i in homes]
    accounts = np.unique(np.concatenate([added, *(one.accounts for one in inside)]))
    groups = tuple(g for one in inside for g in one.groups)
    whole = Gathered((*groups, group), accounts)
    return [
        whole if i == homes[0] else one
        for i, one in enumerate(found)
        if i == homes[0] or i not in homes
    ]
