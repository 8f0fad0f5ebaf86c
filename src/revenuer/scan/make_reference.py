"""Makes the shipped control groups: `python -m revenuer.scan.make_reference`.

Generates made-up traffic from seeds of its own, finds its candidate groups, keeps those without an
account of a staged campaign, measures them and writes `campaigns/controls.parquet`.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from threadpoolctl import threadpool_limits

from revenuer.campaigns.control_groups import measure_controls
from revenuer.drill.demo import write
from revenuer.drill.scenarios import SCENARIOS
from revenuer.groups.build import candidate_groups
from revenuer.groups.candidate import Candidate
from revenuer.groups.traffic import Traffic
from revenuer.ingest import plan, read_accounts
from revenuer.scan.analyse import read_traffic
from revenuer.scan.progress import Progress
from revenuer.scan.worker_pool import worker_pool
from revenuer.settings import ScanSettings

_SCALES = (1.0, 1.0, 0.8, 0.8, 0.6, 0.6, 0.4, 0.4, 2.0, 0.2)
_LOGS = 24
RECIPES = tuple((1001 + i, _SCALES[i % len(_SCALES)]) for i in range(_LOGS))
"""(seed, scale) of each generated log; none of these seeds is used by a test or a demo."""
_TAINT = 0.02
_POOL = 0.1


def controls_of(
    traffic: Traffic, scenario_of: dict[str, str], kinds: dict[str, str], least: int
) -> Iterator[tuple[Candidate, str, bool]]:
    """Benign candidate groups with their main scenario and whether a pool is in them."""
    ids = traffic.accounts.ids
    for candidate in candidate_groups(traffic, least):
        names = Counter(scenario_of.get(ids[a], "unknown") for a in candidate.accounts)
        share = Counter[str]()
        for name, count in names.items():
            share[kinds.get(name, "unknown")] += count
        if share["campaign"] <= _TAINT * len(candidate.accounts):
            main = names.most_common(1)[0][0]
            yield candidate, main, share["pool"] > _POOL * len(candidate.accounts)


def make(seed: int, scale: float, log: int) -> pa.Table:
    """The control rows of one generated log."""
    with tempfile.TemporaryDirectory(prefix="revenuer-") as name:
        folder = Path(name)
        truth = write(folder / "log", seed=seed, scale=scale, scenarios=SCENARIOS)
        (folder / "work").mkdir()
        work = plan([str(truth.log)])
        accounts = read_accounts(truth.accounts)
        traffic = read_traffic(work, folder / "work", accounts, 1, Progress(quiet=True))
        told = pq.read_table(truth.truth, columns=["account_id", "scenario"])
        pairs = zip(told["account_id"].to_pylist(), told["scenario"].to_pylist(), strict=True)
        kinds = {name: str(story["kind"]) for name, story in truth.scenarios.items()}
        groups = controls_of(traffic, dict(pairs), kinds, ScanSettings().min_accounts)
        return measure_controls(traffic, groups, log)


def _recipe(numbered: tuple[int, tuple[int, float]]) -> pa.Table:
    log, (seed, scale) = numbered
    with threadpool_limits(1):
        return make(seed, scale, log)


def main() -> None:
    """Write `controls.parquet` into the package."""
    with worker_pool(os.cpu_count() or 1) as pool:
        tables = list(pool.map(_recipe, enumerate(RECIPES)))
    path = Path(str(files("revenuer.campaigns"))) / "controls.parquet"
    pq.write_table(pa.concat_tables(tables), path, compression="zstd")
    groups = sum(len(set(table["group"].to_pylist())) for table in tables)
    print(f"{groups} control groups of {len(RECIPES)} logs")


if __name__ == "__main__":
    main()
