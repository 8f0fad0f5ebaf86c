"""A scan whose inner numbers are kept: every candidate group's evidence, and the verdicts at
several false discovery rates.

`python -m revenuer.trial.weighing LOG OUT --accounts TABLE --fdr 0.01 0.05` writes OUT as JSON. A
test holds it to the verdicts of `revenuer.scan`.
"""

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from revenuer.campaigns.conclude import Concluded, conclude
from revenuer.campaigns.judged import Judged
from revenuer.campaigns.reference import shipped
from revenuer.groups.build import candidate_groups
from revenuer.groups.traffic import Traffic
from revenuer.ingest import plan, read_accounts
from revenuer.scan.analyse import read_traffic
from revenuer.scan.judging import judge
from revenuer.scan.progress import Progress
from revenuer.settings import ScanSettings


def weigh(
    log: Path, accounts: Path | None, rates: Sequence[float], workers: int = 0
) -> dict[str, Any]:
    """`verdicts` by rate, and `groups` with their accounts, e-values and findings."""
    settings, workers = ScanSettings(), workers or os.cpu_count() or 1
    known = read_accounts(accounts) if accounts else None
    with tempfile.TemporaryDirectory(prefix="revenuer-") as name:
        work = plan([str(log)])
        traffic = read_traffic(work, Path(name), known, workers, Progress(quiet=True))
        candidates = candidate_groups(traffic, settings.min_accounts, settings.min_exchanges)
        most = settings.most_events
        reference = shipped()
        groups = judge(traffic, candidates, reference, Path(name), workers, most, lambda: None)
        at_rates = {r: conclude(groups, traffic, reference, r, most) for r in rates}
        return {
            "verdicts": {str(r): _verdicts(found) for r, found in at_rates.items()},
            "groups": [_group(group, traffic) for group in groups],
        }


def _verdicts(found: Sequence[Concluded]) -> list[dict[str, Any]]:
    """The campaigns as far as scoring reads them."""
    records = [one.campaign for one in found]
    return [
        {
            "verdict": record.verdict,
            "accounts": [{"account_id": m.account_id} for m in record.accounts],
            "coordination": {"e_value": record.coordination.e_value},
            "extraction": {"e_value": record.extraction.e_value},
            "expected_wrong_accounts": record.expected_wrong_accounts,
        }
        for record in records
    ]


def _group(group: Judged, traffic: Traffic) -> dict[str, Any]:
    ids = traffic.accounts.ids
    return {
        "accounts": [ids[a] for a in group.candidate.accounts],
        "origin": group.candidate.origin,
        "whole": group.candidate.families is None,
        "customers": group.customers,
        "exchanges": group.exchanges,
        "coordination": group.coordination,
        "extraction": group.extraction,
        "findings": [
            {"signal": f.signal, "axis": f.axis.value, "p": f.p_value, "e": f.e_value}
            for f in group.assessed.findings
        ],
    }


def main() -> None:
    """Weigh one log in this process."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("log", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--accounts", type=Path)
    parser.add_argument("--fdr", type=float, nargs="+", default=[0.01])
    parser.add_argument("--workers", type=int, default=0)
    given = parser.parse_args()
    given.out.write_bytes(orjson.dumps(weigh(given.log, given.accounts, given.fdr, given.workers)))


if __name__ == "__main__":
    main()
