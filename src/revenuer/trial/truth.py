"""What was staged, as sets: for scoring only."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq


@dataclass(frozen=True, slots=True)
class Truth:
    """`owner` maps an account to its scenario; `harvest` a scenario to its harvested exchanges;
    `role` a harvested exchange to its role; `stories` a scenario to kind and verdict."""

    stories: dict[str, dict[str, Any]]
    owner: dict[str, str]
    accounts: dict[str, frozenset[str]]
    harvest: dict[str, frozenset[str]]
    role: dict[str, str]
    exchanges: dict[str, int]

    @property
    def innocent(self) -> frozenset[str]:
        """Scenarios that must not be accused of anything."""
        kinds = ("ordinary", "look-alike")
        return frozenset(n for n, s in self.stories.items() if s["kind"] in kinds)


def read_truth(folder: Path) -> Truth:
    """The truth that the drill wrote beside a log. Accounts without an exchange do not count."""
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    table = pq.read_table(folder / "truth.parquet")
    pairs = table.select(["account_id", "scenario"]).group_by(["account_id", "scenario"])
    owner = {row["account_id"]: row["scenario"] for row in pairs.aggregate([]).to_pylist()}
    accounts: dict[str, set[str]] = defaultdict(set)
    for account, scenario in owner.items():
        accounts[scenario].add(account)
    taken = table.filter(table["harvest"])
    harvest: dict[str, set[str]] = defaultdict(set)
    role: dict[str, str] = {}
    columns = (taken[name].to_pylist() for name in ("exchange_id", "scenario", "role"))
    for exchange, scenario, name in zip(*columns, strict=True):
        harvest[scenario].add(exchange)
        role[exchange] = name
    counts = pc.value_counts(table["scenario"]).to_pylist()
    return Truth(
        stories=told["scenarios"],
        owner=owner,
        accounts={name: frozenset(members) for name, members in accounts.items()},
        harvest={name: frozenset(members) for name, members in harvest.items()},
        role=role,
        exchanges={count["values"]: count["counts"] for count in counts},
    )
