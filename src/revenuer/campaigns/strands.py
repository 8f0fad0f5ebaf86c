"""Two customers of one pool, told apart by exchange: a harvest comes out of a queue, and parts of
one queue rise and fall together whatever they ask for."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from revenuer.campaigns.merge import HARVEST, Merged
from revenuer.groups.queues import queues, windows
from revenuer.groups.traffic import Traffic

_LEAST = 100
_SHARE = 0.05
"""A kind of request has at least this many exchanges and this share of the campaign's."""


def strands(merged: Merged, traffic: Traffic) -> list[Merged]:
    """The campaign as it is, or one part for each queue behind it, the largest first.

    Kinds of request (the campaign's texts; without a text, what is asked for) stay together unless
    their rates are shown to be independent. Exchanges of no kind stay with the largest part.
    """
    kind = _kinds(merged.rows, traffic)
    names = [k for k in np.unique(kind).tolist() if k >= 0]
    if merged.operation.verdict != "campaign" or len(names) < 2:
        return [merged]
    stream = np.searchsorted(names, kind)
    stream[kind < 0] = -1
    counts = windows(traffic.events["ts"][merged.rows], stream, len(names))
    queue = queues(counts)
    part = np.full(len(kind), int(np.bincount(queue, counts.sum(axis=1)).argmax()))
    for name, home in zip(names, queue, strict=True):
        part[kind == name] = home
    parts = [_part(merged, part == home, traffic) for home in np.unique(queue)]
    parts = sorted(parts, key=lambda m: -len(m.rows))
    return [merged] if len(parts) < 2 else [replace(p, strand=i) for i, p in enumerate(parts)]


def _kinds(rows: NDArray[np.int64], traffic: Traffic) -> NDArray[np.int64]:
    """(rows,) the kind of each exchange: its text, else its first harvest intent, else -1; -1 for
    kinds that are too rare."""
    kind = traffic.events["family"][rows].astype(np.int64)
    texts = int(kind.max(initial=-1)) + 1
    bits = traffic.events["intents"][rows]
    for number, name in reversed(list(enumerate(HARVEST))):
        if name in traffic.intents:
            asked = (bits >> np.uint64(traffic.intents.index(name))) & np.uint64(1) != 0
            kind[asked & ((kind < 0) | (kind >= texts))] = texts + number
    names, count = np.unique(kind, return_counts=True)
    kept = names[(names >= 0) & (count >= max(_LEAST, _SHARE * len(rows)))]
    return np.where(np.isin(kind, kept), kind, -1)


def _part(merged: Merged, inside: NDArray[np.bool_], traffic: Traffic) -> Merged:
    rows = merged.rows[inside]
    accounts = np.unique(traffic.events["code:account_id"][rows]).astype(np.int32)
    return replace(merged, rows=rows, accounts=accounts)
