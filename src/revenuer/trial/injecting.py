"""The smallest campaign of a style that would be caught in a user's own traffic."""

import math
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq

from revenuer.drill.scenarios.harvests import HARVESTS, Harvest
from revenuer.problems import Problem
from revenuer.settings import ScanSettings
from revenuer.trial.found import of_scan
from revenuer.trial.host import Host, read_host
from revenuer.trial.keeping import finished, keep, resumable, take_up
from revenuer.trial.planting import Size, no_room, plant
from revenuer.trial.processes import measured
from revenuer.trial.provenance import versions
from revenuer.trial.scoring import score

SCHEMA = "revenuer/drill-power/1"


@dataclass(frozen=True, slots=True)
class Injection:
    """What to plant where. Every combination of `accounts`, `each` and `mixed` is tried with each
    seed; with `descend`, no smaller number of accounts once none of a size was caught."""

    harvest: Harvest
    sources: tuple[str, ...]
    out: Path
    account_table: Path | None = None
    format: str = "auto"
    mapping: Path | None = None
    reference: Path | None = None
    accounts: tuple[int, ...] = (20, 60, 180)
    each: tuple[float, ...] = (4.0, 20.0, 80.0)
    mixed: tuple[float, ...] = (0.0, 0.8)
    seeds: int = 2
    fdr: float = 0.01
    descend: bool = True
    keep_logs: bool = False
    workers: int = 0

    def __post_init__(self) -> None:
        if not all(0 <= share < 1 for share in self.mixed):
            raise Problem(
                "A share of real customers is at least 0 and less than 1.", where="--mixed"
            )
        if min((*self.accounts, self.seeds)) < 1 or not all(1 <= n < math.inf for n in self.each):
            raise Problem(
                "Accounts, requests an account and seeds are 1 or more.",
                where="--accounts, --each, --seeds",
            )
        if not 0 < self.fdr < 1:
            raise Problem("The false discovery rate is between 0 and 1.", where="--fdr")
        if self.workers < 0:
            raise Problem("The number of processes is 0 or more.", where="--workers")


def harvest_named(name: str) -> Harvest:
    """The campaign of this name; a `Problem` names the others."""
    for one in HARVESTS:
        if one.name == name:
            return one
    raise Problem(
        f"There is no campaign {name!r} to plant.",
        where="drill inject",
        hint="one of " + ", ".join(one.name for one in HARVESTS),
    )


def inject(injection: Injection, tick: Callable[[str], None]) -> dict[str, Any]:
    """Plant and scan every size, and write `power.json`: rows of accounts × requests an account ×
    share of real customers with how often the campaign was caught, and the smallest caught.

    `OUT/sizes` keeps what is finished, so that a run can be taken up again.
    """
    host = read_host(
        injection.sources, injection.account_table, injection.format, injection.mapping
    )
    identity = _identity(injection, host)
    other = "sizes of another campaign, log, rate or version of the program"
    take_up(injection.out, injection.out / "inject.json", identity, other)
    with resumable(injection.out):
        rows = _power(injection, host, tick)
    document = {
        **identity,
        "seeds": list(range(1, injection.seeds + 1)),
        "every_size": not injection.descend,
        "host_exchanges": len(host.exchanges),
        "host_accounts": len(host.exchanges["account_id"].unique()),
        "host_lines_not_read": host.unread,
        "rows": rows,
        "smallest": smallest(rows),
    }
    target = injection.out / "power.json"
    target.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
    return document


def _power(injection: Injection, host: Host, tick: Callable[[str], None]) -> list[dict[str, Any]]:
    """A row a size, the most accounts first."""
    rows: list[dict[str, Any]] = []
    for each, mixed in product(injection.each, injection.mixed):
        missed = False
        for accounts in sorted(injection.accounts, reverse=True):
            size = Size(accounts, each, mixed)
            why = no_room(host, size)
            if why is None and missed and injection.descend:
                why = "more never caught"
            tried = [] if why else _tried(injection, host, size, tick)
            rows.append(_row(size, tried, why))
            missed = missed or (bool(tried) and not any(row["found"] for row in tried))
            for _ in range(injection.seeds - len(tried)):
                tick("not tried")
    return rows


