"""Scores a scan against what was staged: `python bench/score.py SCAN TRUTH [--save FILE]`.

SCAN is a scan's output folder, TRUTH the folder with truth.json and truth.parquet. For every staged
scenario prints the verdict of the group that holds most of its accounts, and account and exchange
recall and precision; then every account of look-alikes or ordinary customers inside a group called
campaign or pool.
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq


def score(scan: Path, truth: Path) -> dict[str, Any]:
    """Figures a scenario, and the innocent accounts accused."""
    stories = json.loads((truth / "truth.json").read_text())["scenarios"]
    told = pq.read_table(truth / "truth.parquet")
    account_scenario = dict(
        zip(told["account_id"].to_pylist(), told["scenario"].to_pylist(), strict=True)
    )
    harvest = {
        e: s
        for e, s, h in zip(
            told["exchange_id"].to_pylist(),
            told["scenario"].to_pylist(),
            told["harvest"].to_pylist(),
            strict=True,
        )
        if h
    }
    found = json.loads((scan / "campaigns.json").read_text())["campaigns"]
    membership = pq.read_table(scan / "membership.parquet")
    exchanges: dict[str, set[str]] = {}
    for exchange, group in zip(
        membership["exchange_id"].to_pylist(), membership["campaign_id"].to_pylist(), strict=True
    ):
        exchanges.setdefault(group, set()).add(exchange)
    rows = []
    for name, story in stories.items():
        own = {a for a, s in account_scenario.items() if s == name}
        taken = {e for e, s in harvest.items() if s == name}
        groups = [(len(own & _accounts(g)), g) for g in found]
        best = max(groups, key=lambda pair: pair[0], default=(0, None))
        row: dict[str, Any] = {"scenario": name, "kind": story["kind"], "accounts": len(own)}
        if best[0] and best[1] is not None:
            members = _accounts(best[1])
            drawn = exchanges.get(best[1]["id"], set())
            row |= {
                "verdict": best[1]["verdict"],
                "account_recall": round(len(own & members) / len(own), 4),
                "account_precision": round(len(own & members) / len(members), 4),
            }
            if taken:
                row["exchange_recall"] = round(len(taken & drawn) / len(taken), 4)
                row["exchange_precision"] = round(len(taken & drawn) / max(1, len(drawn)), 4)
        rows.append(row)
    innocent = {n for n, s in stories.items() if s["kind"] in ("ordinary", "look-alike")}
    accused: dict[str, Counter[str]] = {"campaign": Counter(), "pool": Counter()}
    for group in found:
        if group["verdict"] in accused:
            for account in _accounts(group):
                if account_scenario.get(account, "") in innocent:
                    accused[group["verdict"]][account_scenario[account]] += 1
    return {
        "rows": rows,
        "groups_called_campaign": sum(g["verdict"] == "campaign" for g in found),
        "groups_called_pool": sum(g["verdict"] == "pool" for g in found),
        "groups_called_watch": sum(g["verdict"] == "watch" for g in found),
        "innocent_accounts_in_campaigns": sum(accused["campaign"].values()),
        "innocent_accounts_in_pools": sum(accused["pool"].values()),
        "expected_wrong_accounts_in_campaigns": round(
            sum(g["expected_wrong_accounts"] for g in found if g["verdict"] == "campaign"), 1
        ),
    }


def _accounts(group: dict[str, Any]) -> set[str]:
    return {a["account_id"] for a in group["accounts"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scan", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--about", default="", help="a sentence kept with the saved figures")
    parser.add_argument("--command", default="", help="the command that made the scan")
    given = parser.parse_args()
    told = {"about": given.about, "command": given.command}
    result = {key: value for key, value in told.items() if value}
    result |= score(given.scan, given.truth)
    text = json.dumps(result, indent=1)
    print(text)
    if given.save:
        given.save.parent.mkdir(parents=True, exist_ok=True)
        given.save.write_text(text + "\n")


if __name__ == "__main__":
    main()
