"""Scores a scan against what was staged: `python bench/score.py SCAN TRUTH [--save FILE]`.

SCAN is a scan's output folder, TRUTH the folder with truth.json and truth.parquet. For every staged
scenario prints the verdict of the group that holds most of its accounts, and account and exchange
recall and precision; then every account of look-alikes or ordinary customers inside a group called
campaign or pool.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from revenuer.trial.found import Found, of_scan
from revenuer.trial.scoring import score as scored
from revenuer.trial.truth import Truth, read_truth


def score(scan: Path, truth: Path) -> dict[str, Any]:
    """Figures a scenario, and the innocent accounts accused."""
    found, told = of_scan(scan), read_truth(truth)
    totals = scored(found, told).totals
    return {
        "rows": [_row(name, found, told) for name in told.stories],
        **{
            f"groups_called_{verdict}": sum(group.verdict == verdict for group in found)
            for verdict in ("campaign", "pool", "watch")
        },
        "innocent_accounts_in_campaigns": totals["innocent_accounts_in_campaigns"],
        "innocent_accounts_in_pools": totals["innocent_accounts_in_pools"],
        "expected_wrong_accounts_in_campaigns": round(totals["expected_wrong_accounts"], 1),
    }


def _row(name: str, found: Sequence[Found], told: Truth) -> dict[str, Any]:
    """The scenario held against the one group that has most of its accounts."""
    own = told.accounts.get(name, frozenset())
    row: dict[str, Any] = {
        "scenario": name,
        "kind": told.stories[name]["kind"],
        "accounts": len(own),
    }
    best = max(found, key=lambda group: len(own & group.accounts), default=None)
    if best is None or not own & best.accounts:
        return row
    row |= {
        "verdict": best.verdict,
        "account_recall": round(len(own & best.accounts) / len(own), 4),
        "account_precision": round(len(own & best.accounts) / len(best.accounts), 4),
    }
    if taken := told.harvest.get(name):
        both = len(taken & best.exchanges)
        row["exchange_recall"] = round(both / len(taken), 4)
        row["exchange_precision"] = round(both / max(1, len(best.exchanges)), 4)
    return row


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
