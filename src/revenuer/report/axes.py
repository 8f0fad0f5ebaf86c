"""Where ticks go: round numbers on a value axis, days or hours on a time axis."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from revenuer.report import moments


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis in units of the axis, and its label (may be empty)."""

    at: float
    label: str


def round_ticks(top: float, about: int = 3) -> tuple[float, ...]:
    """Round values from 0 up to the first at or above `top`, about `about` steps (1, 2, 5 × 10ⁿ).

    Counts are whole, so a step is at least 1.
    """
    if top <= 0:
        return (0.0, 1.0)
    raw = top / about
    size = 10.0 ** math.floor(math.log10(raw))
    step = max(next(m * size for m in (1, 2, 5, 10) if m * size >= raw), 1.0)
    steps = math.ceil(round(top / step, 9))
    return tuple(step * index for index in range(steps + 1))


def time_ticks(start: datetime, seconds: float, width: float, apart: float = 62) -> list[Tick]:
    """Ticks at midnights (or round hours, when the whole is short), in seconds after `start`.

    `width` and `apart` are in the chart's units: how wide the axis is, how close labels may be.
    """
    most = max(int(width / apart), 1)
    hours = next((h for h in (1, 2, 3, 6, 12) if seconds / 3600 / h <= most), None)
    if hours is not None and seconds <= 3 * 86_400:
        return _ticks(start, seconds, timedelta(hours=hours), _hour_label)
    days = next((d for d in (1, 2, 7, 14, 28, 91, 182) if seconds / 86_400 / d <= most), 364)
    return _ticks(start, seconds, timedelta(days=days), _day_label)


def _ticks(
    start: datetime, seconds: float, step: timedelta, label: Callable[[datetime, bool], str]
) -> list[Tick]:
    at = start.replace(hour=0, minute=0, second=0, microsecond=0)
    ticks: list[Tick] = []
    while (offset := (at - start).total_seconds()) < seconds:
        if offset >= 0:
            ticks.append(Tick(offset, label(at, not ticks)))
        try:
            at += step
        except OverflowError:
            break
    return ticks


def _day_label(moment: datetime, first: bool) -> str:
    return moments.day(moment, year=False)


def _hour_label(moment: datetime, first: bool) -> str:
    return moments.day(moment, year=False) if first or moment.hour == 0 else f"{moment:%H:%M}"
