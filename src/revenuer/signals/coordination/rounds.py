"""Honest ways to keep an order: own clocks, own habits, common sessions, loops over customers.

Each function tests one of them. The statistic for the first two is the mean logarithm of the
*return distance*: how many conversations the group opened since the same customer's last one. Its
sum over a customer is fixed by the ends, so the mean logarithm is largest when every return takes
equally long, as in a rotation.
"""

from collections.abc import Iterator

import numpy as np
from numba import njit
from scipy.stats import binom

from revenuer.groups.view import F64, I64
from revenuer.signals.coordination.starts import Starts, restrict
from revenuer.stats.permutation import sequential_p_value

_UNITS = 120
_STARTS = 1500
_DRAWS = 999
_LEAST_P = 1e-300
_DAY = 86_400_000_000


def thinned(starts: Starts, rng: np.random.Generator) -> Starts:
    """At most 120 customers, drawn at random, and their first 1,500 starts.

    Customers drawn from a rotation still take turns among themselves, in the same order.
    """
    if starts.units > _UNITS:
        keep = np.zeros(starts.units, bool)
        keep[rng.choice(starts.units, _UNITS, replace=False)] = True
        starts = restrict(starts, keep)
    return Starts(starts.ts[:_STARTS], starts.unit[:_STARTS], starts.units)


def own_clocks(starts: Starts, rng: np.random.Generator) -> float:
    """P-value: returns are more even than when each customer's own rhythm is shuffled.

    Null: customers are independent, and each one's gaps are exchangeable (any renewal process), or,
    for those that start at even intervals give or take less than half of one, the delays against
    that beat (a clock that is late now and then but never loses its beat). First and last starts
    stay where they are when gaps are shuffled. The larger p-value of shuffling gaps everywhere and
    of shuffling delays where there is a beat.
    """
    by_unit = np.lexsort((starts.ts, starts.unit))
    unit, ts = starts.unit[by_unit], starts.ts[by_unit]
    rank, first = unit_rank(unit), np.flatnonzero(np.diff(unit, prepend=unit[:1] - 1))
    line = _beat(ts, rank, first)
    delay = ts - line
    size = np.bincount(rank)
    spread = np.sqrt(np.bincount(rank, weights=delay**2) / np.maximum(size - 2, 1))
    step = (ts[first + size - 1] - ts[first]) / np.maximum(size - 1, 1)
    beating = ((size >= 4) & (spread < 0.5 * step))[rank]
    gap = np.diff(ts, prepend=ts[:1])
    gap[first] = 0
    start = ts[first][rank]

    def draws() -> Iterator[tuple[float, float]]:
        while True:
            key = unit + rng.random(len(unit))
            late = line + delay[np.argsort(key)]
            key[first] = unit[first]
            walked = np.cumsum(gap[np.argsort(key)])
            shuffled = start + walked - walked[first][rank]
            either = np.where(beating, late, shuffled).astype(np.int64)
            yield _evenness(shuffled, unit), _evenness(either, unit)

    observed = _evenness(ts, unit)
    return sequential_p_value((observed, observed), draws(), _DRAWS)


def _beat(ts: I64, rank: I64, first: I64) -> F64:
    """Each customer's starts on the straight line through them, in order."""
    size = np.bincount(rank)
    away = np.arange(len(ts)) - first[rank] - (size - 1)[rank] / 2
    since = (ts - ts[first][rank]).astype(np.float64)
    mean = np.bincount(rank, weights=since) / size
    product = np.bincount(rank, weights=away * (since - mean[rank]))
    slope = product / np.maximum(np.bincount(rank, weights=away**2), 0.5)
    return np.asarray(ts[first][rank] + mean[rank] + slope[rank] * away)


