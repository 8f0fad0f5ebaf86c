"""Groups above a bar that are one operation seen from several sides are gathered into one.

First the cores, strongest first: groups that have next to no account in common. Then the groups
that lie across, narrow ones first. The strong lend nobody their strength: accounts that a wider
group adds to the operations inside it are tested alone. So a group that is conspicuous only for the
pool inside it accuses nobody else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.bridges import OPEN_TO_ALL
from revenuer.groups.candidate import Candidate, Tie, shared
from revenuer.groups.queues import sides

_TOUCHES = 0.1
"""Share of a group's accounts that a core may have in common with others."""
_HOLDS = 0.5
"""Share of an operation, or of the group, from which one holds the other."""
_MIXED = 0.8
"""The same for accounts that are only alike: who holds two operations may be a mixture."""
_FEW = 0.2
"""Share of a group, of accounts that no operation has, up to which these come with it untested."""
_LEAST = 5
"""Accounts from which a test is possible."""
_KERNEL = 1 / 3
"""Share of a trace, in operations that it holds whole, from which what is left of it is asked."""
_BRIDGE = 2
"""Accounts of an operation that a thing shared with another has to touch."""

Accounts = NDArray[np.int32]
TwoRates = Callable[[Accounts, Accounts], bool]
UsedAlike = Callable[[Accounts, Accounts], Accounts]


@dataclass(frozen=True, slots=True)
class Gathered:
    """`groups` are indices, the core's first; `accounts` rows of the account table."""

    groups: tuple[int, ...]
    accounts: Accounts


def gather(
    strongest_first: Sequence[int],
    candidates: Sequence[Candidate],
    stands_alone: Callable[[Accounts, int], bool],
    passes: Callable[[int], bool],
    two_rates: TwoRates,
    traces: Sequence[int] = (),
    used_alike: UsedAlike = lambda _, rest: rest,
) -> list[Gathered]:
    """Operations behind groups above a bar. `stands_alone` tests accounts without the others of
    their group (the second argument): one test at the level of the whole, since the group has
    passed already; what the group was found by is no evidence on its rest either. `passes`
    says of a group whether it has done so by itself, and not by what others lend it. `two_rates`
    says of two sets of accounts whether they are shown to be dealt from two queues, `used_alike`
    which of the second are used about as much and as long as the first.

    A group across operations makes one of those it holds; so do things (a payment, conversations)
    of those they touch. Accounts that no operation has are added where they stand alone; fewer than
    five cannot be tested and are added by a thing or a text if they are a fifth of it at most. Only
    a group that has passed by itself adds any, or makes one of several: what others lend was never
    theirs, and who stands alone beside them, or shares a task with them, may be another operator.
    Nor does likeness, a text or a trace make one of operations that are shown to follow two rates.
    A trace that strangers share too adds who stand alone to an operation that is half of it, if it
    touches no other: what is left of a mixed group can hold another operator, and many beside. If
    it is one of `traces`, which have passed without a prior weight, and holds all operations whole
    that it touches, it joins them, and a third is enough.
    """
    strongest_first = purest_first(strongest_first, candidates)
    found, across = _cores(strongest_first, candidates)
    apart: set[int] = set()
    for group in sorted(across, key=lambda g: _narrow_first(candidates[g])):
        candidate = candidates[group]
        rest = _without(candidate.accounts, found)
        if candidate.tie is Tie.TRACE:
            if not _one_operations(candidate.accounts, found):
                continue
            rest = _left_of_trace(candidate, found, candidates, passes, used_alike)
        if len(rest) >= _LEAST and not stands_alone(rest, group):
            continue
        touched = _homes(candidate, len(rest), found, candidates)
        homes = _one_operators(group, touched, passes(group), found, candidates, two_rates)
        if (
            len(homes) < len(touched)
            or (homes and not passes(group))
            or (len(rest) < _LEAST and not _come_along(candidate, len(rest)))
        ):
            rest = rest[:0]
        if homes:
            found = _joined(found, homes, group, rest)
        elif len(rest) >= _LEAST:
            found.append(Gathered((group,), rest))
            apart.add(group)
    things = [g for g in strongest_first if candidates[g].tie is Tie.THING and g not in apart]
    found = _bridged(found, things, candidates, two_rates)
    return _met(found, traces, candidates, stands_alone, passes, two_rates, used_alike)


