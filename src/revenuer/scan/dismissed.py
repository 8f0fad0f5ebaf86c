"""Control groups from dismissed cases: measured in the log they came from, beside the shipped ones.

A group that a person found innocent is a benign group that looks like a campaign: just what the
numbers of the next one should be ranked among.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from revenuer.campaigns.control_groups import measure_controls
from revenuer.campaigns.reference import CONTROLS, Reference, from_tables
from revenuer.cases.reference.folder import Dismissed
from revenuer.groups.candidate import Candidate
from revenuer.groups.traffic import Traffic
from revenuer.ingest import plan, read_accounts
from revenuer.problems import Problem
from revenuer.scan.analyse import read_traffic
from revenuer.scan.progress import Progress

NAME = "controls.parquet"
_LEAST = 2
_MOST_NAMED = 20
_LOG = 1_000_000
"""Numbers the provider's logs apart from the shipped ones."""


def measure_dismissed(
    folder: Path,
    dismissed: Sequence[Dismissed],
    logs: Sequence[str],
    accounts: Path | None,
    progress: Progress,
) -> int:
    """Write `controls.parquet` into `folder`: the shipped control groups and those of the
    dismissed cases, measured in `logs`. Returns how many groups were added. Raises Problem."""
    work = plan(list(logs), format="auto")
    with tempfile.TemporaryDirectory(prefix="revenuer-") as name:
        table = read_accounts(accounts) if accounts else None
        traffic = read_traffic(work, Path(name), table, os.cpu_count() or 1, progress)
        groups = list(_groups(traffic, dismissed))
        if not groups:
            raise Problem(
                "The logs hold no traffic of the dismissed cases' accounts.",
                where=", ".join(logs),
                hint="give the logs in which the cases were found",
            )
        rows = measure_controls(traffic, groups, _LOG)
    shipped = pq.read_table(Path(str(files("revenuer.campaigns"))) / "controls.parquet")
    pq.write_table(pa.concat_tables([shipped.cast(CONTROLS), rows]), folder / NAME)
    return len(groups)


def stored_reference(folder: Path) -> Reference:
    """The reference that `measure_dismissed` wrote. Raises Problem."""
    path = folder / NAME
    try:
        table = pq.read_table(path)
        if not table.schema.equals(CONTROLS):
            raise ValueError("it has other columns")
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Problem(
            f"The reference cannot be read: {error}.",
            where=str(path),
            hint="`revenuer cases reference` writes it",
        ) from error
    own = np.unique(table["scenario"].to_numpy()[table["log"].to_numpy() >= _LOG]).tolist()
    named = ", ".join(own[:_MOST_NAMED]) + (", …" if len(own) > _MOST_NAMED else "")
    description = (
        f"shipped benign groups, and {len(own)} groups of the provider's dismissed cases "
        f"({named}); a campaign dismissed by mistake among them can hide others"
    )
    return from_tables("shipped and dismissed", description, [table])


def _groups(
    traffic: Traffic, dismissed: Sequence[Dismissed]
) -> Iterator[tuple[Candidate, str, bool]]:
    """Each dismissed case as one group, with all exchanges of its accounts. One, however large:
    its parts are not independent of each other."""
    for case in dismissed:
        mine = _rows_of(traffic, case)
        if len(mine) >= _LEAST:
            yield Candidate(f"dismissed {case.case}", mine), case.case, case.one_operator


def _rows_of(traffic: Traffic, case: Dismissed) -> NDArray[np.int32]:
    rows = [i for i, name in enumerate(traffic.accounts.ids) if name in case.accounts]
    return np.array(rows, np.int32)
