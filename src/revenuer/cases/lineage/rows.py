"""A finding as rows of the store's tables."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from revenuer.cases.findings.found import Found, ScanFolder
from revenuer.cases.moments import read, written
from revenuer.cases.packed import canonical, pack
from revenuer.cases.tables import CASE_ACCOUNTS, CASE_PRINTS, SIGHTINGS
from revenuer.records.campaigns import VERDICT_RANK


def scan_row(scan: ScanFolder, number: int, actor: str, now: datetime) -> dict[str, Any]:
    """The scan's row."""
    block = scan.scan
    return {
        "number": number,
        "id": scan.id,
        "imported_at": written(now),
        "imported_by": actor,
        "folder": scan.folder,
        "document_sha256": scan.document_sha256,
        "first_seen": written(read(block["first_seen"])),
        "last_seen": written(read(block["last_seen"])),
        "exchanges": int(block["exchanges"]),
        "accounts": int(block["accounts"]),
        "campaigns": len(scan.found),
        "document": pack(
            {
                "scan": dict(scan.scan),
                "cannot_assess": list(scan.cannot_assess),
                "manifest": dict(scan.manifest),
            }
        ),
    }


def case_row(found: Found, case_id: str, scan_number: int) -> dict[str, Any]:
    """What the latest sighting says, as columns of the case's row."""
    campaign = found.campaign
    words = [case_id, found.id, found.verdict, *campaign["models"], *campaign["targets"]]
    return {
        "verdict": found.verdict,
        "verdict_rank": VERDICT_RANK[found.verdict],
        "campaign_id": found.id,
        "scan_number": scan_number,
        "accounts": len(found.members),
        "exchanges": campaign["exchange_count"],
        "input_tokens": campaign["tokens"]["input"],
        "output_tokens": campaign["tokens"]["output"],
        "first_seen": written(read(campaign["first_seen"])),
        "last_seen": written(read(campaign["last_seen"])),
        "models": orjson.dumps(list(campaign["models"])).decode(),
        "targets": orjson.dumps(list(campaign["targets"])).decode(),
        "coordination": float(campaign["coordination"]["e_value"] or 0.0),
        "extraction": float(campaign["extraction"]["e_value"] or 0.0),
        "expected_wrong": float(campaign["expected_wrong_accounts"]),
        "searched": "\n".join(words).lower().replace("\x00", ""),
    }


def write_sighting(
    connection: sa.Connection, found: Found, case_id: str, number: int, change: str, known: int
) -> str:
    """The case as this scan saw it; returns the digest of the row."""
    row = case_row(found, case_id, number)
    kept = ("verdict", "campaign_id", "accounts", "exchanges", "output_tokens")
    values: dict[str, Any] = {name: row[name] for name in (*kept, "first_seen", "last_seen")} | {
        "case_id": case_id,
        "scan_number": number,
        "change": change,
        "accounts_known": known,
        "campaign": pack(dict(found.campaign)),
        "exhibit": None if found.exhibit is None else pack(dict(found.exhibit)),
    }
    connection.execute(sa.insert(SIGHTINGS).values(values))
    return row_digest(values)


def write_accounts(connection: sa.Connection, found: Found, case_id: str, number: int) -> None:
    """The finding's accounts are the case's current ones; those it had before stay on record."""
    table = CASE_ACCOUNTS
    query = sa.select(table.c.account_id).where(table.c.case_id == case_id)
    known = set(connection.scalars(query))
    seen = [
        {"c": case_id, "a": m.account_id, "m": m.membership, "n": number, "e": m.exchanges}
        for m in found.members
    ]
    old = [row for row in seen if row["a"] in known]
    new = [row for row in seen if row["a"] not in known]
    if old:
        connection.execute(
            sa.update(table)
            .where(table.c.case_id == sa.bindparam("c"), table.c.account_id == sa.bindparam("a"))
            .values(
                membership=sa.bindparam("m"),
                last_scan=sa.bindparam("n"),
                exchanges=sa.bindparam("e"),
            ),
            old,
        )
    if new:
        connection.execute(
            sa.insert(table),
            [
                {
                    "case_id": case_id,
                    "account_id": row["a"],
                    "membership": row["m"],
                    "first_scan": number,
                    "last_scan": number,
                    "exchanges": row["e"],
                }
                for row in new
            ],
        )


def write_prints(connection: sa.Connection, found: Found, case_id: str, number: int) -> None:
    """Replace what this finding shows again, keep what earlier ones showed."""
    if not found.prints:
        return
    table = CASE_PRINTS
    query = sa.select(table.c.kind, table.c.value).where(table.c.case_id == case_id)
    known = {(row.kind, row.value) for row in connection.execute(query)}
    again = [{"k": p.kind, "v": p.value} for p in found.prints if (p.kind, p.value) in known]
    if again:
        connection.execute(
            sa.delete(table).where(
                table.c.case_id == case_id,
                table.c.kind == sa.bindparam("k"),
                table.c.value == sa.bindparam("v"),
            ),
            again,
        )
    connection.execute(
        sa.insert(table),
        [
            {
                "case_id": case_id,
                "kind": p.kind,
                "value": p.value,
                "accounts": p.accounts,
                "elsewhere": p.elsewhere,
                "last_scan": number,
            }
            for p in found.prints
        ],
    )


def judgement_detail(judgement: Mapping[str, Any]) -> dict[str, Any]:
    """What the audit entry of a judgement says: enough to find out that its row was changed."""
    return {
        "number": judgement["number"],
        "before": judgement["before"],
        "after": judgement["after"],
        "row": row_digest(judgement),
    }


def row_digest(row: Mapping[str, Any]) -> str:
    """SHA-256 over a row's canonical JSON; bytes count by their own hash."""
    # Column names come as a subclass of str, which the encoder refuses as a key.
    plain = {f"{name}": _hashed(row[name]) for name in row}
    return hashlib.sha256(canonical(plain)).hexdigest()


def _hashed(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    return value


def accounts_digest(memberships: Mapping[str, float]) -> str:
    """SHA-256 over accounts and their memberships, in order of account."""
    return hashlib.sha256(canonical(sorted(memberships.items()))).hexdigest()
