"""Sets of accounts behind many keys, and keys whose sets nearly agree, without comparing all pairs.

Sets are compared only with those that share a min-hash, so a key held by ten thousand accounts
costs ten thousand, not its square.
"""

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.candidate import jaccard

_HASHES = 12


def sets_by_key(
    account: NDArray[np.int32], key: NDArray[np.int32], least: int, most: int
) -> dict[int, NDArray[np.int32]]:
    """Accounts of each key with `least` to `most` accounts; pairs must be distinct and ordered by
    key, then account."""
    if not len(key):
        return {}
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    stops = np.append(starts[1:], len(key))
    return {
        int(key[a]): account[a:b]
        for a, b in zip(starts, stops, strict=True)
        if least <= b - a <= most
    }


def merge_similar(
    sets: list[NDArray[np.int32]], least_overlap: float, accounts: int
) -> list[list[int]]:
    """Groups of set indices whose Jaccard overlap with the group's first set reaches
    `least_overlap`; every index is in exactly one group. Deterministic."""
    rng = np.random.default_rng(0)
    rank = np.stack([rng.permutation(accounts) for _ in range(_HASHES)]) if accounts else None
    groups: list[list[int]] = []
    heads: dict[tuple[int, int], list[int]] = {}
    order = sorted(range(len(sets)), key=lambda i: (-len(sets[i]), i))
    for i in order:
        signature = [] if rank is None else rank[:, sets[i]].min(axis=1).tolist()
        keys = list(enumerate(signature))
        home = next(
            (
                g
                for g in dict.fromkeys(g for key in keys for g in heads.get(key, ()))
                if jaccard(sets[groups[g][0]], sets[i]) >= least_overlap
            ),
            None,
        )
        if home is None:
            for key in keys:
                heads.setdefault(key, []).append(len(groups))
            groups.append([i])
        else:
            groups[home].append(i)
    return groups
