"""Do the customers start, pause and stop together within the day?

Null hypothesis: customers are independent, given the days on which each is active. Each customer's
own days of one kind (week-day, week-end) are exchangeable: it may keep any hours and any bursts of
its own, only not those that the others happen to keep on the same date.
Assumptions: the days themselves are held fixed, so holidays, deadlines, births and ends, which put
strangers' days together, count for nothing here (`life_cycle` looks at births). Days on which all
traffic broke down for an hour or more (below a third of that hour's usual volume) are left out: an
outage pauses everybody.
Statistic: sum over quarters of an hour of the squared number of customers active in it, which rises
with common starts as with common pauses; shuffling each customer's day patterns among its own days
gives its null distribution (at least 1/1000). At most 300 customers, drawn at random.
Limits: lessons and nightly batches keep customers in step as well; the signal speaks against
strangers only.
Selection: groups found by a common schedule share days and hours, both of which the shuffle keeps.
Source: permutation test of co-activity; SynchroTrap (Cao et al., CCS 2014) for the idea.
"""

import math
from dataclasses import dataclass

import numpy as np
from numba import njit

from revenuer.groups.view import F64, I64, Bool, GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import too_few_customers
from revenuer.signals.signal import STRANGERS, Measurement, Signal
from revenuer.stats.permutation import Side, p_value

