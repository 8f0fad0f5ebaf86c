"""Do the accounts share rare identifiers: payment, device, address, TLS, client header set?

Null hypothesis: the group's customers are drawn from a neighbourhood of the log (a fiftieth of it:
one language, region or trade) without regard to identifiers. The number that carry one identifier
is then hypergeometric: K carriers in the log, all assumed to live in that neighbourhood.
Assumptions: the neighbourhood holds at least four times as many accounts as the group has
customers; it grows until it can hold all carriers. So a NAT, a common SDK or a mail provider whose
carriers are everywhere is no evidence, whatever its share. Each identifier's tail probability is
multiplied by the number of shared identifiers of its kind in the log (the group could have been
found around any) and by the number of kinds: a Bonferroni bound, valid under any dependence.
A declared customer counts once.
Selection: where the group was *found* by one kind of identifier, that kind is reported but left
out of the p-value.
Frozen headers: relay software keeps one client header set for each account; the shares are
reported as numbers and carry no weight of their own, since a person with one machine does the same.
Source: hypergeometric (Fisher) tail; rarity instead of counts as in FRAUDAR (Hooi et al. 2016).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

from revenuer.groups.view import I32, I64, GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import too_few_customers
from revenuer.signals.signal import STRANGERS, Measurement, Signal

NAME = "infrastructure"
_NEIGHBOURHOOD = 0.02
_ROOM = 4
_LEAST_P = 1e-300
_FEW = 5
"""Exchanges from which an account's header set can be called frozen."""

_WORDS = {
    "payment": "payment method",
    "device": "device",
    "signup_ip": "sign-up address",
    "email_domain": "mail domain",
    "ip": "network address",
    "tls": "TLS fingerprint",
    "headers": "client header set",
}


@dataclass(frozen=True, slots=True)
class _Link:
    """The most telling identifier of one kind: carried by `inside` of `known` customers and by
    `outside` other accounts; `p` its corrected tail probability; `weight` share x rarity."""

    kind: str
    inside: int
    known: int
    outside: int
    p: float
    weight: float
    used: bool


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = too_few_customers(view, NAME)
    if refusal is not None:
        return refusal
    links = [link for kind in _WORDS if (link := _strongest(view, kind)) is not None]
    if not links:
        return CannotAssess(NAME, "the log has none of the identifiers that accounts could share")
    used = [link for link in links if link.used]
    p = min((link.p for link in used), default=1.0) * len(used) if used else None
    best = max(links, key=lambda link: (link.used, -link.p, link.weight))
    numbers = {"kinds": float(len(used))}
    for link in links:
        numbers[f"{link.kind}_inside"] = float(link.inside)
        numbers[f"{link.kind}_outside"] = float(link.outside)
        numbers[f"{link.kind}_p"] = link.p
    numbers |= _frozen(view)
    return Measurement(
        statistic=max((link.weight for link in used), default=0.0),
        se=0.0,
        p_value=None if p is None else min(1.0, max(_LEAST_P, p)),
        e_value=None,
        size=len(view.accounts.ids),
        volume=len(view.events.ts),
        detail=_detail(best, links, p),
        benign=_benign(view, best, p),
        numbers=numbers,
    )


def _strongest(view: GroupView, kind: str) -> _Link | None:
    carriers = view.background.key_accounts.get(kind)
    if kind not in view.fields or carriers is None or not len(carriers):
        return None
    customer, account, code = _pairs(view, kind, len(carriers))
    if not len(code):
        return None
    known = len(np.unique(customer))
    codes, inside = np.unique(_distinct(customer, code)[1], return_counts=True)
    accounts = np.bincount(_distinct(account, code)[1], minlength=int(codes[-1]) + 1)[codes]
    total = np.maximum(carriers[codes] - accounts + inside, inside)
    log = max(view.background.accounts, known)
    room = np.maximum(max(_NEIGHBOURHOOD * log, _ROOM * known), known + total - inside)
    room = np.maximum(np.minimum(room, log), np.maximum(total, known)).astype(np.int64)
    tail = np.ones(len(codes))
    # The tail is long to sum and at least about 1/2 up to the mean: only excesses are computed.
    excess = (inside >= 2) & (inside > known * (total / room))
    tail[excess] = hypergeom.sf(inside[excess] - 1, room[excess], total[excess], known)
    shared = max(1, int(np.count_nonzero(carriers >= 2)))
    p = np.minimum(1.0, np.maximum(_LEAST_P, tail * shared))
    weight = np.where(inside >= 2, inside / known * np.log((log + 1) / (total + 1)), 0.0)
    best = int(np.lexsort((-weight, p))[0])
    return _Link(
        kind=kind,
        inside=int(inside[best]),
        known=known,
        outside=int(carriers[codes[best]] - accounts[best]),
        p=float(p[best]),
        weight=float(weight[best]),
        used=kind not in view.found_by,
    )


