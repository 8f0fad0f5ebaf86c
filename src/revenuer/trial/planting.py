"""Plants one staged campaign into a copy of a user's traffic, alone or among real customers.

Where the campaign shares its accounts with a reseller's customers, those are real: customers of the
log, moved with all their conversations to the planted accounts.
"""

from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from revenuer.drill import canonical
from revenuer.drill.accounts import Account
from revenuer.drill.dice import Dice
from revenuer.drill.log import accounts_table
from revenuer.drill.operation import play
from revenuer.drill.scenario import Staged
from revenuer.drill.scenarios.harvests import Harvest
from revenuer.drill.world import World
from revenuer.problems import Problem
from revenuer.trial.disclosure import as_logged
from revenuer.trial.host import Host
from revenuer.trial.moving import movable, moved
from revenuer.trial.truth import Truth

_FORTNIGHT = 14.0
_ENOUGH = 0.8
"""Share of the accounts and exchanges asked for, from which a campaign has the size it is said to
have: some requests fall behind the end of the log."""


@dataclass(frozen=True, slots=True)
class Size:
    """A campaign's size: accounts, requests an account, share of real customers' exchanges."""

    accounts: int
    each: float
    mixed: float

    def customers(self, harvested: float) -> int:
        """Real customers' exchanges that go with so many harvested ones."""
        return round(harvested * self.mixed / (1 - self.mixed))


@dataclass(frozen=True, slots=True)
class Planted:
    """The copy with the campaign in it: `harvested` exchanges, and `customers` of real ones in the
    same accounts."""

    exchanges: pa.Table
    accounts: pa.Table | None
    truth: Truth
    harvested: int
    customers: int


def no_room(host: Host, size: Size) -> str | None:
    """Why so many real customers cannot be had from this log, if they cannot."""
    wanted, there = size.customers(size.accounts * size.each), movable(host.exchanges)
    if wanted <= there:
        return None
    return f"{wanted:,} customers' exchanges wanted, {there:,} to be had"


def plant(host: Host, harvest: Harvest, size: Size, seed: int) -> Planted:
    """The host's traffic with a campaign of this size. Raises `Problem` where the log is too short
    for it."""
    dice = Dice(seed, "plant", harvest.name)
    staged = _staged(harvest, size, host.world(seed), dice)
    names = ["planted-" + dice.hexes(26) for _ in staged.exchanges]
    full = canonical.table(staged.exchanges, names)
    own = as_logged(full, host.exchanges, dice.child("exchanges"))
    others, table = host.exchanges.slice(0, 0), host.exchanges
    if size.mixed:
        wanted = size.customers(len(own))
        others, table = moved(host.exchanges, wanted, own, staged.accounts, dice)
    known = None
    if host.accounts is not None:
        rows = as_logged(accounts_table(staged.accounts), host.accounts, dice.child("accounts"))
        known = pa.concat_tables([host.accounts, rows])
    truth = _truth(harvest.name, table, staged.accounts, names, len(own) + len(others))
    whole = pa.concat_tables([table, others, own])
    return Planted(whole, known, truth, len(own), len(others))


def _staged(harvest: Harvest, size: Size, world: World, dice: Dice) -> Staged:
    """The campaign on the log's stage, its days drawn in or out to the log's length."""
    plan = harvest.operation
    pace = world.days / _FORTNIGHT
    opened, closed = plan.registered
    operation = replace(
        plan, accounts=size.accounts, each=size.each, least=size.accounts,
        customers=0.0, standby=0.0, banned=0.0,
        first_day=plan.first_day * pace, last_day=plan.last_day * pace,
        registered=(opened * (pace if opened > 0 else 1), closed * (pace if closed > 0 else 1)),
    )  # fmt: skip
    staged = play(operation, harvest.name, dice, world)
    inside = sorted((e for e in staged.exchanges if world.inside(e.ts)), key=lambda e: e.ts)
    used = {e.account.account_id for e in inside}
    if len(inside) < _ENOUGH * size.accounts * size.each or len(used) < _ENOUGH * size.accounts:
        raise Problem(
            f"Only {len(inside):,} exchanges of {len(used):,} accounts of {harvest.name} fit into"
            f" this log; {size.accounts * size.each:,.0f} of {size.accounts:,} were to be planted.",
            where="drill inject",
            hint="give a longer log, or another --accounts and --each",
        )
    return Staged(staged.accounts, inside)


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
