"""The demo: a fortnight of a small provider's traffic, with the truth beside it."""

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from revenuer.drill import litellm
from revenuer.drill.accounts import Account
from revenuer.drill.dice import Dice
from revenuer.drill.exchange import Exchange
from revenuer.drill.scenarios import SCENARIOS
from revenuer.drill.world import World
from revenuer.records import ACCOUNTS


@dataclass(frozen=True, slots=True)
class DemoTruth:
    """What was staged. `scenarios` maps a scenario to its kind, fair verdict, accounts and
    exchanges; `truth` is a Parquet file of (exchange_id, account_id, scenario, role, harvest)."""

    log: Path
    accounts: Path
    truth: Path
    scenarios: dict[str, dict[str, object]]
    exchanges: int
    duplicates: int
    broken_lines: int


def write(folder: Path, *, seed: int = 7, scale: float = 1.0) -> DemoTruth:
    """Write `traffic.jsonl.gz`, `accounts.csv`, `truth.json` and `truth.parquet` into `folder`.

    About 3,000 accounts and 200,000 exchanges at scale 1; fewer accounts at a smaller scale. Same
    seed and scale, same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    world = World(seed, scale)
    accounts: list[Account] = []
    exchanges: list[Exchange] = []
    stories: dict[str, dict[str, object]] = {}
    for scenario in SCENARIOS:
        staged = scenario.stage(Dice(seed, scenario.name), world)
        entries = [e for e in staged.exchanges if world.inside(e.ts)]
        accounts += staged.accounts
        exchanges += entries
        stories[scenario.name] = {
            "kind": scenario.kind,
            "verdict": scenario.verdict,
            "story": scenario.story,
            "accounts": len(staged.accounts),
            "exchanges": len(entries),
            "roles": dict(sorted(Counter(e.role for e in entries).items())),
        }
    exchanges.sort(key=lambda e: (e.ts + e.latency, e.account.account_id))
    dice = Dice(seed, "log")
    names = ["chatcmpl-" + dice.hexes(26) for _ in exchanges]
    duplicates, broken = _write_log(folder / "traffic.jsonl.gz", exchanges, names, dice)
    _write_accounts(folder / "accounts.csv", accounts)
    _write_truth(folder, seed, scale, stories, accounts, exchanges, names)
    return DemoTruth(
        folder / "traffic.jsonl.gz",
        folder / "accounts.csv",
        folder / "truth.parquet",
        stories,
        len(exchanges),
        duplicates,
        broken,
    )


def _write_log(
    path: Path, exchanges: list[Exchange], names: list[str], dice: Dice
) -> tuple[int, int]:
    """One line an exchange; a few written twice or cut off, as happens when a proxy restarts."""
    duplicates = broken = 0
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as out:
        for entry, name in zip(exchanges, names, strict=True):
            trace = entry.session or dice.hexes(32)
            line = orjson.dumps(litellm.payload(entry, name, trace))
            out.write(line + b"\n")
            if dice.chance(0.0002):
                out.write(line + b"\n")
                duplicates += 1
            if dice.chance(0.00003):
                out.write(line[: len(line) // 2] + b"\n")
                broken += 1
    return duplicates, broken


def _write_accounts(path: Path, accounts: Iterable[Account]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(ACCOUNTS.names)
        for a in sorted(accounts, key=lambda a: (a.created_at, a.account_id)):
            rows.writerow([
                a.account_id, _iso(a.created_at), _iso(a.closed_at), a.closed_reason, a.org_id,
                a.plan, a.program, a.country, a.email_domain, a.payment, a.signup_ip, a.device,
                "true" if a.verified else "false",
            ])  # fmt: skip


def _iso(ts: float | None) -> str | None:
    return None if ts is None else datetime.fromtimestamp(int(ts), UTC).isoformat()


def _write_truth(
    folder: Path,
    seed: int,
    scale: float,
    stories: dict[str, dict[str, object]],
    accounts: list[Account],
    exchanges: list[Exchange],
    names: list[str],
) -> None:
    table = pa.table({
        "exchange_id": pa.array(names, pa.string()),
        "account_id": pa.array([e.account.account_id for e in exchanges], pa.string()),
        "scenario": pa.array([e.scenario for e in exchanges], pa.string()),
        "role": pa.array([e.role for e in exchanges], pa.string()),
        "harvest": pa.array([e.harvest for e in exchanges], pa.bool_()),
    })  # fmt: skip
    pq.write_table(table, folder / "truth.parquet", compression="zstd")
    owner = {e.account.account_id: e.scenario for e in exchanges}
    truth = {
        "seed": seed,
        "scale": scale,
        "scenarios": stories,
        "accounts": {a.account_id: owner.get(a.account_id) for a in accounts},
    }
    text = json.dumps(truth, indent=1, ensure_ascii=False)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")