NAME = "synchrony"
_HOUR = 3_600_000_000
_DAY = 24 * _HOUR
_SLOTS = 96
_CUSTOMERS = 300
_CELLS = 60_000
_DRAWS = 999
_LEAST_CUSTOMERS = 5
_LEAST_DAYS = 3
_OUTAGE = 1 / 3


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Customer-days. Day pattern k belongs to `unit[k]` on `day[k]` (ascending by unit, day);
    cell j says that pattern `pattern[j]` has activity in quarter `slot[j]` of its day."""

    unit: I64
    day: I64
    pattern: I64
    slot: I64


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = too_few_customers(view, NAME)
    if refusal is not None:
        return refusal
    patterns, lost = _patterns(view)
    days_each = np.bincount(patterns.unit)
    several = int(np.count_nonzero(days_each >= _LEAST_DAYS))
    if several < _LEAST_CUSTOMERS:
        return CannotAssess(
            NAME,
            f"{several} customers are active on {_LEAST_DAYS} days or more; {_LEAST_CUSTOMERS} are"
            " needed to tell common from own hours",
        )
    draws = _shuffled(patterns, np.random.default_rng(0))
    observed = _together(patterns, patterns.day)
    middle, spread = float(draws.mean()), float(draws.std())
    p = p_value(observed, draws, Side.GREATER)
    excess = observed / max(middle, 1.0)
    peak = _peak(patterns)
    return Measurement(
        statistic=math.log(excess) if excess > 0 else 0.0,
        se=spread / max(middle, 1.0),
        p_value=p,
        e_value=None,
        size=len(view.accounts.ids),
        volume=len(view.events.ts),
        detail=(
            f"Within the day, customers are active in the same quarter of an hour {excess:.2f}"
            f" times as much as their own hours explain (probability {p:.2g}); at most"
            f" {peak} of {several} are active in one quarter."
        ),
        benign=_benign(p, several, lost),
        numbers={
            "together_over_expected": excess,
            "z": (observed - middle) / spread if spread > 0 else 0.0,
            "customers": float(several),
            "peak_customers": float(peak),
            "days_left_out": float(lost),
        },
    )


def _patterns(view: GroupView) -> tuple[_Patterns, int]:
    events = view.events
    names, unit_of = np.unique(view.customers, return_inverse=True)
    unit = unit_of[events.account].astype(np.int64)
    day, slot = events.ts // _DAY, events.ts % _DAY // (_DAY // _SLOTS)
    broken = _broken_days(view)
    kept = ~np.isin(day, broken)
    if len(names) > _CUSTOMERS:
        chosen = np.random.default_rng(1).choice(len(names), _CUSTOMERS, replace=False)
        kept &= np.isin(unit, chosen)
    first = int(day[kept].min()) if kept.any() else 0
    width = (int(day[kept].max()) - first + 1) * _SLOTS if kept.any() else 1
    cell = np.unique(unit[kept] * width + (day[kept] - first) * _SLOTS + slot[kept])
    if len(cell) > _CELLS:
        # Whole customers are dropped, in the order of a fixed shuffle.
        order = np.random.default_rng(2).permutation(len(names))[cell // width]
        limit = np.sort(order)[_CELLS]
        cell = cell[order < limit]
    key, pattern = np.unique(cell // _SLOTS, return_inverse=True)
    per_unit = width // _SLOTS
    return (
        _Patterns(
            unit=key // per_unit,
            day=key % per_unit + first,
            pattern=pattern.astype(np.int64),
            slot=cell % _SLOTS,
        ),
        len(broken),
    )


def _broken_days(view: GroupView) -> I64:
    """Days with an hour in which all traffic fell below a third of that hour's usual volume."""
    background = view.background
    hour = background.start // _HOUR + np.arange(len(background.hourly))
    volume: F64 = np.asarray(background.hourly, dtype=np.float64)
    usual = np.array(
        [np.median(volume[hour % 24 == h]) if (hour % 24 == h).any() else 0.0 for h in range(24)]
    )[hour % 24]
    low: Bool = (volume < _OUTAGE * usual) & (usual >= 10)
    if len(low):
        # The first and last hours of a log are cut short, not broken down.
        low[0] = low[-1] = False
    return np.unique(hour[low] // 24)


def _shuffled(patterns: _Patterns, rng: np.random.Generator) -> F64:
    """Statistic after permuting each customer's day patterns among its own days of one kind."""
    # 1970-01-01 was a Thursday: day numbers 2 and 3 modulo 7 are Saturday and Sunday.
    kind = patterns.unit * 2 + ((patterns.day % 7 - 2) // 2 == 0)
    home = np.argsort(kind, kind="stable")
    place = np.empty(len(home), np.int64)
    place[home] = np.arange(len(home))
    edges = np.flatnonzero(np.diff(kind[home], prepend=-1, append=-1))
    day = (patterns.day - patterns.day.min())[home]
    return np.asarray(_draw(day, edges, place[patterns.pattern], patterns.slot, _DRAWS, rng))


@njit(cache=True)
def _draw(day, edges, pattern, slot, draws, rng):  # type: ignore[no-untyped-def]
    """`day` is shuffled within each block edges[b]:edges[b + 1] for every draw."""
    day = day.copy()
    count = np.zeros((day.max() + 1) * _SLOTS, np.int64)
    out = np.empty(draws)
    for i in range(draws):
        for b in range(len(edges) - 1):
            for k in range(edges[b + 1] - 1, edges[b], -1):
                j = edges[b] + int(rng.random() * (k - edges[b] + 1))
                day[k], day[j] = day[j], day[k]
        count[:] = 0
        for j in range(len(pattern)):
            count[day[pattern[j]] * _SLOTS + slot[j]] += 1
        total = 0
        for j in range(len(count)):
            total += count[j] * count[j]
        out[i] = total
    return out


def _together(patterns: _Patterns, day: I64) -> float:
    cell = (day - patterns.day.min())[patterns.pattern] * _SLOTS + patterns.slot
    return float((np.bincount(cell).astype(np.float64) ** 2).sum())


def _peak(patterns: _Patterns) -> int:
    cell = (patterns.day - patterns.day.min())[patterns.pattern] * _SLOTS + patterns.slot
    return int(np.bincount(cell).max())


def _benign(p: float, customers: int, lost: int) -> str:
    left = f" {lost} days with a break-down of all traffic were left out." if lost else ""
    if p > 0.01:
        return "Each customer's own hours explain what is common." + left
    return (
        f"Own hours, week-ends, holidays and common days do not explain it (the {customers}"
        " customers' days were held fixed), but lessons, a shared deadline or one nightly batch for"
        " all would." + left
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.COORDINATION,
    title="In step within the day",
    null="Independent customers, each with its own days and its own hours.",
    needs=frozenset(),
    rejects=frozenset({STRANGERS}),
    measure=_measure,
)
