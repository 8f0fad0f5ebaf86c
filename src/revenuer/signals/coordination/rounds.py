"""Honest ways to keep an order: own clocks, own habits, common sessions, loops over customers.

Each function tests one of them. The statistic for the first two is the mean logarithm of the
*return distance*: how many conversations the group opened since the same customer's last one. Its
sum over a customer is fixed by the ends, so the mean logarithm is largest when every return takes
equally long, as in a rotation.
"""

import numpy as np

from revenuer.groups.view import F64, I64
from revenuer.signals.coordination.starts import Starts, restrict
from revenuer.stats.permutation import Side, p_value

_UNITS = 120
_STARTS = 2500
_DRAWS = 999
_DAY = 86_400_000_000


def thinned(starts: Starts, rng: np.random.Generator) -> Starts:
    """At most 120 customers, drawn at random, and their first 2,500 starts.

    Customers drawn from a rotation still take turns among themselves, in the same order.
    """
    if starts.units > _UNITS:
        keep = np.zeros(starts.units, bool)
        keep[rng.choice(starts.units, _UNITS, replace=False)] = True
        starts = restrict(starts, keep)
    return Starts(starts.ts[:_STARTS], starts.unit[:_STARTS], starts.units)


def own_clocks(starts: Starts, rng: np.random.Generator) -> float:
    """P-value: returns are more even than when each customer's own gaps are shuffled.

    Null: customers are independent and each one's gaps are exchangeable (any renewal process, a
    clock with its own period included). First and last starts stay where they are.
    """
    by_unit = np.lexsort((starts.ts, starts.unit))
    unit, ts = starts.unit[by_unit], starts.ts[by_unit]
    first = np.flatnonzero(np.concatenate([[True], unit[1:] != unit[:-1]]))
    gap = np.diff(ts, prepend=ts[:1])
    gap[first] = 0
    base = ts[first][np.cumsum(np.concatenate([[False], unit[1:] != unit[:-1]]))]
    draws = np.empty(_DRAWS)
    for i in range(_DRAWS):
        key = unit + rng.random(len(unit))
        key[first] = unit[first]
        walked = np.cumsum(gap[np.argsort(key)])
        shuffled = base + walked - walked[first][unit_rank(unit)]
        draws[i] = _evenness(shuffled, unit)
    return p_value(_evenness(ts, unit), draws, Side.GREATER)


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
    draws = np.empty(_DRAWS)
    for i in range(_DRAWS):
        moved[np.argsort(kind + rng.random(len(kind)))] = calendar[slots]
        draws[i] = _evenness(ts + (moved[place] - day) * _DAY, unit)
    return p_value(_evenness(ts, unit), draws, Side.GREATER)


def common_sessions(starts: Starts, rng: np.random.Generator) -> float:
    """P-value: the order within rounds agrees from one round to the next.

    Null: everybody comes once a round (a lesson, a deadline), in an order drawn anew each time. A
    round ends where a customer would come a second time.
    """
    number = round_numbers(starts.unit)
    size = np.bincount(number)
    place = np.arange(len(number)) - (np.cumsum(size) - size)[number]
    score = (place + 0.5) / size[number] - 0.5
    by_unit = np.lexsort((number, starts.unit))
    unit, rounds = starts.unit[by_unit], number[by_unit]
    follows = (unit[1:] == unit[:-1]) & (rounds[1:] == rounds[:-1] + 1)
    before, after = by_unit[:-1][follows], by_unit[1:][follows]
    if not len(before):
        return 1.0
    draws = np.empty(_DRAWS)
    for i in range(_DRAWS):
        # Round numbers ascend, so sorting by number and chance permutes within each round.
        drawn = score[np.argsort(number + rng.random(len(number)))]
        draws[i] = float(drawn[before] @ drawn[after])
    return p_value(float(score[before] @ score[after]), draws, Side.GREATER)


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
    """Mean log return distance; `unit` is sorted and `ts` ascends within each unit's run, or is
    put in order here."""
    order = np.argsort(ts, kind="stable")
    position: F64 = np.empty(len(ts))
    position[order] = np.arange(len(ts))
    ranked = np.sort(unit * float(len(ts) + 1) + position)
    same = unit[1:] == unit[:-1]
    return float(np.log(np.diff(ranked)[same]).mean())