def _identity(injection: Injection, host: Host) -> dict[str, Any]:

    def named(path: Path | None) -> str | None:
        return None if path is None else str(path)

    return {
        "schema": SCHEMA,
        "scenario": injection.harvest.name,
        "sources": list(injection.sources),
        "format": injection.format,
        "mapping": named(injection.mapping),
        "reference": named(injection.reference),
        "account_table": named(injection.account_table),
        "begin": host.begin,
        "end": host.end,
        "fdr": injection.fdr,
        "settings": ScanSettings(fdr=injection.fdr).as_dict(),
        "versions": versions(),
    }


def _row(size: Size, tried: list[dict[str, Any]], why: str | None) -> dict[str, Any]:
    """Sizes as asked for, and as planted: exchanges harvested, and the real customers' share."""
    caught = [row for row in tried if row["found"]]
    recalls = [row["account_recall"] for row in caught]
    harvested, customers = (sum(row[k] for row in tried) for k in ("harvested", "customers"))
    return {
        **asdict(size),
        "planted": harvested // len(tried) if tried else None,
        "customers": round(customers / (harvested + customers), 3) if tried else None,
        "tried": len(tried),
        "caught": len(caught) if tried else None,
        "account_recall": round(sum(recalls) / len(recalls), 3) if recalls else None,
        "not_tried": why,
    }


def smallest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each requests an account and share of customers, the fewest accounts that were caught
    with every seed, they and all larger numbers; None where not even the most were."""
    out = []
    for each, mixed in dict.fromkeys((row["each"], row["mixed"]) for row in rows):
        mine = sorted(
            (row for row in rows if (row["each"], row["mixed"]) == (each, mixed)),
            key=lambda row: -row["accounts"],
        )
        least = None
        for row in mine:
            if not row["tried"] or row["caught"] < row["tried"]:
                break
            least = row["accounts"]
        out.append({"each": each, "mixed": mixed, "accounts": least})
    return out


def _tried(
    injection: Injection, host: Host, size: Size, tick: Callable[[str], None]
) -> list[dict[str, Any]]:
    """One scored row a seed."""
    out = []
    for seed in range(1, injection.seeds + 1):
        name = f"{size.accounts}x{size.each:g}-{size.mixed:g}-{seed}"
        kept = injection.out / "sizes" / f"{name}.json"
        row = finished(kept)
        if row is None:
            row = _scanned(injection, host, size, seed, injection.out / "logs" / name)
            keep(kept, row)
        out.append(row)
        tick(name)
    return out


def _scanned(
    injection: Injection, host: Host, size: Size, seed: int, folder: Path
) -> dict[str, Any]:
    """The planted campaign's row. The copy of the log is removed, whatever happens."""
    planted = plant(host, injection.harvest, size, seed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(planted.exchanges, folder / "traffic.parquet", compression="zstd")
        verb = [sys.executable, "-m", "revenuer", "scan", str(folder / "traffic.parquet"), "-q"]
        verb += ["--out", str(folder / "scan"), "--fdr", str(injection.fdr)]
        verb += ["--workers", str(injection.workers)]
        if injection.reference is not None:
            verb += ["--reference", str(injection.reference)]
        if planted.accounts is not None:
            pq.write_table(planted.accounts, folder / "accounts.parquet", compression="zstd")
            verb += ["--accounts", str(folder / "accounts.parquet")]
        measured(verb, folder / "scan.log")
        rows = score(of_scan(folder / "scan"), planted.truth).rows
    finally:
        if not injection.keep_logs:
            shutil.rmtree(folder, ignore_errors=True)
    row = next(row for row in rows if row["scenario"] == injection.harvest.name)
    return {**row, "harvested": planted.harvested, "customers": planted.customers}
