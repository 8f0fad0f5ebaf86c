"""What a detector named: groups of accounts with a verdict."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq


@dataclass(frozen=True, slots=True)
class Found:
    """A group. `exchanges` is empty where the detector names accounts only."""

    verdict: str
    accounts: frozenset[str]
    exchanges: frozenset[str] = frozenset()
    coordination: float = 0.0
    extraction: float = 0.0
    expected_wrong: float = 0.0


def of_scan(folder: Path) -> list[Found]:
    """The groups of a finished scan, with their exchanges."""
    document = json.loads((folder / "campaigns.json").read_text(encoding="utf-8"))
    table = pq.read_table(folder / "membership.parquet")
    own: dict[str, set[str]] = defaultdict(set)
    columns = (table["exchange_id"].to_pylist(), table["campaign_id"].to_pylist())
    for exchange, campaign in zip(*columns, strict=True):
        own[campaign].add(exchange)
    return [of_record(c, frozenset(own[c["id"]])) for c in document["campaigns"]]


def of_record(campaign: dict[str, Any], exchanges: frozenset[str] = frozenset()) -> Found:
    """A campaign as `campaigns.json` has it."""
    return Found(
        verdict=campaign["verdict"],
        accounts=frozenset(a["account_id"] for a in campaign["accounts"]),
        exchanges=exchanges,
        coordination=campaign["coordination"]["e_value"] or 0.0,
        extraction=campaign["extraction"]["e_value"] or 0.0,
        expected_wrong=campaign["expected_wrong_accounts"],
    )
