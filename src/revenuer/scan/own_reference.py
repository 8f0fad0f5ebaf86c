"""A reference of the provider's own: a folder of vetted benign traffic."""

import os
import tempfile
from pathlib import Path

from revenuer.campaigns.control_groups import measure_controls
from revenuer.campaigns.reference import Reference, from_tables
from revenuer.groups.build import candidate_groups
from revenuer.ingest import plan, read_accounts
from revenuer.problems import Problem
from revenuer.scan import dismissed
from revenuer.scan.analyse import read_traffic
from revenuer.scan.progress import Progress
from revenuer.settings import ScanSettings

LEAST_GROUPS = 50
_ACCOUNT_FILES = ("accounts.csv", "accounts.parquet", "accounts.jsonl")


def own_reference(folder: Path, settings: ScanSettings, progress: Progress) -> Reference:
    """Measure every candidate group of the traffic in `folder` as a control.

    An account table named accounts.csv, .parquet or .jsonl beside the logs is used. A folder that
    `revenuer cases reference` wrote holds measured groups and is read as it is. Raises `Problem`
    where the folder yields fewer than 50 groups: too few to rank among.
    """
    if not folder.is_dir():
        raise Problem(
            "The reference is not a folder.",
            where=str(folder),
            hint="give a folder that holds logs of vetted benign traffic",
        )
    if (folder / dismissed.NAME).exists():
        return dismissed.stored_reference(folder)
    given = [folder / name for name in _ACCOUNT_FILES if (folder / name).exists()]
    logs = sorted(str(p) for p in folder.rglob("*") if p.is_file() and p not in given)
    work = plan(logs, format="auto")
    with tempfile.TemporaryDirectory(prefix="revenuer-") as name:
        accounts = read_accounts(given[0]) if given else None
        traffic = read_traffic(work, Path(name), accounts, os.cpu_count() or 1, progress)
        candidates = candidate_groups(traffic, settings.min_accounts, settings.min_exchanges)
        if len(candidates) < LEAST_GROUPS:
            raise Problem(
                f"The reference traffic holds {len(candidates)} groups, too few to rank among.",
                where=str(folder),
                hint=f"give more vetted traffic (at least {LEAST_GROUPS} groups), or leave "
                "--reference out to use the shipped one",
            )
        table = measure_controls(traffic, ((c, "own", False) for c in candidates), 0)
    description = f"groups found in the provider's own vetted traffic ({folder.name})"
    return from_tables("own", description, [table])
