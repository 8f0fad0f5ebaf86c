"""The linking graph read for drawing: which shared thing each account belongs to most closely."""

from dataclasses import dataclass

from revenuer.records.exhibits import Graph
from revenuer.report.detail import Detail
from revenuer.report.logged_text import identifier, one_line

_KINDS = {
    "text": "wording",
    "ip": "network address",
    "payment": "payment",
    "device": "device",
    "email_domain": "mail domain",
    "headers": "header set",
    "tls": "TLS fingerprint",
    "signup_ip": "sign-up address",
    "org": "organisation",
    "country": "country",
    "user_agent": "client name",
    "handover": "hand-over",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something accounts share. `number` is its key in the drawing and the list, from 1."""

    number: int
    kind: str
    kind_words: str
    label: str
    accounts: int
    elsewhere: int
    dots: tuple[str, ...]
    """Accounts drawn around it: those for which it is the rarest thing they carry."""


@dataclass(frozen=True, slots=True)
class Linking:
    """Things in the order of how many accounts carry them, and how many accounts join two."""

    things: tuple[Thing, ...]
    joined: dict[tuple[int, int], int]
    """(i, j), i != j: accounts drawn around thing i that also carry thing j (indices)."""
    loose: tuple[str, ...]
    """Accounts drawn that carry none of the things drawn."""
    left_out: int
    """Shared things beyond those drawn."""


def read(graph: Graph, detail: Detail) -> Linking:
    """Which things and accounts are drawn, within the bounds of `detail`."""
    nodes = graph.nodes
    carried: dict[int, set[int]] = {i: set() for i, n in enumerate(nodes) if n.kind == "account"}
    carriers: dict[int, set[int]] = {i: set() for i, n in enumerate(nodes) if n.kind != "account"}
    for account, thing, _ in graph.edges:
        if account in carried and thing in carriers:
            carried[account].add(thing)
            carriers[thing].add(account)
    ranked = sorted(
        carriers, key=lambda i: (-max(nodes[i].accounts, len(carriers[i])), nodes[i].kind, i)
    )
    drawn = ranked[: detail.hubs]
    place = {node: index for index, node in enumerate(drawn)}
    accounts = _spread(sorted(carried), detail.dots)
    around: list[list[str]] = [[] for _ in drawn]
    joined: dict[tuple[int, int], int] = {}
    loose: list[str] = []
    for account in accounts:
        own_things = sorted(place[node] for node in carried[account] if node in place)
        if not own_things:
            loose.append(nodes[account].id)
            continue
        own = min(own_things, key=lambda index: (len(carriers[drawn[index]]), index))
        around[own].append(nodes[account].id)
        for other in own_things:
            if other != own:
                joined[own, other] = joined.get((own, other), 0) + 1
    things = tuple(
        Thing(
            number=index + 1,
            kind=nodes[node].kind if nodes[node].kind in _KINDS else "other",
            kind_words=_KINDS.get(nodes[node].kind) or one_line(nodes[node].kind, 24),
            label=one_line(nodes[node].label or nodes[node].id, 90),
            accounts=max(nodes[node].accounts, len(carriers[node])),
            elsewhere=nodes[node].elsewhere,
            dots=tuple(identifier(account) for account in around[index]),
        )
        for index, node in enumerate(drawn)
    )
    return Linking(
        things, joined, tuple(identifier(account) for account in loose), len(ranked) - len(drawn)
    )


def _spread(accounts: list[int], most: int) -> list[int]:
    keep = min(len(accounts), most)
    return [accounts[index * len(accounts) // keep] for index in range(keep)]
