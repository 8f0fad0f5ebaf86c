"""Conversation starts of honest groups that keep an order without being one operator.

Each function returns times (microseconds) and accounts, to be given to `build_view` as `starts`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.view import F64, I64
from revenuer.signals.examples.clock import DAY, HOUR, SECOND, START

Starts = tuple[I64, NDArray[np.int32]]
_LESSONS = (0, 2, 4, 7, 9, 11, 14, 16, 18, 21)
"""Days of ten lessons."""


def own_clocks(
    rng: np.random.Generator, accounts: int, period: float, jitter: float, days: int = 14
) -> Starts:
    """A job an account, each with its own phase, every `period` microseconds."""
    each = [np.arange(rng.uniform(0, period), days * DAY, period) for _ in range(accounts)]
    return _joined([ticks + rng.normal(0, jitter, len(ticks)) for ticks in each])


def daily_habits(
    rng: np.random.Generator, accounts: int, spread: float, chance: float = 0.8, days: int = 14
) -> Starts:
    """People who come on most days around an hour of their own, give or take `spread`."""
    each = []
    for hour in rng.uniform(8 * HOUR, 18 * HOUR, accounts):
        came = np.flatnonzero(rng.random(days) < chance)
        each.append(came * DAY + np.clip(hour + rng.normal(0, spread, len(came)), 0, DAY - SECOND))
    return _joined(each)


def lessons(
    rng: np.random.Generator, accounts: int, habit: float, noise: float, attendance: float = 0.95
) -> Starts:
    """A class: everybody starts once a lesson, late by a habit of their own and by chance."""
    each = []
    for late in rng.exponential(habit, accounts):
        days = np.array(_LESSONS)[rng.random(len(_LESSONS)) < attendance]
        each.append(days * DAY + 10 * HOUR + late + rng.exponential(noise, len(days)))
    return _joined(each)


def nightly_loop(rng: np.random.Generator, accounts: int, absence: float, days: int = 20) -> Starts:
    """A batch that goes through all customers in one order every night, some having no work."""
    each: list[list[float]] = [[] for _ in range(accounts)]
    for day in range(days):
        now = day * DAY + 2 * HOUR + rng.exponential(0.3 * HOUR)
        for account in range(accounts):
            if rng.random() >= absence:
                now += rng.exponential(40 * SECOND)
                each[account].append(now)
    return _joined([np.array(times) for times in each])


def office_hours(rng: np.random.Generator, accounts: int, days: int = 14) -> Starts:
    """Hourly jobs of independent firms from nine to five on week-days, each at its own minute."""
    weekdays = [d for d in range(days) if (START // DAY + d + 3) % 7 < 5]
    each = []
    for phase in rng.uniform(0, HOUR, accounts):
        hours = (np.array(weekdays)[:, None] * 24 + np.arange(9, 18)).ravel() * HOUR
        each.append(hours + phase + rng.normal(0, 20 * SECOND, len(hours)))
    return _joined(each)


def independent(rng: np.random.Generator, accounts: int, mean: float, days: int = 14) -> Starts:
    """Equally busy Poisson customers: the border of the null."""
    counts = np.maximum(1, rng.poisson(mean, accounts))
    return _joined([rng.uniform(0, days * DAY, n) for n in counts])


def _joined(each: Sequence[F64]) -> Starts:
    account = np.repeat(np.arange(len(each), dtype=np.int32), [len(times) for times in each])
    ts = np.concatenate(each).astype(np.int64) + START
    order = np.argsort(ts, kind="stable")
    return ts[order], account[order]
