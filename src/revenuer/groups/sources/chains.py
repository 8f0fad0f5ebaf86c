"""Accounts chained by several things: one's card is another's, whose mail domain is a third's.

A pool's cards, mail domains and devices each tie a few of its accounts; together they tie most of
them, and what is measured on all of them says more than what is measured on five. A mail
domain that alone holds two chains together is left out: strangers may share it. So are
conversations handed over: they are evidence on a group that was not found by them.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from revenuer.groups.bridges import OPEN_TO_ALL, bridges
from revenuer.groups.candidate import Candidate
from revenuer.groups.communities import communities
from revenuer.groups.overlap import sets_by_key
from revenuer.groups.traffic import ACCOUNT_KEYS, Traffic, distinct_pairs

_LINKS = ("payment", "email_domain", "device")
"""Things that an account has of its own. Not addresses: strangers behind one network share them."""
_ORIGIN = "several payments, mail domains or devices, chained"
_MOST = 64
"""Accounts up to which a thing is rare enough to chain."""
_ALL_OVER = 0.05
"""Share of all accounts from which a chain may have run through strangers: its communities are
looked at too."""


def candidates(traffic: Traffic, least: int) -> Iterator[Candidate]:
    """One candidate for each set of accounts connected by rare things, where more than one thing
    connects it."""
    edges, weights, thing = _edges(traffic)
    if not len(edges):
        return
    accounts = len(traffic.accounts.ids)
    graph = coo_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(accounts, accounts))
    component = connected_components(graph, directed=False)[1][edges[:, 0]]
    order = np.argsort(component, kind="stable")
    bounds = np.flatnonzero(np.diff(component[order])) + 1
    for inside in np.split(order, bounds):
        members = np.unique(edges[inside]).astype(np.int32)
        if len(members) < least or len(np.unique(thing[inside])) < 2:
            continue
        parts = [members]
        if len(members) >= _ALL_OVER * accounts:
            parts += communities(edges[inside], weights[inside])
        for part in parts:
            if len(part) >= least:
                yield Candidate(_ORIGIN, part, found_by=frozenset(_LINKS))


def _edges(
    traffic: Traffic,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """(e, 2) pairs of accounts, their weight (a pair of a thing that many share weighs less), and
    the number of the thing that ties them."""
    edges: list[NDArray[np.int64]] = [np.empty((0, 2), np.int64)]
    weights: list[NDArray[np.float64]] = [np.empty(0)]
    things: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    for thing, members in enumerate(_things(traffic)):
        first, second = np.triu_indices(len(members), 1)
        edges.append(np.stack([members[first], members[second]], axis=1).astype(np.int64))
        weights.append(np.full(len(first), 1 / (len(members) - 1)))
        things.append(np.full(len(first), thing, np.int64))
    return np.concatenate(edges), np.concatenate(weights), np.concatenate(things)


def _things(traffic: Traffic) -> list[NDArray[np.int32]]:
    """The accounts of each thing that chains."""
    everyone = np.arange(len(traffic.accounts.ids), dtype=np.int32)
    sets: list[NDArray[np.int32]] = []
    open_to_all: list[bool] = []
    for kind in _LINKS:
        pairs = distinct_pairs(everyone, traffic.accounts.codes[ACCOUNT_KEYS[kind]])
        found = sets_by_key(*pairs, 2, _MOST).values()
        sets += found
        open_to_all += [kind == OPEN_TO_ALL] * len(found)
    left_out = bridges(sets, np.array(open_to_all, np.bool_))
    return [one for one, bridge in zip(sets, left_out, strict=True) if not bridge]
