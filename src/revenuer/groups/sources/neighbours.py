"""Accounts whose traffic has the same distribution, where no text is shared."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from revenuer.groups.candidate import Candidate, Tie
from revenuer.groups.communities import communities
from revenuer.groups.nearest import mutual_neighbours
from revenuer.groups.profiles import account_profiles
from revenuer.groups.traffic import Traffic

_WORDS = "traffic of the same distribution"
_ALIKE = 0.95
"""Pairs farther apart than this quantile of what one stream would give are no neighbours."""


def profile_communities(traffic: Traffic) -> list[NDArray[np.int32]]:
    """Communities of the graph of mutual profile neighbours, as account rows."""
    profiles = account_profiles(traffic)
    if profiles is None:
        return []
    pairs, distance = mutual_neighbours(profiles)
    limit = stats.chi2.ppf(_ALIKE, profiles.vectors.shape[1])
    close = distance <= limit
    weight = np.exp(-distance[close] / limit)
    return [profiles.accounts[found] for found in communities(pairs[close], weight)]


def candidates(traffic: Traffic, least: int) -> Iterator[Candidate]:
    """One candidate a community of profile neighbours."""
    for members in profile_communities(traffic):
        if len(members) >= max(least, 5):
            yield Candidate(_WORDS, np.sort(members), tie=Tie.LIKENESS)
