"""The linking graph: the campaign's accounts and the rare things they share."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from revenuer.campaigns.merge import Merged
from revenuer.groups.traffic import ACCOUNT_KEYS, Traffic, distinct_pairs
from revenuer.records.exhibits import Graph, Node

_ACCOUNTS = 150
_THINGS = 24
_RARE = 0.5

Thing = tuple[str, str, NDArray[np.int32], int]
"""Kind, label, places in the campaign's account list, accounts of the whole log that carry it."""


def graph(merged: Merged, traffic: Traffic) -> Graph:
    """Bipartite graph of an even sample of accounts and the things at least two of them share,
    those that are rarest outside first."""
    things = sorted(
        _things(merged, traffic), key=lambda t: (-len(t[2]) * len(t[2]) / t[3], t[0], t[1])
    )[:_THINGS]
    m = len(merged.accounts)
    shown = np.unique(np.linspace(0, m - 1, min(m, _ACCOUNTS)).astype(int))
    place = np.full(m, -1)
    place[shown] = np.arange(len(shown))
    ids = traffic.accounts.ids
    nodes = [Node(ids[merged.accounts[a]], "account", ids[merged.accounts[a]], 1) for a in shown]
    edges = []
    for kind, label, members, everywhere in things:
        outside = max(0, everywhere - len(members))
        nodes.append(Node(f"{kind}:{label}", kind, label, len(members), outside))
        weight = round(len(members) / everywhere, 3)
        edges += [(int(place[a]), len(nodes) - 1, weight) for a in members if place[a] >= 0]
    return Graph(tuple(nodes), tuple(edges), m)


def _things(merged: Merged, traffic: Traffic) -> Iterator[Thing]:
    events, rows = traffic.events, merged.rows
    counts = traffic.background.key_accounts
    local = np.searchsorted(merged.accounts, events["code:account_id"][rows]).astype(np.int32)
    everyone = np.arange(len(merged.accounts), dtype=np.int32)
    family = _shared(local, events["family"][rows], counts["family"])
    yield from (("text", f"fixed text {code}", who, total) for code, who, total in family)
    for kind, column in (("ip", "ip"), ("tls", "tls_fingerprint")):
        names = events.names[column]
        for code, who, total in _shared(local, events[f"code:{column}"][rows], counts[kind]):
            yield kind, names[code], who, total
    for kind, column in ACCOUNT_KEYS.items():
        codes = traffic.accounts.codes[column][merged.accounts]
        for code, who, total in _shared(everyone, codes, counts[kind]):
            yield kind, traffic.accounts.names[column][code], who, total
    changes = traffic.changes
    owner = events["code:account_id"]
    touched = np.intersect1d(
        np.append(owner[changes.source], owner[changes.target]), merged.accounts
    )
    if len(touched) > 1:
        who = np.searchsorted(merged.accounts, touched).astype(np.int32)
        yield "handover", "conversations handed on", who, len(touched)


def _shared(
    account: NDArray[np.int32], code: NDArray[np.int32], everywhere: NDArray[np.int64]
) -> Iterator[tuple[int, NDArray[np.int32], int]]:
    who, key = distinct_pairs(account, code)
    if not len(key):
        return
    bounds = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    for part, value in zip(np.split(who, bounds[1:]), key[bounds], strict=True):
        total = int(everywhere[value]) if value < len(everywhere) else len(part)
        if len(part) > 1 and len(part) >= _RARE * total:
            yield int(value), part, max(total, len(part))