def _pairs(view: GroupView, kind: str, most: int) -> tuple[I32, I64, I32]:
    """(customer, account, code) of every account that shows a code of this kind."""
    if kind in ("ip", "tls", "headers"):
        codes: I32 = getattr(view.events, kind)
        account = view.events.account.astype(np.int64)
    else:
        codes = getattr(view.accounts, kind)
        account = np.arange(len(codes))
    given = (codes >= 0) & (codes < most)
    account, codes = _distinct(account[given], codes[given])
    return view.customers[account], account, codes


def _distinct(left: NDArray[np.integer], code: I32) -> tuple[I64, I32]:
    key = np.unique(left.astype(np.int64) << 32 | code.astype(np.int64))
    return key >> 32, (key & 0xFFFFFFFF).astype(np.int32)


def _frozen(view: GroupView) -> dict[str, float]:
    """Share of accounts with one header set throughout, and how many sets the pool has."""
    events, m = view.events, len(view.accounts.ids)
    known = events.headers >= 0
    if "headers" not in view.fields or not known.any():
        return {}
    account, code = _distinct(events.account[known], events.headers[known])
    sets = np.bincount(account, minlength=m)
    judged = np.bincount(events.account[known], minlength=m) >= _FEW
    share = float((sets[judged] == 1).mean()) if judged.any() else math.nan
    largest = float(np.bincount(code).max()) / max(1, len(np.unique(account)))
    numbers = {"header_sets": float(len(np.unique(code))), "largest_header_set_share": largest}
    return numbers if math.isnan(share) else numbers | {"frozen_headers_share": share}


def _detail(best: _Link, links: list[_Link], p: float | None) -> str:
    if best.inside < 2:
        return "No two customers of the group share any " + _enumerate(links) + "."
    chance = (
        "the group was found by it, so no probability is given"
        if p is None
        else f"probability by chance {min(1.0, p):.2g} after correction for {len(links)} kinds"
    )
    return (
        f"{best.inside} of {best.known} customers share one {_WORDS[best.kind]} (accounts outside"
        f" the group with it: {best.outside}); {chance}."
    )


def _enumerate(links: list[_Link]) -> str:
    return " or ".join(_WORDS[link.kind] for link in links)


def _benign(view: GroupView, best: _Link, p: float | None) -> str:
    if best.inside < 2:
        return "There is nothing to explain."
    if p is not None and p > 0.01:
        return (
            f"A shared connection, client or provider explains it: the {_WORDS[best.kind]} is also"
            f" carried by {best.outside} accounts outside, or by too few inside to be remarkable."
        )
    places = view.events.ip[view.events.ip >= 0]
    address = f"they use {len(np.unique(places))} network addresses" if len(places) else ""
    enrolled = int(np.count_nonzero(view.accounts.program >= 0))
    return (
        "A class, an office or a family behind one connection, card or machine shares identifiers"
        f" too: {enrolled} of {len(view.accounts.ids)} accounts are in an education, research or"
        f" start-up programme{'; ' + address if address else ''}. Shared identifiers show a common"
        " owner or place, not what it is used for."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.COORDINATION,
    title="Shared infrastructure",
    null="Customers of one neighbourhood of the log, regardless of identifiers.",
    needs=frozenset(),
    rejects=frozenset({STRANGERS}),
    measure=_measure,
)
