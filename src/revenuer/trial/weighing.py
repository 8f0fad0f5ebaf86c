"""A scan whose inner numbers are kept: every candidate group's evidence, and the verdicts at
several false discovery rates.

`python -m revenuer.trial.weighing LOG OUT --accounts TABLE --fdr 0.01 0.05` writes OUT as JSON. It
takes the same steps as `revenuer.scan`; a test holds the two to the same verdicts.
"""

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from revenuer.campaigns.decide import Judged, decide
from revenuer.campaigns.describe import describe
from revenuer.campaigns.membership import settle
from revenuer.campaigns.merge import merge
from revenuer.campaigns.reference import shipped
from revenuer.fingerprint.intents import INTENTS
from revenuer.groups.build import ViewBuilder, candidate_groups
from revenuer.groups.traffic import Traffic
from revenuer.ingest import plan, read_accounts
from revenuer.scan.analyse import build_traffic
from revenuer.scan.judging import judge
from revenuer.scan.map import map_tasks
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
        parts = map_tasks(work.tasks, Path(name), workers, lambda _: None)
        traffic = build_traffic(parts, Path(name), known, workers, Progress(quiet=True))
        candidates = candidate_groups(traffic, settings.min_accounts, settings.min_exchanges)
        most = settings.most_events
        groups = judge(traffic, candidates, shipped(), Path(name), workers, most, lambda: None)
        return {
            "verdicts": {str(rate): verdicts(groups, traffic, rate) for rate in rates},
            "groups": [_group(group, traffic) for group in groups],
        }


def verdicts(groups: Sequence[Judged], traffic: Traffic, rate: float) -> list[dict[str, Any]]:
    """The campaigns at this rate, as far as scoring reads them."""
    merged = merge(decide(groups, rate), groups, traffic, ViewBuilder(traffic))
    settled = [s for found in merged if (s := settle(found, groups, traffic)) is not None]
    records = [describe(found, sure, groups, traffic, INTENTS) for found, sure in settled]
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
