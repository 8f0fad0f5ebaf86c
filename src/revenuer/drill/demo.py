"""The demo: a fortnight of a small provider's traffic, with the truth beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from revenuer.drill import litellm
from revenuer.drill.dice import Dice
from revenuer.drill.log import assemble, write_accounts_csv, write_truth
from revenuer.drill.scenario import Scenario
from revenuer.drill.scenarios import DEMO
from revenuer.drill.world import World


@dataclass(frozen=True, slots=True)
class DemoTruth:
    """What was staged and where it stands.

    `scenarios` maps a scenario to its kind, fair verdict, story and numbers; `truth` is a Parquet
    file of (exchange_id, account_id, scenario, role, harvest). The log has one line an exchange,
    and `duplicates` lines written twice and `broken_lines` cut off.
    """

    log: Path
    accounts: Path
    truth: Path
    scenarios: dict[str, dict[str, object]]
    exchanges: int
    duplicates: int
    broken_lines: int


def write(
    folder: Path, *, seed: int = 7, scale: float = 1.0, scenarios: Sequence[Scenario] = DEMO
) -> DemoTruth:
    """Write `traffic.jsonl.gz`, `accounts.csv`, `truth.json` and `truth.parquet` into `folder`.

    About 3,000 accounts and 200,000 exchanges at scale 1; fewer accounts at a smaller scale. Same
    seed and scale, same bytes; a scenario's own exchanges do not depend on the others.
    """
    folder.mkdir(parents=True, exist_ok=True)
    world = World(seed, scale)
    played = ((s, s.stage(Dice(seed, s.name), world)) for s in scenarios)
    log = assemble(played, world)
    traffic = folder / "traffic.jsonl.gz"
    duplicates, broken = litellm.write(traffic, log, Dice(seed, "log", "accidents"))
    write_accounts_csv(folder / "accounts.csv", log.accounts)
    write_truth(folder, log, world)
    return DemoTruth(
        log=traffic,
        accounts=folder / "accounts.csv",
        truth=folder / "truth.parquet",
        scenarios=log.scenarios,
        exchanges=len(log.names),
        duplicates=duplicates,
        broken_lines=broken,
    )
