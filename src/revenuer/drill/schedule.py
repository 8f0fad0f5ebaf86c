"""When things happen: people's days, servers' timetables, an operator's job queue."""

from dataclasses import dataclass

import numpy as np

from revenuer.drill.dice import Dice
from revenuer.drill.world import DAY, HOUR, World

ZONES = {
    "US": (-7, -6, -5, -4, -4), "CA": (-7, -5, -4), "GB": (1,), "DE": (2,), "AT": (2,), "CH": (2,),
    "FR": (2,), "ES": (2,), "MX": (-6,), "AR": (-3,), "CO": (-5,), "BR": (-3,), "IN": (5.5,),
    "CN": (8,), "TW": (8,), "SG": (8,), "JP": (9,), "AU": (10,), "PL": (2,), "NL": (2,),
}  # fmt: skip
"""Hours ahead of UTC, in May; several where a country has several zones."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A weekly habit: relative activity by local hour and by weekday (Monday first)."""

    zone: float
    hours: tuple[float, ...]
    weekdays: tuple[float, ...]

    def times(
        self, dice: Dice, world: World, n: int, begin: float = 0.0, end: float = float("inf")
    ) -> list[float]:
        """n moments within the fortnight (and within begin … end), in order.

        Fewer come back where the habit leaves no active hour in that span.
        """
        grid = np.arange(world.start, world.end, HOUR)
        local = (grid + self.zone * HOUR) / HOUR
        weight = np.array(self.hours)[local.astype(int) % 24]
        # 1970-01-01 was a Thursday
        weight = weight * np.array(self.weekdays)[((local // 24).astype(int) + 3) % 7]
        weight[(grid + HOUR <= begin) | (grid >= end)] = 0.0
        total = weight.sum()
        if total <= 0 or n <= 0:
            return []
        slots = np.searchsorted(np.cumsum(weight / total), dice.rng.random(n), side="right")
        moments = grid[np.minimum(slots, len(grid) - 1)] + dice.rng.random(n) * HOUR
        moments = np.clip(moments, max(begin, world.start), min(end, world.end - 1.0))
        return [float(t) for t in np.sort(moments)]


def _bump(centre: float, width: float) -> np.ndarray:
    distance = np.abs(np.arange(24) + 0.5 - centre)
    return np.exp(-0.5 * (np.minimum(distance, 24 - distance) / width) ** 2)


_OFFICE_WEEK = (1.0, 1.1, 1.1, 1.05, 0.85, 0.12, 0.1)
_HOME_WEEK = (0.9, 0.9, 0.9, 0.9, 0.95, 1.25, 1.3)


def persons_rhythm(dice: Dice, country: str) -> Rhythm:
    """One person's week: an archetype (office, evening, student, night) bent to the individual."""
    zone = float(dice.pick(ZONES[country]))
    kind = dice.weighted(("office", "evening", "student", "night"), (0.4, 0.32, 0.18, 0.1))
    shift = dice.normal(0, 0.9)
    shapes = {
        "office": _bump(10.3 + shift, 1.6) + _bump(14.8 + shift, 1.8) + 0.15 * _bump(21, 1.5),
        "evening": _bump(20.5 + shift, 1.8) + 0.25 * _bump(12.5, 1.2) + 0.2 * _bump(8, 1.0),
        "student": _bump(15 + shift, 2.6) + 0.8 * _bump(22 + shift, 1.8),
        "night": _bump(0.5 + shift, 2.2) + 0.3 * _bump(17, 2.0),
    }
    week = _OFFICE_WEEK if kind == "office" else _HOME_WEEK
    hours = shapes[kind] * np.exp(dice.rng.normal(0, 0.35, 24)) + 0.002
    days = [w * float(np.exp(dice.normal(0, 0.4))) for w in week]
    return Rhythm(zone, tuple(hours.tolist()), tuple(days))


def crowd_rhythm(dice: Dice, country: str) -> Rhythm:
    """The week of an application's customers: many people's days added up."""
    people = [persons_rhythm(dice, country) for _ in range(12)]
    hours = np.mean([p.hours for p in people], axis=0)
    days = np.mean([p.weekdays for p in people], axis=0)
    return Rhythm(people[0].zone, tuple(hours.tolist()), tuple(days.tolist()))


def timetable(
    dice: Dice, world: World, period: float, jitter: float, phase: float | None = None
) -> list[float]:
    """Cron: one moment every `period` seconds, each late by about `jitter` seconds."""
    offset = dice.uniform(0, period) if phase is None else phase
    moments = np.arange(world.start + offset, world.end, period)
    moments = moments + dice.rng.exponential(max(jitter, 1e-3), len(moments))
    return [float(t) for t in moments if t < world.end]


def batches(
    dice: Dice, world: World, runs: list[float], sizes: list[int], gap: float
) -> list[float]:
    """Batch jobs: at each run's start, `size` requests about `gap` seconds apart."""
    out: list[float] = []
    for start, size in zip(runs, sizes, strict=True):
        steps = dice.rng.exponential(gap, size)
        out.extend(float(t) for t in start + np.cumsum(steps) if t < world.end)
    return sorted(out)


def job_queue(dice: Dice, begin: float, end: float, n: int, *, human: float = 0.3) -> list[float]:
    """An operator's harvest queue: workers drain it round the clock at a rate that changes when
    somebody tunes, restarts or refills it. `human` in [0, 1] is how much the operator's own day
    (UTC+8 office hours) shows in the rate.
    """
    hours = max(1, int(np.ceil((end - begin) / HOUR)))
    rate = np.empty(hours)
    level, left = 1.0, 0
    for h in range(hours):
        if left == 0:
            level = float(np.exp(dice.normal(0, 0.45)))
            left = dice.between(3, 16)
            if dice.chance(0.07):
                level = 0.0
                left = dice.between(1, 3)
        local = ((begin + h * HOUR) / HOUR + 8) % 24
        day = 1.0 if 9 <= local < 23 else 0.35
        rate[h] = level * ((1 - human) + human * day)
        left -= 1
    if rate.sum() <= 0:
        rate[:] = 1.0
    counts = dice.rng.multinomial(n, rate / rate.sum())
    moments = np.concatenate(
        [begin + (h + dice.rng.random(c)) * HOUR for h, c in enumerate(counts)] or [np.empty(0)]
    )
    return [float(t) for t in np.sort(moments) if t < end]


def reply_gaps(dice: Dice, n: int, median: float = 70.0) -> list[float]:
    """Seconds between a person's turns: reading and typing time, heavy-tailed."""
    return [max(4.0, dice.lognormal(median, 0.9)) for _ in range(n)]


def days_after(world: World, day: float) -> float:
    """The moment `day` days after the start."""
    return world.start + day * DAY
