"""Plants one staged campaign into a copy of a user's traffic, alone or among real customers.

Where the campaign shares its accounts with a reseller's customers, those are real: customers of the
log, moved with all their conversations to the planted accounts.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from revenuer.drill import canonical
from revenuer.drill.accounts import Account
from revenuer.drill.dice import Dice
from revenuer.drill.exchange import Exchange
from revenuer.drill.log import accounts_table
from revenuer.drill.operation import play
from revenuer.drill.scenario import Staged
from revenuer.drill.scenarios.harvests import Harvest
from revenuer.drill.world import World
from revenuer.records import EXCHANGES
from revenuer.trial.host import Host
from revenuer.trial.truth import Truth

_FORTNIGHT = 14.0
_LARGE = 300
"""Exchanges from which a customer is no longer a reseller's."""


@dataclass(frozen=True, slots=True)
class Size:
    """A campaign's size: accounts, requests an account, share of real customers' exchanges."""

    accounts: int
    each: float
    mixed: float


@dataclass(frozen=True, slots=True)
class Planted:
    """The copy with the campaign in it."""

    exchanges: pa.Table
    accounts: pa.Table | None
    truth: Truth


def plant(host: Host, harvest: Harvest, size: Size, seed: int) -> Planted:
    """The host's traffic with a campaign of this size."""
    world, dice = host.world(seed), Dice(seed, "plant", harvest.name)
    pace = world.days / _FORTNIGHT
    operation = replace(
        harvest.operation, accounts=size.accounts, each=size.each, least=size.accounts,
        customers=0.0, standby=0.0, banned=0.0,
        first_day=harvest.operation.first_day * pace, last_day=harvest.operation.last_day * pace,
    )  # fmt: skip
    staged = play(operation, harvest.name, dice, world)
    staged = Staged(staged.accounts, [e for e in staged.exchanges if world.inside(e.ts)])
    staged.exchanges.sort(key=lambda e: e.ts)
    names = ["planted-" + dice.hexes(26) for _ in staged.exchanges]
    own = as_logged(canonical.table(staged.exchanges, names), host.exchanges)
    moved, table = host.exchanges.slice(0, 0), host.exchanges
    if size.mixed:
        wanted = round(len(own) * size.mixed / (1 - size.mixed))
        moved, table = _moved(host.exchanges, wanted, staged, world, dice)
    known = None
    if host.accounts is not None:
        known = pa.concat_tables([host.accounts, accounts_table(staged.accounts)])
    truth = _truth(harvest.name, table, staged.accounts, names, len(own) + len(moved))
    return Planted(pa.concat_tables([table, moved, own]), known, truth)


def as_logged(rows: pa.Table, log: pa.Table) -> pa.Table:
    """The rows without what the log never holds: a planted exchange must not tell more."""
    for field in EXCHANGES:
        if log[field.name].null_count == len(log):
            at = EXCHANGES.get_field_index(field.name)
            rows = rows.set_column(at, field, pa.nulls(len(rows), field.type))
    return rows


def _moved(
    table: pa.Table, wanted: int, staged: Staged, world: World, dice: Dice
) -> tuple[pa.Table, pa.Table]:
    """(customers' exchanges under planted accounts, the rest of the log)."""
    customers = _customers(table, wanted, dice)
    chosen = pc.is_in(table["account_id"], pa.array(sorted(customers), pa.string()))
    mine, rest = table.filter(chosen), table.filter(pc.invert(chosen))
    shown: dict[str, Exchange] = {e.account.account_id: e for e in reversed(staged.exchanges)}
    seats = [account for account in staged.accounts if account.account_id in shown]
    rows = _carriers(mine, seats, world, dice)
    seen = [shown[account.account_id] for account in rows]
    columns = {
        "account_id": [entry.account.account_id for entry in seen],
        "key_id": [entry.key for entry in seen],
        "ip": [entry.ip for entry in seen],
        "org_id": [entry.account.org_id for entry in seen],
    }
    for name, values in columns.items():
        at = EXCHANGES.get_field_index(name)
        mine = mine.set_column(at, EXCHANGES.field(name), pa.array(values, pa.string()))
    return as_logged(mine, table), rest


def _customers(table: pa.Table, wanted: int, dice: Dice) -> set[str]:
    """Customers of modest size, at random, who together have about `wanted` exchanges."""
    counts = pc.value_counts(table["account_id"]).to_pylist()
    modest = [(c["values"], c["counts"]) for c in counts if c["counts"] <= _LARGE]
    chosen: set[str] = set()
    for name, count in dice.shuffled(sorted(modest)):
        if wanted <= 0:
            break
        chosen.add(name)
        wanted -= count
    return chosen


def _carriers(rows: pa.Table, seats: list[Account], world: World, dice: Dice) -> list[Account]:
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


def _truth(
    name: str, rest: pa.Table, planted: list[Account], names: list[str], exchanges: int
) -> Truth:
    others = pc.unique(rest["account_id"]).to_pylist()
    own = frozenset(account.account_id for account in planted)
    return Truth(
        stories={
            name: {"kind": "campaign", "verdict": "campaign"},
            "host": {"kind": "ordinary", "verdict": None},
        },
        owner=dict.fromkeys(others, "host") | dict.fromkeys(own, name),
        accounts={name: own, "host": frozenset(others) - own},
        harvest={name: frozenset(names)},
        role=dict.fromkeys(names, "harvest"),
        exchanges={name: exchanges, "host": len(rest)},
    )
