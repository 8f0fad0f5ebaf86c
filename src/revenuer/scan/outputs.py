"""Writes the output folder. Same result, same bytes: nothing here asks the clock or the machine."""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from revenuer.campaigns.describe import moment
from revenuer.campaigns.merge import Merged
from revenuer.fingerprint.prints_file import read_prints
from revenuer.groups.traffic import Traffic
from revenuer.records import Campaign, CannotAssess, Evidence, Exhibit, Finding
from revenuer.records.campaigns import SCHEMA

_TS = pa.timestamp("us", tz="UTC")
MEMBERSHIP = pa.schema(
    [("exchange_id", pa.string()), ("campaign_id", pa.string()), ("membership", pa.float32())]
)
ACCOUNTS_OUT = pa.schema(
    [
        ("account_id", pa.string()),
        ("exchanges", pa.int64()),
        ("conversations", pa.int64()),
        ("first_seen", _TS),
        ("last_seen", _TS),
        ("banned", pa.bool_()),
        ("campaign_ids", pa.list_(pa.string())),
        ("membership", pa.float32()),
    ]
)


def iso(value: datetime) -> str:
    """ISO 8601, UTC, with a Z."""
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(f"{value:.6g}")


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "signal": finding.signal,
        "statistic": _finite(finding.statistic),
        "p_value": _finite(finding.p_value),
        "e_value": _finite(finding.e_value),
        "detail": finding.detail,
        "benign_explanation": finding.benign_explanation,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "e_value": _finite(evidence.e_value),
        "findings": [_finding(f) for f in evidence.findings],
    }


def _campaign(campaign: Campaign) -> dict[str, Any]:
    return {
        "id": campaign.id,
        "verdict": campaign.verdict,
        "accounts": [
            {"account_id": m.account_id, "membership": m.membership} for m in campaign.accounts
        ],
        "exchange_count": campaign.exchange_count,
        "first_seen": iso(campaign.first_seen),
        "last_seen": iso(campaign.last_seen),
        "models": list(campaign.models),
        "tokens": {"input": campaign.tokens.input, "output": campaign.tokens.output},
        "targets": list(campaign.targets),
        "coordination": _evidence(campaign.coordination),
        "extraction": _evidence(campaign.extraction),
        "expected_wrong_accounts": campaign.expected_wrong_accounts,
    }


def document(
    scan: dict[str, Any], campaigns: Sequence[Campaign], missing: Iterable[CannotAssess]
) -> dict[str, Any]:
    """The content of `campaigns.json`."""
    return {
        "schema": SCHEMA,
        "scan": scan,
        "campaigns": [_campaign(c) for c in campaigns],
        "cannot_assess": [{"signal": m.signal, "why": m.why} for m in missing],
    }


def write_json(path: Path, value: Any) -> None:
    """Indented JSON with a final newline."""
    path.write_bytes(orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n")


def write_exhibits(path: Path, exhibits: Sequence[Exhibit]) -> None:
    """What the report draws, for other tools to draw."""
    write_json(path, {"schema": "revenuer/exhibits/1", "exhibits": list(exhibits)})


def write_membership(
    path: Path,
    merged: Sequence[Merged],
    campaigns: Sequence[Campaign],
    traffic: Traffic,
    prints: Sequence[Path],
) -> None:
    """One row an exchange and campaign, campaigns in their order, exchanges in time order."""
    ids = [read_prints(p, ["exchange_id"])["exchange_id"].combine_chunks() for p in prints]
    with pq.ParquetWriter(path, MEMBERSHIP, compression="zstd") as writer:
        for found, campaign in zip(merged, campaigns, strict=True):
            surety = {m.account_id: m.membership for m in campaign.accounts}
            owner = traffic.events["code:account_id"][found.rows]
            member = np.array([surety[traffic.accounts.ids[a]] for a in found.accounts], np.float32)
            exchange = _exchange_ids(found, traffic, ids)
            size = len(found.rows)
            writer.write_table(
                pa.table(
                    [
                        exchange,
                        pa.array([campaign.id] * size, pa.string()),
                        pa.array(member[np.searchsorted(found.accounts, owner)]),
                    ],
                    schema=MEMBERSHIP,
                )
            )


def _exchange_ids(found: Merged, traffic: Traffic, ids: Sequence[pa.StringArray]) -> pa.Array:
    part, row = traffic.events.part[found.rows], traffic.events.row[found.rows]
    order = np.argsort(part, kind="stable")
    taken = [ids[p].take(pa.array(row[order][part[order] == p])) for p in np.unique(part)]
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return pa.concat_arrays(taken).take(pa.array(back))


def write_accounts(path: Path, campaigns: Sequence[Campaign], traffic: Traffic) -> None:
    """One row an account of the log, by account id."""
    table = traffic.accounts
    inside: dict[str, list[str]] = {}
    surety: dict[str, float] = {}
    for campaign in campaigns:
        for member in campaign.accounts:
            inside.setdefault(member.account_id, []).append(campaign.id)
            surety[member.account_id] = max(member.membership, surety.get(member.account_id, 0.0))
    pq.write_table(
        pa.table(
            [
                pa.array(table.ids, pa.string()),
                table.total,
                table.openings,
                pa.array(table.first_seen).cast(_TS),
                pa.array(table.last_seen).cast(_TS),
                table.banned,
                pa.array([inside.get(a, []) for a in table.ids], pa.list_(pa.string())),
                pa.array([surety.get(a, 0.0) for a in table.ids], pa.float32()),
            ],
            schema=ACCOUNTS_OUT,
        ),
        path,
        compression="zstd",
    )


def concatenate(sources: Iterable[Path], target: Path) -> None:
    """Write the sources' bytes one after the other."""
    with target.open("wb") as out:
        for source in sources:
            with source.open("rb") as part:
                while block := part.read(1 << 20):
                    out.write(block)


def sha256(path: Path) -> str:
    """Hash of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_folder(folder: Path) -> str:
    """Hash of the names and contents of all files in a folder, in order of name."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(f"{path.relative_to(folder)} {sha256(path)}\n".encode())
    return total.hexdigest()


@dataclass(frozen=True, slots=True)
class Span:
    """First and last moment of the log."""

    first: str
    last: str


def span_of(traffic: Traffic) -> Span:
    """When the log begins and ends."""
    return Span(iso(moment(traffic.background.start)), iso(moment(traffic.background.end)))
