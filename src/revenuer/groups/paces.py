"""Accounts dealt from one queue open conversations at one pace; people who do the same do not.

A pool's customers may be just like those of an open program, so that likeness brings both together
and nothing but the queue tells them apart.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from revenuer.groups.candidate import Candidate, Tie
from revenuer.groups.traffic import Traffic

PACE = "pace"
"""Kind of evidence spent on who keeps pace: their counts are even by choice."""

_LEAST = 8
"""Accounts from which a common pace is no accident."""
_STARTS = 6
"""Conversations from which an account has a pace."""
_WIDTHS = (1.0, 0.25)
"""Half widths tried, in standard deviations of chance: dealt at random, and in turn."""
_FLANKS = 3.0
"""The flanks that say what is usual reach so many half widths from the middle."""
_DENSER = 3.0
"""Times as dense as in the flanks that a common pace has to be. Chance alone (Poisson counts) makes
it 4.3, and dealing in turn more; people set one task hardly 2."""
_RARE = 3e-4
"""Chance of so many accounts at one pace, from which it is common."""
_NARROWEST = 0.03
"""Half width, of the logarithm, to which a common pace is drawn in at most."""
_AT_MOST = 2.5
_REACH = 5.0
"""Who keeps a pace: half widths, and robust deviations, to either side."""
_NEARLY_ALL = 0.9
"""Share of a group that keeps one pace, from which it is not cut."""
_AS_LONG = 0.8
"""Share of the usual time in service: who was there for less may keep the pace by accident."""
_DAY = 86_400_000_000.0

Accounts = NDArray[np.int32]
F64 = NDArray[np.float64]


def apart_by_pace(found: Sequence[Candidate], traffic: Traffic) -> list[Candidate]:
    """The candidates, those by likeness replaced by the accounts that keep one pace and the others
    where both are in it: what is seen of those dealt from one queue accuses nobody who is like
    them. A pool is not cut so: nearly all of its accounts keep its pace."""
    out: list[Candidate] = []
    conversations, service = _in_service(traffic)
    for candidate in found:
        count, days = conversations[candidate.accounts], service[candidate.accounts]
        inside = np.zeros(len(count), np.bool_)
        if candidate.tie is Tie.LIKENESS:
            inside = one_pace(count, days)
        if not inside.any() or inside.mean() >= _NEARLY_ALL:
            out.append(candidate)
            continue
        inside &= days >= _AS_LONG * np.median(days[inside])
        paced = replace(
            candidate,
            origin=f"{candidate.origin} and pace",
            accounts=candidate.accounts[inside],
            found_by=candidate.found_by | {PACE},
        )
        out += [paced, replace(candidate, accounts=candidate.accounts[~inside])]
    return out


def _in_service(traffic: Traffic) -> tuple[NDArray[np.int64], F64]:
    """(all accounts,) conversations that each opens, and the days between the first and the last;
    0 days where there is none."""
    count = traffic.accounts.openings
    last = np.cumsum(count) - 1
    first = last - count + 1
    some = count > 0
    days = np.zeros(len(count))
    ts = traffic.events["ts"][np.flatnonzero(traffic.events["opening"])]
    days[some] = (ts[last[some]] - ts[first[some]]) / _DAY
    return count, days


def one_pace(count: NDArray[np.int64], days: F64) -> NDArray[np.bool_]:
    """(accounts,) who keeps the commonest pace (`count` conversations in so many `days`); nobody
    where it does not stand out.

    A pace is common where most accounts are within what chance does to a count of that size (one
    standard deviation, 1/sqrt(n) of the logarithm), or within a quarter of it, and where they are
    much denser than in the flanks. The tail of the negative binomial allows for the flanks being a
    sample too.
    """
    inside = np.zeros(len(count), np.bool_)
    usable = (count >= _STARTS) & (days > 0.0)
    if usable.sum() < _LEAST:
        return inside
    pace = np.log((count[usable] - 1) / days[usable])
    found = [_commonest(pace, width / np.sqrt(count[usable])) for width in _WIDTHS]
    more, middle, half = max(found)
    if more > 0.0:
        inside[usable] = _drawn_in(pace, middle, half)
    return inside


def _commonest(pace: F64, half: F64) -> tuple[float, float, float]:
    """By how many accounts the commonest pace exceeds what is usual, its middle and half width; 0
    where none stands out. `half` is the half width about each account's pace."""
    order = np.sort(pace)

    def within(width: F64) -> NDArray[np.int64]:
        above = np.searchsorted(order, pace + width, "right")
        return np.asarray(above - np.searchsorted(order, pace - width, "left"))

    near = within(half)
    beside = within(_FLANKS * half) - near
    usual = beside / (_FLANKS - 1.0)
    rare = stats.nbinom.sf(near - 1, beside + 1.0, (_FLANKS - 1.0) / _FLANKS) < _RARE
    common = (near >= _LEAST) & (near >= _DENSER * usual) & rare
    more = np.where(common, near - usual, 0.0)
    best = int(more.argmax())
    return float(more[best]), float(pace[best]), float(half[best])


def _drawn_in(pace: F64, middle: float, half: float) -> NDArray[np.bool_]:
    """(accounts,) who keeps the pace: within two and a half half widths, or within five robust
    deviations of the nearest where that is less: dealt in turn, accounts are closer than chance
    would have them."""
    inside = pace[np.abs(pace - middle) <= half]
    centre = float(np.median(inside))
    spread = float(stats.median_abs_deviation(inside, scale="normal"))
    reach = min(_AT_MOST * half, max(_NARROWEST, _REACH * spread))
    return np.asarray(np.abs(pace - centre) <= reach)
