"""How surely each account belongs to a campaign."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from revenuer.campaigns.decide import Judged
from revenuer.campaigns.merge import Merged
from revenuer.groups.traffic import Traffic

_PRIOR = 0.5


def account_memberships(
    merged: Merged, groups: Sequence[Judged], traffic: Traffic
) -> NDArray[np.float64]:
    """Membership, 0 to 1, of each of the campaign's accounts.

    An account found by several independent sources (its text, its identifiers, its conversations,
    its profile) is surer than one found by a single source; one with a single matching exchange
    among many others is less sure. Smoothed shares, so never exactly 0 or 1.
    """
    owner = traffic.events["code:account_id"][merged.rows]
    inside = np.bincount(np.searchsorted(merged.accounts, owner), minlength=len(merged.accounts))
    votes = np.zeros(len(merged.accounts))
    for g in merged.groups:
        found = np.isin(merged.accounts, groups[g].candidate.accounts)
        votes += found
    strength = 1.0 - 0.5 ** (1.0 + votes)
    evidence = (inside + _PRIOR) / (inside + 2 * _PRIOR)
    return np.asarray(np.clip(strength * 0.5 + evidence * 0.5, 0.01, 0.999))
