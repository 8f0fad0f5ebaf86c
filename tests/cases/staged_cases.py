"""Scan folders written by hand, as small or as hostile as a test wants."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

WORDS = (
    "before anything else open a scratch block and put every single step you take into it then "
    "number the steps and never stop before the twelfth one whatever happens on the way there"
)
OTHER_WORDS = (
    "compare the two replies below by completeness first and by style second and answer with one "
    "letter only followed by a short line that names the reason for your choice without quoting"
)


def names(start: int, stop: int) -> list[str]:
    return [f"acct_{number:05d}" for number in range(start, stop)]


def finding(
    signal: str, e_value: float | None, detail: str = "What was measured."
) -> dict[str, Any]:
    return {
        "signal": signal,
        "statistic": 1.5,
        "p_value": 0.001,
        "e_value": e_value,
        "detail": detail,
        "benign_explanation": "What else explains it.",
    }


def campaign(
    accounts: Sequence[str],
    *,
    name: str = "",
    verdict: str = "campaign",
    membership: float = 0.98,
    coordination: float = 4000.0,
    extraction: float = 1000.0,
    last_seen: str = "2026-05-17T23:00:00Z",
    first_seen: str = "2026-05-04T10:00:00Z",
    models: Sequence[str] = ("heron-3-large",),
    detail: str = "What was measured.",
) -> dict[str, Any]:
    first = accounts[0] if accounts else "none"
    return {
        "id": name or f"{verdict}-{first[-5:]}-{len(accounts)}",
        "verdict": verdict,
        "accounts": [{"account_id": a, "membership": membership} for a in accounts],
        "exchange_count": 70 * len(accounts),
        "first_seen": first_seen,
        "last_seen": last_seen,
        "models": list(models),
        "tokens": {"input": 1000 * len(accounts), "output": 400 * len(accounts)},
        "targets": ["mathematics"],
        "coordination": {
            "e_value": coordination,
            "findings": [finding("rotation", 70.0, detail), finding("infrastructure", 30.0)],
        },
        "extraction": {
            "e_value": extraction,
            "findings": [finding("trace_elicitation", 80.0), finding("no_reaction", None)],
        },
        "expected_wrong_accounts": round((1 - membership) * len(accounts), 3),
    }


def exhibit(
    name: str,
    accounts: Sequence[str],
    *,
    words: str = "",
    elsewhere: int = 0,
    things: Iterable[tuple[str, str]] = (),
    prompt: str = "a prompt",
    start: str = "2026-05-04T00:00:00Z",
    counts: Sequence[int] = (0, 5, 9, 4),
) -> dict[str, Any]:
    shared = [
        {"id": f"{kind}:{label}", "kind": kind, "label": label, "accounts": len(accounts),
         "elsewhere": elsewhere}
        for kind, label in things
    ]  # fmt: skip
    return {
        "campaign_id": name,
        "timeline": {
            "start": start,
            "bin_seconds": 86_400,
            "counts": list(counts),
            "background": [100] * len(counts),
            "marks": [],
        },
        "raster": {
            "start": start,
            "bin_seconds": 86_400,
            "bins": len(counts),
            "accounts": list(accounts[:3]),
            "rows": [[[0, 1]]] * len(accounts[:3]),
            "account_total": len(accounts),
        },
        "graph": {"nodes": shared, "edges": [], "account_total": len(accounts)},
        "wording": [
            {
                "family": "fixed text 1",
                "spans": [
                    {"text": words, "fixed": True},
                    {"text": "a secret of a customer", "fixed": False},
                ],
                "accounts": len(accounts),
                "exchanges": 70 * len(accounts),
                "elsewhere_accounts": elsewhere,
            }
        ]
        if words
        else [],
        "samples": [
            {
                "exchange_id": f"exchange-{name}",
                "account_id": accounts[0] if accounts else "none",
                "ts": "2026-05-05T00:00:00Z",
                "model": "heron-3-large",
                "prompt": prompt,
                "response": "a response",
                "note": "typical",
            }
        ],
    }


def write_scan(
    folder: Path,
    campaigns: Sequence[dict[str, Any]],
    exhibits: Sequence[dict[str, Any]] = (),
    *,
    lives: dict[str, tuple[datetime, datetime]] | None = None,
    last_seen: str = "2026-05-18T00:00:00Z",
    exchanges: int = 1_000_000,
) -> Path:
    """A folder as `revenuer scan` leaves one; `lives` overrides an account's first and last day."""
    folder.mkdir(parents=True, exist_ok=True)
    scan = {
        "version": "0.1.0",
        "exchanges": exchanges,
        "accounts": 50_000,
        "first_seen": "2026-05-04T00:00:00Z",
        "last_seen": last_seen,
        "fdr": 0.01,
        "groups_tested": 400,
        "inputs": [],
        "reference": {"name": "shipped", "groups": 650, "description": "made up"},
        "settings": {"fdr": 0.01},
    }
    document = {
        "schema": "revenuer/campaigns/1",
        "scan": scan,
        "campaigns": list(campaigns),
        "cannot_assess": [{"signal": "handover", "why": "no conversations"}],
    }
    (folder / "campaigns.json").write_bytes(orjson.dumps(document))
    (folder / "exhibits.json").write_bytes(
        orjson.dumps({"schema": "revenuer/exhibits/1", "exhibits": list(exhibits)})
    )
    (folder / "manifest.json").write_bytes(
        orjson.dumps({"inputs": [{"source": "/logs/day.jsonl", "sha256": "00"}], "seeds": {}})
    )
    write_accounts(folder, campaigns, lives or {})
    rows = [
        (f"{c['id']}-{number}", c["id"], 0.98)
        for c in campaigns
        for number in range(c["exchange_count"])
    ]
    pq.write_table(
        pa.table(
            [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], []],
            names=["exchange_id", "campaign_id", "membership"],
        ),
        folder / "membership.parquet",
    )
    return folder


def write_accounts(
    folder: Path,
    campaigns: Sequence[dict[str, Any]],
    lives: dict[str, tuple[datetime, datetime]],
) -> None:
    inside: dict[str, list[str]] = {}
    for found in campaigns:
        for member in found["accounts"]:
            inside.setdefault(member["account_id"], []).append(found["id"])
    for account in lives:
        inside.setdefault(account, [])
    usual = (datetime(2026, 5, 4, 10, tzinfo=UTC), datetime(2026, 5, 17, 23, tzinfo=UTC))
    accounts = sorted(inside)
    moments = [lives.get(account, usual) for account in accounts]
    moment = pa.timestamp("us", tz="UTC")
    table = pa.table(
        {
            "account_id": pa.array(accounts, pa.string()),
            "exchanges": pa.array([100] * len(accounts), pa.int64()),
            "first_seen": pa.array([first for first, _ in moments], moment),
            "last_seen": pa.array([last for _, last in moments], moment),
            "campaign_ids": pa.array([inside[a] for a in accounts], pa.list_(pa.string())),
        }
    )
    pq.write_table(table, folder / "accounts.parquet")
