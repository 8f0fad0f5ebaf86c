"""Accounts that appeared together: more births within hours than the days around them show.

A provider that grows is no burst: each cell is compared with the middle of those around it, so that
what is usual may change, and no run of cells can be longer than half of its surroundings.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, stats

from revenuer.flows.accounts import UNKNOWN_TIME
from revenuer.groups.candidate import Candidate, Tie
from revenuer.groups.traffic import Traffic

_HOUR = 3_600_000_000
_WIDTHS = (6 * _HOUR, 48 * _HOUR)
_AROUND = 29
"""Cells, the own one in their middle, that say what is usual."""
_RARE = 1e-4
_BIRTHS = frozenset({"births"})
_TOGETHER = "accounts that appeared together"
_SAME_LIFE = "accounts that appeared together and lived as long"


def candidates(traffic: Traffic, least: int) -> Iterator[Candidate]:
    """Bursts of creation (or of first use), whole and split by how long the accounts lived."""
    for births in (traffic.accounts.created_at, _new_to_the_log(traffic)):
        for burst in _bursts(births, max(least, 8)):
            yield Candidate(_TOGETHER, burst, tie=Tie.TRACE, found_by=_BIRTHS)
            yield from _by_lifetime(traffic, burst, max(least, 8))


def _new_to_the_log(traffic: Traffic) -> NDArray[np.int64]:
    """First use, unknown for accounts already there in the log's first day."""
    first = traffic.accounts.first_seen
    return np.where(first > traffic.background.start + 24 * _HOUR, first, UNKNOWN_TIME)


def _bursts(births: NDArray[np.int64], least: int) -> Iterator[NDArray[np.int32]]:
    known = np.flatnonzero(births != UNKNOWN_TIME)
    if len(known) < 2 * least:
        return
    times = births[known]
    for width in _WIDTHS:
        cell = (times - times.min()) // width
        count = np.bincount(cell)
        usual = np.maximum(0.5, ndimage.median_filter(count.astype(np.float64), _AROUND))
        hot = (stats.nbinom.sf(count - 1, 2.0, 2.0 / (2.0 + usual)) < _RARE) & (count >= least)
        run, runs = ndimage.label(hot)
        for number in range(1, runs + 1):
            yield np.sort(known[run[cell] == number]).astype(np.int32)


def _by_lifetime(traffic: Traffic, burst: NDArray[np.int32], least: int) -> Iterator[Candidate]:
    life = traffic.accounts.last_seen[burst] - traffic.accounts.first_seen[burst]
    for low, high in ((0, 12), (12, 72), (72, 24 * 400)):
        part = burst[(life >= low * _HOUR) & (life < high * _HOUR)]
        if least <= len(part) < 0.9 * len(burst):
            yield Candidate(_SAME_LIFE, part, tie=Tie.TRACE, found_by=_BIRTHS)
