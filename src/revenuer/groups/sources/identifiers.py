"""Accounts that share a rare identifier: payment, device, address, header set."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.candidate import Candidate, Tie
from revenuer.groups.overlap import merge_similar, sets_by_key
from revenuer.groups.traffic import ACCOUNT_KEYS, Traffic, distinct_pairs, event_key

_MOST = {"headers": 0.1, "tls": 0.1, "email_domain": 0.1, "ip": 0.2}
"""Largest share of all accounts that a key may hold and still bring its accounts together."""
_WORDS = {
    "payment": "the same payment fingerprint",
    "email_domain": "the same rare mail domain",
    "signup_ip": "the same sign-up address",
    "device": "the same device",
    "org": "the same organisation",
    "ip": "the same network address",
    "headers": "the same rare client header set",
    "tls": "the same rare TLS fingerprint",
}
_WEAK = ("headers", "tls")
"""What a client program shows of itself: strangers with the same version share it."""
_MOST_WEAK = 64
"""Groups by a weak identity that are looked at, the largest first."""


def candidates(traffic: Traffic, least: int) -> Iterator[Candidate]:
    """One candidate for each set of keys of one kind whose accounts largely agree."""
    n = len(traffic.accounts.ids)
    owner = traffic.events["code:account_id"]
    everyone = np.arange(n, dtype=np.int32)
    for kind in ("ip", "headers", "tls"):
        pairs = distinct_pairs(owner, event_key(traffic.events, kind))
        yield from _merged(kind, pairs, least, n)
    for kind, column in ACCOUNT_KEYS.items():
        pairs = distinct_pairs(everyone, traffic.accounts.codes[column])
        yield from _merged(kind, pairs, least, n)


def _merged(
    kind: str, pairs: tuple[NDArray[np.int32], NDArray[np.int32]], least: int, accounts: int
) -> Iterator[Candidate]:
    most = max(20, int(_MOST.get(kind, 0.3) * accounts))
    sets = list(sets_by_key(*pairs, least, most).values())
    groups = merge_similar(sets, 0.7, accounts)
    weak = kind in _WEAK
    for group in groups[:_MOST_WEAK] if weak else groups:
        members = np.unique(np.concatenate([sets[i] for i in group]))
        tie = Tie.TRACE if weak else Tie.THING
        yield Candidate(_WORDS[kind], members, tie=tie, found_by=frozenset({kind}))
