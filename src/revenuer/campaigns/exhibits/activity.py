"""Timeline and raster: when the campaign was at work."""

import numpy as np

from revenuer.campaigns.describe import moment
from revenuer.campaigns.merge import Merged
from revenuer.flows.accounts import UNKNOWN_TIME
from revenuer.groups.traffic import Traffic
from revenuer.records.exhibits import Mark, Raster, Timeline

_HOUR = 3_600_000_000
_BINS = 240
_RASTER_BINS = 336
_RASTER_ACCOUNTS = 120
_NICE_HOURS = (1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 168, 336, 720)


def _bin_hours(span: int, bins: int) -> int:
    hours = max(1, span // _HOUR // bins + 1)
    return next((nice for nice in _NICE_HOURS if nice >= hours), hours)


def timeline(merged: Merged, traffic: Traffic) -> Timeline:
    """Exchanges a bin over the whole log, the campaign's and everybody else's."""
    background = traffic.background
    start = background.start - background.start % _HOUR
    hours = _bin_hours(background.end - start, _BINS)
    width = hours * _HOUR
    bins = (background.end - start) // width + 1
    own = np.bincount((traffic.events["ts"][merged.rows] - start) // width, minlength=bins)
    offset = (background.start - start) // _HOUR
    hour = np.arange(len(background.hourly)) + offset
    total = np.bincount(hour // hours, weights=background.hourly, minlength=bins).astype(np.int64)
    return Timeline(
        start=moment(start),
        bin_seconds=hours * 3600,
        counts=tuple(int(v) for v in own[:bins]),
        background=tuple(int(v) for v in np.maximum(total[:bins] - own[:bins], 0)),
        marks=(*_bans(merged, traffic), *_models(traffic)),
    )


def _bans(merged: Merged, traffic: Traffic) -> list[Mark]:
    """Ban waves among the campaign's accounts: bans within six hours of each other are one."""
    table = traffic.accounts
    closed = table.closed_at[merged.accounts[table.banned[merged.accounts]]]
    closed = np.sort(closed[closed != UNKNOWN_TIME])
    if not len(closed):
        return []
    waves = np.split(closed, np.flatnonzero(np.diff(closed) > 6 * _HOUR) + 1)
    return [
        Mark(
            moment(int(np.median(wave))),
            f"{len(wave)} account{'s' if len(wave) > 1 else ''} banned",
            "ban",
        )
        for wave in sorted(waves, key=len, reverse=True)[:6]
    ]


def _models(traffic: Traffic) -> list[Mark]:
    background = traffic.background
    fresh = [
        (int(first), name)
        for name, first in zip(background.models, background.model_first_seen, strict=True)
        if background.start + 24 * _HOUR < first <= background.end
    ]
    return [Mark(moment(first), f"{name} first used", "model") for first, name in sorted(fresh)[:4]]


def raster(merged: Merged, traffic: Traffic) -> Raster:
    """Account x time activity of an even sample of accounts, in order of first activity."""
    ts = traffic.events["ts"][merged.rows]
    owner = np.searchsorted(merged.accounts, traffic.events["code:account_id"][merged.rows])
    start = int(ts[0]) - int(ts[0]) % _HOUR
    hours = _bin_hours(int(ts[-1]) - start, _RASTER_BINS)
    cell = (ts - start) // (hours * _HOUR)
    _, first_at = np.unique(owner, return_index=True)
    order = np.argsort(first_at, kind="stable")
    picked = order[np.linspace(0, len(order) - 1, min(len(order), _RASTER_ACCOUNTS)).astype(int)]
    rows = []
    for account in picked:
        bins, counts = np.unique(cell[owner == account], return_counts=True)
        rows.append(tuple((int(b), int(c)) for b, c in zip(bins, counts, strict=True)))
    return Raster(
        start=moment(start),
        bin_seconds=hours * 3600,
        bins=int(cell[-1]) + 1,
        accounts=tuple(traffic.accounts.ids[merged.accounts[a]] for a in picked),
        rows=tuple(rows),
        account_total=len(merged.accounts),
    )
