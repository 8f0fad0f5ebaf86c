"""The fixed texts that an operation's accounts carry: what is asked apart, in case only a part of
what they send is a harvest."""

from collections.abc import Sequence

import numpy as np

from revenuer.campaigns.gather import Accounts
from revenuer.groups.candidate import Candidate, Tie
from revenuer.groups.traffic import Traffic

_EXCHANGES = 100
_SHARE = 0.01
"""Exchanges, and their share of an operation's, from which one of its texts is looked at."""
_ACCOUNTS = 5
_MOST = 8


def carried_texts(accounts: Accounts, traffic: Traffic) -> Sequence[Candidate]:
    """The commonest fixed texts of these accounts, at most eight, each with those who carry it.
    Chosen by how often they occur, and by nothing that is asked of them."""
    rows = np.concatenate(traffic.events.spans(accounts))
    family, owner = traffic.events["family"][rows], traffic.events["code:account_id"][rows]
    codes, exchanges = np.unique(family[family >= 0], return_counts=True)
    least = max(_EXCHANGES, _SHARE * len(rows))
    found: list[Candidate] = []
    for i in np.argsort(-exchanges, kind="stable")[:_MOST]:
        carriers = np.unique(owner[family == codes[i]]).astype(np.int32)
        if exchanges[i] >= least and len(carriers) >= _ACCOUNTS:
            origin = "a fixed text of an operation's accounts"
            found.append(Candidate(origin, carriers, (int(codes[i]),), Tie.TEXT))
    return found
