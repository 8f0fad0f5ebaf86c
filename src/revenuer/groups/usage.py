"""Accounts that are used as much, and as long, as some others."""

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.traffic import Traffic

_RANGE = (0.01, 0.99)
_STRETCH = 1.25
"""Times that one may be beyond that range, which a part of an operation draws too narrow."""

Accounts = NDArray[np.int32]


def used_alike(like: Accounts, accounts: Accounts, traffic: Traffic) -> Accounts:
    """Those of the accounts whose exchanges and whose time from first to last lie within or near
    the range of 98 % of `like`. Whoever is chosen so has even counts, whoever he is: balance is no
    evidence on them any more."""
    inside = np.ones(len(accounts), np.bool_)
    facts = traffic.accounts
    for value in (facts.total, facts.last_seen - facts.first_seen):
        low, high = np.quantile(value[like], _RANGE)
        inside &= (value[accounts] >= low / _STRETCH) & (value[accounts] <= high * _STRETCH)
    return accounts[inside]