def own_habits(starts: Starts, rng: np.random.Generator) -> float:
    """P-value: returns are more even than when each customer's own days are swapped.

    Null: customers are independent and each one's days, between its first and its last, are
    exchangeable (any habit over the hours of a day, a daily time-table included); week-days are
    swapped with week-days and week-end days with week-end days.
    """
    by_unit = np.lexsort((starts.ts, starts.unit))
    unit, ts = starts.unit[by_unit], starts.ts[by_unit]
    day = ts // _DAY
    change = np.concatenate([[True], unit[1:] != unit[:-1]])
    number = np.cumsum(change) - 1
    low, high = day[change], day[np.append(change[1:], True)]
    length = high - low + 1
    offset = np.cumsum(length) - length
    owner = np.repeat(np.arange(len(length)), length)
    calendar = np.arange(length.sum()) - offset[owner] + low[owner]
    # 1970-01-01 was a Thursday: day numbers 2 and 3 modulo 7 are Saturday and Sunday.
    fixed = (calendar == low[owner]) | (calendar == high[owner])
    kind = owner * 4 + np.where(fixed, 2 + (calendar == high[owner]), (calendar % 7 - 2) // 2 == 0)
    slots = np.argsort(kind, kind="stable")
    place = offset[number] + day - low[number]
    moved = np.empty(len(calendar), np.int64)

    def draws() -> Iterator[float]:
        while True:
            moved[np.argsort(kind + rng.random(len(kind)))] = calendar[slots]
            yield _evenness(ts + (moved[place] - day) * _DAY, unit)

    return sequential_p_value(_evenness(ts, unit), draws(), _DRAWS)


def common_sessions(starts: Starts) -> float:
    """P-value: of two customers who come one right after the other, the first is first again.

    Null: everybody comes once a session (a lesson, a deadline) in an order drawn anew each time, so
    that either is as likely to be the first to come back. Disjoint pairs of neighbours (first and
    second start, third and fourth…) in a random order are independent: binomial tail.
    """
    n = len(starts.unit)
    by_unit = np.lexsort((np.arange(n), starts.unit))
    following = np.full(n, -1)
    same = starts.unit[by_unit][1:] == starts.unit[by_unit][:-1]
    following[by_unit[:-1][same]] = by_unit[1:][same]
    left, right = following[0 : n - 1 : 2], following[1:n:2]
    # A customer that follows itself, or never comes back, has no order to keep; and who came last
    # in one session is first again before who came first in the next.
    known = (left >= 0) & (right >= 0) & (starts.unit[0 : n - 1 : 2] != starts.unit[1:n:2])
    pause = np.diff(starts.ts)
    apart = np.zeros(len(pause), bool)
    apart[np.argsort(-pause, kind="stable")[: pauses_judged(starts)]] = True
    known &= ~apart[0 : n - 1 : 2]
    pairs, kept = int(known.sum()), int(np.count_nonzero(left[known] < right[known]))
    return max(_LEAST_P, float(binom.sf(kept - 1, pairs, 0.5))) if pairs else 1.0


def restarts_together(starts: Starts) -> float:
    """How much the longest pauses fall at one place of the order: 0 anywhere, 1 always there.

    A loop over all customers, or a lesson, pauses at its end; a rotation goes on where it stopped.
    Needs all customers: leaving some out would open pauses. Mean resultant length of the places of
    the customers who start after the longest pauses, one pause a round; the place is counted in the
    order of first appearance (the same people begin), and in the round (a round begins), and the
    larger length is taken.
    """
    pause = np.diff(starts.ts)
    longest = np.argsort(-pause, kind="stable")[: pauses_judged(starts)] + 1
    seen, first, who = np.unique(starts.unit, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(first)) / len(seen)
    number = round_numbers(starts.unit)
    size = np.bincount(number)
    within = (np.arange(len(number)) - (np.cumsum(size) - size)[number]) / size[number]
    return max(_concentration(order[who[longest]]), _concentration(within[longest]))


def pauses_judged(starts: Starts) -> int:
    """One pause a round, at least three."""
    return max(3, len(starts.ts) // max(1, len(np.unique(starts.unit))))


def _concentration(place: F64) -> float:
    angle = 2 * np.pi * place
    return float(np.hypot(np.cos(angle).mean(), np.sin(angle).mean()))


def round_numbers(unit: I64) -> I64:
    """(n,) number of the round each start falls in; a round holds every customer at most once."""
    number = np.empty(len(unit), np.int64)
    in_round = np.full(int(unit.max(initial=-1)) + 1, -1, np.int64)
    current = 0
    for i, who in enumerate(unit):
        if in_round[who] == current:
            current += 1
        in_round[who] = current
        number[i] = current
    return number


def unit_rank(unit: I64) -> I64:
    """Sorted codes renumbered 0, 1, 2… without holes."""
    return np.cumsum(np.concatenate([[False], unit[1:] != unit[:-1]])).astype(np.int64)


def _evenness(ts: I64, unit: I64) -> float:
    """Mean log return distance, of times in any order; `unit` codes are not negative."""
    n = len(ts)
    key = (ts - ts.min()) * n + np.arange(n)  # ties keep their order
    key.sort()
    return float(_mean_log_return(key % n, unit, int(unit.max()) + 1))


@njit(cache=True)
def _mean_log_return(order, unit, units):  # type: ignore[no-untyped-def]
    last = np.full(units, -1, np.int64)
    total = 0.0
    returns = 0
    for place in range(len(order)):
        who = unit[order[place]]
        if last[who] >= 0:
            total += np.log(float(place - last[who]))
            returns += 1
        last[who] = place
    return total / returns if returns else np.nan
