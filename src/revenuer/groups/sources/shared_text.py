"""Accounts that carry the same rare fixed text, and accounts that share several such texts."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.candidate import Candidate
from revenuer.groups.overlap import merge_similar, sets_by_key
from revenuer.groups.traffic import Traffic, distinct_pairs

_ONE = "the same rare fixed text"
_POPULAR = 0.4
"""A text that more than this share of all accounts carries brings nobody together."""
_LEAST_EXCHANGES = 20
_LONG = 4
"""Fingerprints of a text long enough to bring accounts together whatever surrounds it."""
_COVER = 0.5
"""A shorter text has to be this share of the prompts it stands in."""
_MAJOR = 0.3
"""Share of a bundle's exchanges from which one of its texts is also looked at alone."""


def candidates(traffic: Traffic, least: int) -> Iterator[Candidate]:
    """Texts whose accounts largely agree are one bundle. One candidate a bundle with the exchanges
    of its texts only, one with all exchanges of its accounts, and one for each major text alone."""
    account, family = distinct_pairs(traffic.flows.account, traffic.flows.family)
    most = max(50, int(_POPULAR * len(traffic.accounts.ids)))
    exchanges, telling = _weight(traffic)
    sets = sets_by_key(account, family, least, most)
    codes = [code for code in sets if telling[code]]
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


def _weight(traffic: Traffic) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Exchanges of each family, and whether its text is long or dominant enough to matter."""
    family = traffic.events["family"]
    known = family >= 0
    size = len(traffic.family_grams)
    exchanges = np.bincount(family[known], minlength=size)
    cover = np.bincount(family[known], traffic.events["cover"][known] / 255.0, minlength=size)
    dominant = cover >= _COVER * exchanges
    return exchanges, (exchanges >= _LEAST_EXCHANGES) & (dominant | (traffic.family_grams >= _LONG))