def purest_first(strongest_first: Sequence[int], candidates: Sequence[Candidate]) -> list[int]:
    """The order with each text behind the strongest likeness inside it, if that leaves a third of
    its accounts or more: an open program's text can hold a pool and a class, and be as strong. A
    trace comes last: strangers share it too, and whom it adds to an operation is tested alone."""
    place = {group: float(i) for i, group in enumerate(strongest_first)}
    alike = [g for g in strongest_first if candidates[g].tie is Tie.LIKENESS]
    for group in strongest_first:
        if candidates[group].tie is Tie.TEXT:
            whole = candidates[group].accounts
            for other in alike:
                common = shared(candidates[other].accounts, whole)
                inside = common >= (1 - _TOUCHES) * len(candidates[other].accounts)
                if inside and len(whole) - common >= _KERNEL * len(whole):
                    place[group] = max(place[group], place[other] + 0.5)
                    break
    return sorted(place, key=lambda group: (candidates[group].tie is Tie.TRACE, place[group]))


def _cores(
    strongest_first: Sequence[int], candidates: Sequence[Candidate]
) -> tuple[list[Gathered], list[int]]:
    """Cores with the groups inside them, and the groups that lie across."""
    found: list[Gathered] = []
    across: list[int] = []
    for group in strongest_first:
        members = candidates[group].accounts
        inside = [shared(one.accounts, members) for one in found]
        holds = any(n >= _HOLDS * len(one.accounts) for one, n in zip(found, inside, strict=True))
        new = len(_without(members, found))
        if new >= (1 - _TOUCHES) * len(members) and not holds:
            found.append(Gathered((group,), members))
        elif max(inside) >= (1 - _TOUCHES) * len(members):
            home = int(np.argmax(inside))
            found[home] = Gathered((*found[home].groups, group), found[home].accounts)
        else:
            across.append(group)
    return found, across


def _narrow_first(candidate: Candidate) -> tuple[bool, int]:
    return candidate.tie is Tie.TRACE, len(candidate.accounts)


def _one_operations(members: Accounts, found: Sequence[Gathered]) -> bool:
    """Whether one operation is half of the accounts, and no other touches them."""
    common = sorted(shared(one.accounts, members) for one in found)
    return common[-1] >= _HOLDS * len(members) and sum(common[:-1]) == 0


def _homes(
    candidate: Candidate, rest: int, found: Sequence[Gathered], candidates: Sequence[Candidate]
) -> list[int]:
    members = candidate.accounts
    common = [shared(one.accounts, members) for one in found]
    homes = [
        i
        for i, (one, n) in enumerate(zip(found, common, strict=True))
        if n >= _share(candidate, one, candidates) * len(one.accounts) or n >= _HOLDS * len(members)
    ]
    if candidate.tie is Tie.THING and rest < _FEW * len(members):
        homes = [
            i
            for i, (one, n) in enumerate(zip(found, common, strict=True))
            if n >= _bridge(candidate, one) or i in homes
        ]
    return homes


def _one_operators(
    group: int,
    homes: list[int],
    passes: bool,
    found: Sequence[Gathered],
    candidates: Sequence[Candidate],
    two_rates: TwoRates,
) -> list[int]:
    """Those of the homes that a group makes one, the ones with most accounts in common: a single
    one for a group that passes only by what others lend it, else those that are not shown to follow
    two rates. Things connect what things have brought together, whatever the rates; but likeness or
    a text may have put some accounts with the wrong operator."""
    if len(homes) < 2:
        return homes
    common = np.array([shared(found[i].accounts, candidates[group].accounts) for i in homes])
    if not passes:
        return [homes[int(common.argmax())]]

    def apart(i: int, j: int) -> bool:
        one, other = found[homes[i]], found[homes[j]]
        ties = {candidates[g].tie for g in (group, one.groups[0], other.groups[0])}
        return ties != {Tie.THING} and two_rates(one.accounts, other.accounts)

    side = sides(len(homes), apart)
    largest = np.bincount(side, common).argmax()
    return [home for home, of in zip(homes, side, strict=True) if of == largest]


