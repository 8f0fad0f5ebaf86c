"""Real customers of a log, moved with all their conversations to planted accounts."""

from collections import defaultdict

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from revenuer.drill.accounts import Account
from revenuer.drill.dice import Dice

_LARGE = 300
"""Exchanges from which a customer is no longer a reseller's."""
_MOST = 0.2
"""Share of a log's exchanges that may be moved: the others are whom a scan compares with."""
_OF_THE_ACCOUNT = (
    "account_id", "key_id", "org_id", "ip", "asn", "country", "user_agent", "headers",
    "tls_fingerprint",
)  # fmt: skip
"""What a relay shows of the account, whoever stands behind it."""


def movable(log: pa.Table) -> int:
    """Exchanges that can be moved in this log."""
    modest = sum(count for _, count in _modest(log))
    return min(modest, int(_MOST * len(log)))


def moved(
    log: pa.Table, wanted: int, own: pa.Table, seats: list[Account], dice: Dice
) -> tuple[pa.Table, pa.Table]:
    """(exchanges of about `wanted` customers' under the planted accounts `seats`, each shown as in
    the planted exchanges `own`; the rest of the log)."""
    customers = _customers(log, wanted, dice)
    chosen = pc.is_in(log["account_id"], pa.array(sorted(customers), pa.string()))
    mine, rest = log.filter(chosen), log.filter(pc.invert(chosen))
    first: dict[str, int] = {}
    for i, account in enumerate(own["account_id"].to_pylist()):
        first.setdefault(account, i)
    used = [account for account in seats if account.account_id in first]
    carriers = _carriers(mine, used, dice)
    shown = own.take(pa.array([first[account.account_id] for account in carriers], pa.int64()))
    for name in _OF_THE_ACCOUNT:
        at = mine.schema.get_field_index(name)
        mine = mine.set_column(at, mine.schema.field(at), shown[name])
    return mine, rest


def _modest(log: pa.Table) -> list[tuple[str, int]]:
    counts = pc.value_counts(log["account_id"]).to_pylist()
    return sorted((c["values"], c["counts"]) for c in counts if c["counts"] <= _LARGE)


def _customers(log: pa.Table, wanted: int, dice: Dice) -> set[str]:
    """Customers of modest size, at random, who together have about `wanted` exchanges."""
    chosen: set[str] = set()
    for name, count in dice.shuffled(_modest(log)):
        if wanted <= 0:
            break
        chosen.add(name)
        wanted -= count
    return chosen


def _carriers(rows: pa.Table, seats: list[Account], dice: Dice) -> list[Account]:
    """The planted account that carries each exchange: one a conversation, whichever is idle
    longest of those that exist."""
    keys = _conversations(rows)
    moments = rows["ts"].cast(pa.int64()).to_numpy() / 1e6
    last: dict[str, float] = defaultdict(float)
    held: dict[str, Account] = {}
    out: list[Account] = [seats[0]] * len(rows)
    for i in np.argsort(moments, kind="stable").tolist():
        now = float(moments[i])
        if keys[i] not in held:
            open_now = [a for a in seats if a.open_at(now)] or seats
            held[keys[i]] = min(dice.sample(open_now, 40), key=lambda a: last[a.account_id])
        out[i] = held[keys[i]]
        last[out[i].account_id] = now
    return out


def _conversations(rows: pa.Table) -> list[str]:
    """What tells a customer's conversations apart: session, first message, or the exchange."""
    columns = (rows[name].to_pylist() for name in ("account_id", "session_id", "exchange_id"))
    openings = [m[0]["content"][:300] if m else "" for m in rows["messages"].to_pylist()]
    return [
        f"{account}/{session or opening or exchange}"
        for (account, session, exchange), opening in zip(
            zip(*columns, strict=True), openings, strict=True
        )
    ]
