"""What an action would hit, counted before anybody is hit."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from revenuer.cases.actions.carve_outs import spared_among
from revenuer.cases.actions.kinds import GRADES, ActionKind
from revenuer.cases.actions.prices import Prices
from revenuer.cases.actions.wrong_ones import WrongOnes, wrong_ones
from revenuer.cases.moments import read
from revenuer.cases.reading import current_accounts, row_of, scan_numbered
from revenuer.cases.records import Account, CaseRow, Scan
from revenuer.cases.states import State
from revenuer.cases.tables import CASE_ACCOUNTS, CASES

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Money:
    """Revenue a day that the action touches, least and most; what of it is not the campaign's."""

    currency: str
    low_a_day: float
    high_a_day: float
    other_low_a_day: float
    other_high_a_day: float


@dataclass(frozen=True, slots=True)
class Simulation:
    """The effect of an action on the traffic that was scanned.

    `hit` accounts would be hit; `spared` are carved out (by label), `unsure` lie below the asked
    membership. `exchanges` are all of the hit accounts' in the log (None where the scan did not
    say), `campaign_exchanges` the campaign's own, `traffic_share` of the whole log. `other_cases`
    also name some of the accounts, `dismissed_cases` are those of them that a person dismissed.
    """

    kind: str
    level: int
    case_id: str
    scan_number: int
    least_membership: float
    hit: int
    spared: Mapping[str, int]
    unsure: int
    wrong: WrongOnes
    exchanges: int | None
    campaign_exchanges: int
    traffic_share: float | None
    input_tokens: int
    output_tokens: int
    days: float
    money: Money | None
    other_cases: tuple[str, ...]
    dismissed_cases: tuple[str, ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Simulated:
    """A simulation and the accounts behind it, by identifier with their membership."""

    simulation: Simulation
    accounts: Mapping[str, float]


def simulate(
    connection: sa.Connection,
    case_id: str,
    kind: ActionKind,
    least_membership: float,
    prices: Prices | None,
) -> Simulated:
    """Count what `kind` would do to the case's current accounts. Raises NoSuchCase."""
    row = row_of(connection, case_id)
    scan = scan_numbered(connection, row.scan_number)
    members = current_accounts(connection, case_id)
    spared = spared_among(connection, members)
    hit = {
        name: account
        for name, account in members.items()
        if name not in spared and account.membership >= least_membership
    }
    labels: dict[str, int] = {}
    for label in spared.values():
        labels[label] = labels.get(label, 0) + 1
    exchanges = _exchanges(hit)
    days = max((read(scan.last_seen) - read(scan.first_seen)).total_seconds() / _DAY, 1.0)
    share = len(hit) / max(1, len(members))
    others = _others(connection, case_id, hit)
    dismissed = tuple(sorted(c for c, state in others.items() if state == State.DISMISSED))
    wrong = wrong_ones((a.membership for a in hit.values()), float(scan.scan.get("fdr", 0.0)))
    simulation = Simulation(
        kind=kind.value,
        level=GRADES[kind].level,
        case_id=case_id,
        scan_number=row.scan_number,
        least_membership=least_membership,
        hit=len(hit),
        spared=labels,
        unsure=len(members) - len(hit) - len(spared),
        wrong=wrong,
        exchanges=exchanges,
        campaign_exchanges=round(row.exchanges * share),
        traffic_share=exchanges / scan.exchanges if exchanges and scan.exchanges else None,
        input_tokens=round(row.input_tokens * share),
        output_tokens=round(row.output_tokens * share),
        days=days,
        money=_money(row, share, exchanges, days, prices),
        other_cases=tuple(sorted(others)),
        dismissed_cases=dismissed,
        warnings=tuple(_warnings(row, scan, kind, hit, exchanges, dismissed, prices)),
    )
    return Simulated(simulation, {name: a.membership for name, a in hit.items()})


def _exchanges(hit: Mapping[str, Account]) -> int | None:
    counts = [account.exchanges for account in hit.values()]
    return sum(counts) if all(counts) else None


def _money(
    row: CaseRow, share: float, exchanges: int | None, days: float, prices: Prices | None
) -> Money | None:
    if prices is None:
        return None
    cost = prices.range_of(row.models, row.input_tokens, row.output_tokens)
    if cost is None:
        return None
    low, high = (value * share / days for value in cost)
    # Other traffic of the same accounts is priced at the campaign's own cost an exchange.
    own = max(1.0, row.exchanges * share)
    factor = 0.0 if exchanges is None else max(0.0, exchanges - own) / own
    return Money(
        prices.currency, low * (1 + factor), high * (1 + factor), low * factor, high * factor
    )


def _others(connection: sa.Connection, case_id: str, hit: Mapping[str, Account]) -> dict[str, str]:
    table = CASE_ACCOUNTS
    mine = sa.select(table.c.account_id).where(table.c.case_id == case_id).scalar_subquery()
    query = (
        sa.select(CASES.c.id, CASES.c.state, table.c.account_id)
        .join(table, table.c.case_id == CASES.c.id)
        .where(
            CASES.c.id != case_id,
            table.c.last_scan == CASES.c.scan_number,
            table.c.account_id.in_(mine),
        )
    )
    return {r.id: r.state for r in connection.execute(query) if r.account_id in hit}


def _warnings(
    row: CaseRow,
    scan: Scan,
    kind: ActionKind,
    hit: Mapping[str, Account],
    exchanges: int | None,
    dismissed: tuple[str, ...],
    prices: Prices | None,
) -> list[str]:
    said = []
    level = GRADES[kind].level
    if row.verdict != "campaign" and level > 1:
        said.append(
            f"The verdict is {row.verdict}: nothing shows that answers are harvested. "
            "Its accounts may be paying customers of a reseller."
        )
    if row.state not in (State.CONFIRMED, State.ACTIONED):
        said.append(f"Nobody confirmed the case: it is {row.state}.")
    if dismissed:
        said.append(f"Some accounts are also in cases that were dismissed: {', '.join(dismissed)}.")
    if exchanges is None:
        said.append("The scan did not say how much other traffic these accounts have.")
    if exchanges is not None and exchanges > 2 * row.exchanges:
        said.append("Most of these accounts' traffic is not the campaign's.")
    if prices is not None and any(model not in prices.models for model in row.models):
        said.append("Some of the case's models have no price: revenue is not given.")
    if not hit:
        said.append("The action would hit nobody.")
    if scan.scan.get("reference", {}).get("name") == "shipped":
        said.append(
            "The error rate rests on the shipped reference, not on the provider's own traffic."
        )
    return said