def _bridged(
    found: list[Gathered],
    things: Sequence[int],
    candidates: Sequence[Candidate],
    two_rates: TwoRates,
) -> list[Gathered]:
    """Operations that a thing connects as one, and the few accounts that it adds: wide groups may
    have joined its accounts to others since it was looked at."""
    again = True
    while again:
        again = False
        for group in things:
            members = candidates[group].accounts
            homes = [
                i
                for i, one in enumerate(found)
                if group in one.groups
                or shared(one.accounts, members) >= _bridge(candidates[group], one)
            ]
            homes = _one_operators(group, homes, True, found, candidates, two_rates)
            rest = _without(members, found)
            if len(rest) >= min(_LEAST, _FEW * len(members)):
                continue
            if len(homes) > 1 or (homes and len(rest)):
                found, again = _joined(found, homes, group, rest), True
    return found


def _met(
    found: list[Gathered],
    traces: Sequence[int],
    candidates: Sequence[Candidate],
    stands_alone: Callable[[Accounts, int], bool],
    passes: Callable[[int], bool],
    two_rates: TwoRates,
    used_alike: UsedAlike,
) -> list[Gathered]:
    """Operations that are parts of one stream too thin to be seen whole, but for the days on which
    its accounts appeared; and one that is a third of such a stream."""
    for group in sorted(traces, key=lambda g: _narrow_first(candidates[g])):
        members = candidates[group].accounts
        common = [shared(one.accounts, members) for one in found]
        homes = [i for i, n in enumerate(common) if n]
        if not homes or any(common[i] < _MIXED * len(found[i].accounts) for i in homes):
            continue
        if len(_one_operators(group, homes, True, found, candidates, two_rates)) < len(homes):
            continue
        rest = _left_of_trace(candidates[group], found, candidates, passes, used_alike)
        kernel = sum(common) >= _KERNEL * len(members)
        if not (kernel and len(rest) >= _LEAST and stands_alone(rest, group)):
            rest = rest[:0]
        if len(homes) > 1 or len(rest):
            found = _joined(found, homes, group, rest)
    return found


def _share(candidate: Candidate, one: Gathered, candidates: Sequence[Candidate]) -> float:
    """Share of an operation from which the candidate holds it. Accounts that are only alike may be
    a mixture of operations, but who shares a thing is no mixture."""
    pure = all(candidates[g].tie is Tie.THING for g in one.groups)
    return _MIXED if candidate.tie is Tie.LIKENESS and not pure else _HOLDS


def _bridge(thing: Candidate, one: Gathered) -> float:
    """Accounts of an operation that a thing has to touch to connect it to others: a fifth of the
    thing's or of the operation's, where strangers may share it."""
    if OPEN_TO_ALL not in thing.found_by:
        return _BRIDGE
    return max(_BRIDGE, _FEW * min(len(thing.accounts), len(one.accounts)))


def _come_along(candidate: Candidate, rest: int) -> bool:
    return candidate.tie in (Tie.THING, Tie.TEXT) and rest <= _FEW * len(candidate.accounts)


def _without(members: Accounts, found: Sequence[Gathered]) -> Accounts:
    rest = members
    for one in found:
        rest = np.setdiff1d(rest, one.accounts, assume_unique=True)
    return rest


def _left_of_trace(
    trace: Candidate,
    found: Sequence[Gathered],
    candidates: Sequence[Candidate],
    passes: Callable[[int], bool],
    used_alike: UsedAlike,
) -> Accounts:
    """Who is left of a trace and may be asked: those used like the operations in it, without the
    crowds. Strangers who appeared at the same time, whom a group of their own brings together that
    does not pass, would ride on the others."""
    rest = _without(trace.accounts, found)
    for group, other in enumerate(candidates):
        common = shared(other.accounts, rest)
        crowd = other.tie is not Tie.TRACE and common >= _MIXED * len(other.accounts)
        if crowd and common >= _LEAST and not passes(group):
            rest = np.setdiff1d(rest, other.accounts, assume_unique=True)
    inside = [one.accounts for one in found if shared(one.accounts, trace.accounts)]
    return used_alike(np.concatenate(inside), rest)


def _joined(
    found: Sequence[Gathered], homes: Sequence[int], group: int, added: Accounts
) -> list[Gathered]:
    """The homes, the first of which is the strongest, as one, with the group at its end."""
    inside = [found[i] for i in homes]
    accounts = np.unique(np.concatenate([added, *(one.accounts for one in inside)]))
    groups = tuple(g for one in inside for g in one.groups if g != group)
    whole = Gathered((*groups, group), accounts)
    return [
        whole if i == homes[0] else one
        for i, one in enumerate(found)
        if i == homes[0] or i not in homes
    ]
