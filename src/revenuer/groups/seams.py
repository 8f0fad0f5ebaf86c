"""What holds two operators at once comes apart at the seam between what they share.

Two resellers' customers ask the same things, so their accounts are profile neighbours; two harvests
by one agent program carry its text. But cards, mail domains and handed-over conversations tie the
accounts of one to each other, and none of them ties one to the other.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from revenuer.groups.candidate import Candidate, Tie, shared
from revenuer.groups.dealings import account_rates, operators
from revenuer.groups.profiles import account_profiles
from revenuer.groups.traffic import Traffic

_INSIDE = 0.8
"""Share of a group from which what it shares is the community's own and not strangers' too."""
_PART = 0.1
"""Share of the community from which a tied part of it can be an operator's."""
_KNOT = 5
"""Accounts from which a smaller tied part is no accident. One operator's ties make one large part
and single accounts beside it, hardly ever several such knots."""
_KNOTS = 0.1
"""Share of the community from which knots outside the large parts are an operator together."""
_SPREAD = 1e-9
"""Least spread of a part: accounts may all have one profile."""

Accounts = NDArray[np.int32]


def parted(found: Sequence[Candidate], traffic: Traffic) -> list[Candidate]:
    """The candidates, those by likeness or text replaced by their parts where they have several.

    Parts are tied within and not to each other, and their accounts are shown to follow two rates:
    one operator's accounts on several cards stay one, and so does one harvest over two pools. A
    part comes with its tied accounts only, and again with those tied to nobody whose profile is
    nearest, who may be strangers. Rare texts tie accounts that are alike.
    """
    things = [c.accounts for c in found if c.tie is Tie.THING]
    texts = [c.accounts for c in found if c.tie is Tie.TEXT]
    ties = {Tie.LIKENESS: [*things, *texts], Tie.TEXT: things}
    out: list[Candidate] = []
    for candidate in found:
        parts = [candidate.accounts]
        if candidate.tie in ties:
            parts = _parts(candidate, ties[candidate.tie], traffic)
        out += [replace(candidate, accounts=part) for part in parts]
    return out


def _parts(candidate: Candidate, ties: Sequence[Accounts], traffic: Traffic) -> list[Accounts]:
    accounts = candidate.accounts
    part = _tied_parts(_tied(accounts, ties))
    if part.max() < 1:
        return [accounts]
    operator = operators(account_rates(candidate, traffic), part)
    if not operator.any():
        return [accounts]
    tied = np.where(part >= 0, operator[part], -1)
    home = _nearest(accounts, tied, traffic)
    parts = [accounts[of == n] for n in range(int(operator.max()) + 1) for of in (tied, home)]
    return [p for i, p in enumerate(parts) if i % 2 == 0 or len(p) > len(parts[i - 1])]


def _tied_parts(label: NDArray[np.int64]) -> NDArray[np.int64]:
    """(accounts,) the large part, numbered from 0, in which each account is, the knots outside them
    being one more; -1 for accounts tied to nobody much."""
    names, count = np.unique(label, return_counts=True)
    large = names[count >= max(_KNOT, _PART * len(label))]
    knots = names[(count >= _KNOT) & ~np.isin(names, large)]
    part = np.searchsorted(large, label)
    part[~np.isin(label, large)] = -1
    knotted = np.isin(label, knots)
    if len(large) and len(knots) > 1 and knotted.sum() >= _KNOTS * len(label):
        part[knotted] = len(large)
    return part


def _tied(accounts: Accounts, ties: Sequence[Accounts]) -> NDArray[np.int64]:
    """(accounts,) component under the ties that lie inside."""
    pairs = [np.empty((2, 0), np.int64)]
    for tie in ties:
        inside = shared(accounts, tie)
        if inside >= 2 and inside >= _INSIDE * len(tie):
            rows = np.flatnonzero(np.isin(accounts, tie))
            pairs.append(np.stack([np.full(len(rows) - 1, rows[0]), rows[1:]]))
    edge = np.concatenate(pairs, axis=1)
    size = len(accounts)
    graph = coo_array((np.ones(edge.shape[1]), (edge[0], edge[1])), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def _nearest(accounts: Accounts, home: NDArray[np.int64], traffic: Traffic) -> NDArray[np.int64]:
    """Homes, with a home for those that have none (-1) but a profile: the part whose mean profile
    is nearest, in units of that part's own spread."""
    profiles = account_profiles(traffic)
    if profiles is None:
        return home
    known = np.isin(accounts, profiles.accounts)
    if not all((known & (home == part)).any() for part in range(int(home.max()) + 1)):
        return home
    vectors = profiles.vectors[np.searchsorted(profiles.accounts, accounts[known])]
    away = np.empty((len(vectors), int(home.max()) + 1))
    for part in range(away.shape[1]):
        inside = home[known] == part
        square = ((vectors - vectors[inside].mean(axis=0)) ** 2).sum(axis=1)
        away[:, part] = square / max(float(np.median(square[inside])), _SPREAD)
    nearest = home.copy()
    nearest[known] = away.argmin(axis=1)
    return np.where(home >= 0, home, nearest)
