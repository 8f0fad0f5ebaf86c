"""How often do different accounts ask the very same thing? Too seldom, or too often?"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray
from scipy import special

from revenuer.stats.permutation import Side, p_value

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_DRAWS = 999


@dataclass(frozen=True, slots=True)
class Repeats:
    """`across`: pairs of draws from different accounts with one payload, of `pairs` such pairs;
    `rate` = across / pairs, in [`low`, `high`] with about `level` confidence. `within`: pairs of
    draws of one account with one payload."""

    across: int
    within: int
    pairs: int
    rate: float
    low: float
    high: float
    level: float


def repeats(payloads: ArrayLike, accounts: ArrayLike, *, level: float = 0.95) -> Repeats:
    """Collision rate between accounts of `payloads` (n,) int hashes drawn by `accounts` (n,).

    Unbiased for the chance that two accounts' draws agree, if accounts are independent draws from
    one population (their own draws may depend). The interval is the wider, at each end, of the
    Poisson one on `across` (Garwood) and the normal one with the jackknife over accounts.
    Source: Simpson (1949), Nature 163; Arvesen (1969), Ann. Math. Stat. 40(6) (jackknifing
    U-statistics); Garwood (1936), Biometrika 28.
    Raises ValueError for fewer than two accounts or arrays that do not match.
    """
    codes, owner = _coded(payloads, accounts)
    if not 0.0 < level < 1.0:
        raise ValueError("level lies strictly between 0 and 1")
    sizes = np.bincount(owner).astype(np.float64)
    across_of, within = _collisions(codes, owner)
    across = int(across_of.sum() / 2)
    pairs = int((owner.size**2 - (sizes**2).sum()) / 2)
    rate = across / pairs
    tail = (1.0 - level) / 2.0
    low = float(special.gammaincinv(across, tail)) / pairs if across else 0.0
    high = float(special.gammaincinv(across + 1.0, 1.0 - tail)) / pairs
    rest = pairs - sizes * (owner.size - sizes)
    if sizes.size > 2 and np.all(rest > 0.0):
        without = (across - across_of) / rest
        m = sizes.size
        spread = float(((without - without.mean()) ** 2).sum()) * (m - 1) / m
        reach = float(special.ndtri(1.0 - tail)) * spread**0.5
        low, high = max(0.0, min(low, rate - reach)), max(high, rate + reach)
    return Repeats(across, within, pairs, rate, low, min(1.0, high), level)


def fewer_than_a_task(
    payloads: ArrayLike, accounts: ArrayLike, popularity: ArrayLike, *, seed: int = 0
) -> float:
    """P-value that repeats across accounts are as few as observed.

    Null hypothesis: every draw picks its payload with replacement from one finite set with
    `popularity` (V,), any positive weights: equal for a question bank, Zipf for a curriculum,
    fitted to honest people with one task. A stream dealt out without replacement repeats less.
    The answer stands or falls with the set: state it, and take the larger p over those that are
    plausible. Statistic: `Repeats.across`; 999 draws with the account sizes held, +1 correction.
    Source: Monte-Carlo test, Barnard (1963); Davison & Hinkley (1997), section 4.2.
    Raises ValueError for weights that are not positive, else as `repeats`.
    """
    codes, owner = _coded(payloads, accounts)
    weights = np.asarray(popularity, dtype=np.float64)
    if weights.ndim != 1 or weights.size == 0 or not np.all(weights > 0.0):
        raise ValueError("popularity must be positive weights, one for each payload of the set")
    edges = np.cumsum(weights) / weights.sum()
    order = np.argsort(owner, kind="stable")
    observed = int(_collisions(codes, owner)[0].sum() / 2)
    draws = _drawn_with_replacement(edges, owner[order], _DRAWS, np.random.default_rng(seed))
    return p_value(float(observed), draws, Side.LESS)


def more_than_strangers(
    payloads: ArrayLike,
    accounts: ArrayLike,
    other_payloads: ArrayLike,
    other_accounts: ArrayLike,
    *,
    seed: int = 0,
) -> float:
    """P-value that accounts of a group repeat each other as much as observed.

    Null hypothesis: the group's accounts are exchangeable with the others' (`other_payloads`,
    `other_accounts`, (N,), the same hashing, no account in common): any set of as many accounts
    out of all would repeat itself as often. Statistic: rate of equal pairs across accounts, each
    pair weighted by one over the number of accounts, of all, that hold the payload, so that
    greetings and popular questions count for little. Permutation of accounts between the group
    and the rest: 999 draws, +1 correction. Needs at least twice as many other accounts.
    A class with one homework rejects this too: the null is strangers, not innocence.
    Source: permutation test, Pitman (1937); rarity weights as in FRAUDAR, Hooi et al. (2016), KDD.
    Raises ValueError for too few accounts.
    """
    _, mine = _coded(payloads, accounts)
    theirs = np.unique(np.asarray(other_accounts), return_inverse=True)[1].astype(np.int64)
    group = int(mine.max()) + 1
    if theirs.size == 0 or int(theirs.max()) + 1 < 2 * group:
        raise ValueError("needs at least twice as many other accounts as the group has")
    everything = np.concatenate([np.asarray(payloads), np.asarray(other_payloads)])
    codes = np.unique(everything, return_inverse=True)[1].astype(np.int64)
    owner = np.concatenate([mine, theirs + group])
    order = np.argsort(owner, kind="stable")
    codes, owner = codes[order], owner[order]
    holders = np.bincount(np.unique(codes * (int(owner.max()) + 1) + owner) // (owner.max() + 1))
    first = np.concatenate([[0], np.cumsum(np.bincount(owner))]).astype(np.int64)
    rng = np.random.default_rng(seed)
    sets = [rng.choice(first.size - 1, group, replace=False) for _ in range(_DRAWS)]
    rates = _rates_of_sets(codes, first, 1.0 / holders, np.array([np.arange(group), *sets]))
    return p_value(float(rates[0]), rates[1:], Side.GREATER)


def _coded(payloads: ArrayLike, accounts: ArrayLike) -> tuple[IntArray, IntArray]:
    what, who = np.asarray(payloads), np.asarray(accounts)
    if what.ndim != 1 or what.shape != who.shape:
        raise ValueError("payloads and accounts must be one-dimensional and of equal length")
    codes = np.unique(what, return_inverse=True)[1].astype(np.int64)
    owner = np.unique(who, return_inverse=True)[1].astype(np.int64)
    if owner.size == 0 or owner.max() < 1:
        raise ValueError("needs the draws of at least two accounts")
    return codes, owner


def _collisions(codes: IntArray, owner: IntArray) -> tuple[FloatArray, int]:
    """For each account, its draws' pairs with equal draws of others; and pairs within accounts."""
    counts = np.bincount(codes)
    key, own = np.unique(codes * (int(owner.max()) + 1) + owner, return_counts=True)
    code, account = np.divmod(key, int(owner.max()) + 1)
    shared = (own * (counts[code] - own)).astype(np.float64)
    across = np.bincount(account, weights=shared, minlength=int(owner.max()) + 1)
    return np.asarray(across, dtype=np.float64), int((own * (own - 1) // 2).sum())


@njit(cache=True)
def _across(
    codes: IntArray,
    owner: IntArray,
    weight: FloatArray,
    total: IntArray,
    seen: IntArray,
    own: IntArray,
) -> float:  # pragma: no cover - compiled
    """Weight of the pairs of equal codes with different owners; rows of one owner adjoin. `total`,
    `seen` and `own` are zeroed scratch space over codes, and are zero again on return."""
    pairs = 0.0
    for i in range(codes.size):
        code = codes[i]
        if seen[code] != owner[i] + 1:
            seen[code] = owner[i] + 1
            own[code] = 0
        pairs += weight[code] * (total[code] - own[code])
        total[code] += 1
        own[code] += 1
    for code in codes:
        total[code], seen[code], own[code] = 0, 0, 0
    return pairs


@njit(cache=True)
def _drawn_with_replacement(
    edges: FloatArray, owner: IntArray, draws: int, rng: np.random.Generator
) -> FloatArray:  # pragma: no cover - compiled
    out = np.empty(draws)
    total, seen = np.zeros(edges.size, np.int64), np.zeros(edges.size, np.int64)
    own, codes = np.zeros(edges.size, np.int64), np.empty(owner.size, np.int64)
    weight = np.ones(edges.size)
    # Where the search for a uniform number in [k/V, (k+1)/V) may begin: constant time on average.
    guide = np.searchsorted(edges, np.arange(edges.size) / edges.size, side="right")
    for b in range(draws):
        for i in range(owner.size):
            uniform = rng.random()
            place = guide[int(uniform * edges.size)]
            while place < edges.size - 1 and edges[place] <= uniform:
                place += 1
            codes[i] = place
        out[b] = _across(codes, owner, weight, total, seen, own)
    return out


@njit(cache=True)
def _rates_of_sets(
    codes: IntArray, first: IntArray, weight: FloatArray, sets: IntArray
) -> FloatArray:  # pragma: no cover - compiled
    """Weighted collision rate of each set of accounts; account a owns rows first[a]:first[a+1]."""
    out = np.empty(sets.shape[0])
    total, seen = np.zeros(weight.size, np.int64), np.zeros(weight.size, np.int64)
    own = np.zeros(weight.size, np.int64)
    for b in range(sets.shape[0]):
        size, squares = 0, 0.0
        for account in sets[b]:
            n = first[account + 1] - first[account]
            size += n
            squares += float(n) ** 2
        rows, owner = np.empty(size, np.int64), np.empty(size, np.int64)
        place = 0
        for account in sets[b]:
            for i in range(first[account], first[account + 1]):
                rows[place] = codes[i]
                owner[place] = account
                place += 1
        pairs = (float(size) ** 2 - squares) / 2.0
        out[b] = _across(rows, owner, weight, total, seen, own) / pairs
    return out
