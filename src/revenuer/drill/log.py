"""Scenarios put together into one log, with its truth."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from revenuer.drill.accounts import Account
from revenuer.drill.dice import Dice
from revenuer.drill.exchange import Exchange
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.world import World
from revenuer.records import ACCOUNTS


@dataclass(frozen=True, slots=True)
class Log:
    """All exchanges in the order in which they were answered; `names` are their ids."""

    accounts: list[Account]
    exchanges: list[Exchange]
    names: list[str]
    scenarios: dict[str, dict[str, object]]
    """Scenario to its kind, fair verdict, story, and numbers of accounts, exchanges, roles."""
    owner: dict[str, str]
    """Account to scenario."""


def assemble(played: Iterable[tuple[Scenario, Staged]], world: World) -> Log:
    """Mix scenarios into one log, within the fortnight. Ids tell nothing of the scenario."""
    accounts: list[Account] = []
    exchanges: list[Exchange] = []
    stories: dict[str, dict[str, object]] = {}
    owner: dict[str, str] = {}
    for scenario, staged in played:
        entries = [entry for entry in staged.exchanges if world.inside(entry.ts)]
        accounts += staged.accounts
        exchanges += entries
        owner |= {account.account_id: scenario.name for account in staged.accounts}
        stories[scenario.name] = {
            "kind": scenario.kind,
            "verdict": scenario.verdict,
            "story": scenario.story,
            "accounts": len(staged.accounts),
            "exchanges": len(entries),
            "roles": dict(sorted(Counter(entry.role for entry in entries).items())),
        }
    exchanges.sort(key=lambda e: (e.ts + e.latency, e.account.account_id))
    accounts.sort(key=lambda a: (a.created_at, a.account_id))
    dice = Dice(world.seed, "log")
    names = ["chatcmpl-" + dice.hexes(26) for _ in exchanges]
    return Log(accounts, exchanges, names, stories, owner)


def write_accounts_csv(path: Path, accounts: Iterable[Account]) -> None:
    """The account table as CSV: ISO 8601 times, empty where unknown."""
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(ACCOUNTS.names)
        for account in accounts:
            row = _row(account)
            row["verified"] = str(account.verified).lower()
            rows.writerow(
                value.isoformat() if isinstance(value, datetime) else value
                for value in row.values()
            )


def accounts_table(accounts: Iterable[Account]) -> pa.Table:
    """The account table."""
    return pa.Table.from_pylist([_row(account) for account in accounts], schema=ACCOUNTS)


def _row(account: Account) -> dict[str, object]:
    return {
        "account_id": account.account_id,
        "created_at": _moment(account.created_at),
        "closed_at": _moment(account.closed_at),
        "closed_reason": account.closed_reason,
        "org_id": account.org_id,
        "plan": account.plan,
        "program": account.program,
        "country": account.country,
        "email_domain": account.email_domain,
        "payment_fingerprint": account.payment,
        "signup_ip": account.signup_ip,
        "device_id": account.device,
        "verified": account.verified,
    }


def _moment(ts: float | None) -> datetime | None:
    return None if ts is None else datetime.fromtimestamp(int(ts), UTC)


def write_truth(folder: Path, log: Log, world: World) -> None:
    """`truth.json` (scenarios; account to scenario) and `truth.parquet` (exchange_id, account_id,
    scenario, role, harvest). For scoring only: a scan must not read them."""
    columns = {
        "exchange_id": pa.array(log.names, pa.string()),
        "account_id": pa.array([e.account.account_id for e in log.exchanges], pa.string()),
        "scenario": pa.array([e.scenario for e in log.exchanges], pa.string()),
        "role": pa.array([e.role for e in log.exchanges], pa.string()),
        "harvest": pa.array([e.harvest for e in log.exchanges], pa.bool_()),
    }
    pq.write_table(pa.table(columns), folder / "truth.parquet", compression="zstd")
    truth = {
        "seed": world.seed,
        "scale": world.scale,
        "scenarios": log.scenarios,
        "accounts": dict(sorted(log.owner.items())),
    }
    text = json.dumps(truth, indent=1, ensure_ascii=False)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")
