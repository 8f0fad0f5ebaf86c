"""Accounts that carry the same rare fixed text, and accounts that share several such texts."""

from collections.abc import Iterator

import numpy as np

from revenuer.groups.candidate import Candidate
from revenuer.groups.overlap import merge_similar, sets_by_key
from revenuer.groups.traffic import Traffic, distinct_pairs

_POPULAR = 0.4
"""A text that more than this share of all accounts carries brings nobody together."""
_LEAST_EXCHANGES = 20
_MAJOR = 0.3
"""Share of a bundle's exchanges from which one of its texts is also looked at alone."""


def candidates(traffic: Traffic, least: int) -> Iterator[Candidate]:
    """Texts whose accounts largely agree are one bundle. One candidate a bundle with the exchanges
    of its texts only, one with all exchanges of its accounts, and one for each major text alone."""
    flows = traffic.flows
    exchanges = np.bincount(
        flows.family + 1, flows.exchanges, minlength=int(flows.family.max(initial=-1)) + 2
    )[1:]
    account, family = distinct_pairs(flows.account, flows.family)
    most = max(50, int(_POPULAR * len(traffic.accounts.ids)))
    sets = sets_by_key(account, family, least, most)
    codes = [code for code in sets if exchanges[code] >= _LEAST_EXCHANGES]
    members = [sets[code] for code in codes]
    for bundle in merge_similar(members, 0.5, len(traffic.accounts.ids)):
        if len(bundle) == 1:
            yield Candidate(_ONE, members[bundle[0]], (codes[bundle[0]],))
            continue
        union = np.unique(np.concatenate([members[i] for i in bundle]))
        families = tuple(sorted(codes[i] for i in bundle))
        yield Candidate(f"{len(families)} rare fixed texts in common", union, families)
        yield Candidate(f"{len(families)} rare fixed texts in common, all exchanges", union)
        total = exchanges[list(families)].sum()
        for i in sorted(bundle):
            if exchanges[codes[i]] >= _MAJOR * total:
                yield Candidate(_ONE, members[i], (codes[i],))


_ONE = "the same rare fixed text"
