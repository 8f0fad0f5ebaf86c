"""Accounts that carry the same rare fixed text, and accounts that share several such texts."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.candidate import Candidate, Tie
from revenuer.groups.overlap import merge_similar, sets_by_key
from revenuer.groups.traffic import Traffic, distinct_pairs

_ONE = "the same rare fixed text"
_SEVERAL = "{} rare fixed texts in common"
_WHOLE = "{} rare fixed texts in common, all exchanges"
_POPULAR = 0.4
"""A text that more than this share of all accounts carries brings nobody together."""
_LEAST_EXCHANGES = 20
_TEXTS = 2_000
"""Texts compared, the largest first."""
_BUNDLES = 256
"""Bundles looked at, the largest first: every further one costs power and time."""
_MAJOR = 0.3
"""Share of a bundle's exchanges from which one of its texts is also looked at alone."""


def candidates(traffic: Traffic, least: int) -> Iterator[Candidate]:
    """Texts whose accounts largely agree are one bundle. One candidate a bundle with the exchanges
    of its texts only, one with all exchanges of its accounts, and one for each major text alone."""
    account, family = distinct_pairs(traffic.flows.account, traffic.flows.family)
    most = max(50, int(_POPULAR * len(traffic.accounts.ids)))
    exchanges = _weight(traffic)
    sets = sets_by_key(account, family, least, most)
    codes = [code for code in sets if exchanges[code] >= _LEAST_EXCHANGES]
    codes = sorted(sorted(codes, key=lambda c: -len(sets[c]) * exchanges[c])[:_TEXTS])
    members = [sets[code] for code in codes]
    bundles = merge_similar(members, 0.5, len(traffic.accounts.ids))

    def scale(bundle: list[int]) -> float:
        return float(len(members[bundle[0]]) * exchanges[[codes[i] for i in bundle]].sum())

    for bundle in sorted(bundles, key=lambda b: (-scale(b), b))[:_BUNDLES]:
        if len(bundle) == 1:
            yield Candidate(_ONE, members[bundle[0]], (codes[bundle[0]],), Tie.TEXT)
            continue
        union = np.unique(np.concatenate([members[i] for i in bundle]))
        families = tuple(sorted(codes[i] for i in bundle))
        yield Candidate(_SEVERAL.format(len(families)), union, families, Tie.TEXT)
        yield Candidate(_WHOLE.format(len(families)), union, tie=Tie.TEXT)
        total = exchanges[list(families)].sum()
        for i in sorted(bundle):
            if exchanges[codes[i]] >= _MAJOR * total:
                yield Candidate(_ONE, members[i], (codes[i],), Tie.TEXT)


def _weight(traffic: Traffic) -> NDArray[np.int64]:
    """Exchanges of each family."""
    family = traffic.events["family"]
    return np.bincount(family[family >= 0], minlength=len(traffic.family_grams))
