"""Accounts between which conversations change hands."""

from collections.abc import Iterator

import numpy as np

from revenuer.groups.candidate import Candidate
from revenuer.groups.communities import communities
from revenuer.groups.traffic import Traffic


def candidates(traffic: Traffic, least: int) -> Iterator[Candidate]:
    """Communities of the graph whose edges are conversations handed from account to account."""
    owner = traffic.events["code:account_id"]
    changes = traffic.changes
    pairs = np.stack([owner[changes.source], owner[changes.target]], axis=1).astype(np.int64)
    pairs.sort(axis=1)
    if not len(pairs):
        return
    edges, count = np.unique(pairs, axis=0, return_counts=True)
    for members in communities(edges, np.log1p(count)):
        if len(members) >= least:
            yield Candidate(
                "conversations handed from one account to another",
                members,
                found_by=frozenset({"handover"}),
            )
