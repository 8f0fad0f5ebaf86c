"""Accounts that carry the same rare fixed text, and accounts that share several such texts."""

from collections.abc import Iterator

import numpy as np

from revenuer.groups.candidate import Candidate
from revenuer.groups.overlap import merge_similar, sets_by_key
from revenuer.groups.traffic import Traffic, distinct_pairs

_POPULAR = 0.4
"""A text that more than this share of all accounts carries brings nobody together."""


def candidates(traffic: Traffic, least: int) -> Iterator[Candidate]:
    """One candidate a family (its exchanges only); one for each set of families whose accounts
    largely agree (all exchanges of those accounts)."""
    flows = traffic.flows
    account, family = distinct_pairs(flows.account, flows.family)
    most = max(50, int(_POPULAR * len(traffic.accounts.ids)))
    sets = sets_by_key(account, family, least, most)
    for code, members in sets.items():
        yield Candidate("the same rare fixed text", members, (code,))
    codes = list(sets)
    members_of = list(sets.values())
    for group in merge_similar(members_of, 0.5, len(traffic.accounts.ids)):
        if len(group) > 1:
            union = np.unique(np.concatenate([members_of[i] for i in group]))
            families = tuple(sorted(codes[i] for i in group))
            yield Candidate(f"{len(families)} rare fixed texts in common", union)
