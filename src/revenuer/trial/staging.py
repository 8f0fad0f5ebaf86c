"""One seed's log on disk: canonical Parquet, the account table, and the truth beside them."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from revenuer.drill import canonical
from revenuer.drill.dice import Dice
from revenuer.drill.log import accounts_table, assemble, write_truth
from revenuer.drill.scenario import Scenario
from revenuer.drill.world import World
from revenuer.trial.hiding import View


@dataclass(frozen=True, slots=True)
class StagedLog:
    """`accounts` is None where the view hides the account table."""

    exchanges: Path
    accounts: Path | None
    truth: Path


def stage(folder: Path, cast: Sequence[Scenario], seed: int, scale: float) -> StagedLog:
    """Write `traffic.parquet`, `accounts.parquet`, `truth.json` and `truth.parquet`."""
    folder.mkdir(parents=True, exist_ok=True)
    world = World(seed, scale)
    with _uncollected():
        log = assemble(((s, s.stage(Dice(seed, s.name), world)) for s in cast), world)
    canonical.write(folder / "traffic.parquet", log)
    pq.write_table(accounts_table(log.accounts), folder / "accounts.parquet", compression="zstd")
    write_truth(folder, log, world)
    return StagedLog(folder / "traffic.parquet", folder / "accounts.parquet", folder)


def seen_through(log: StagedLog, view: View, folder: Path) -> StagedLog:
    """The log with what the view hides taken out, in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    table = pq.read_table(log.exchanges)
    accounts = pq.read_table(log.accounts) if log.accounts else None
    poorer, known = view.hide(table, accounts)
    pq.write_table(poorer, folder / "traffic.parquet", compression="zstd")
    if known is None:
        return StagedLog(folder / "traffic.parquet", None, log.truth)
    pq.write_table(known, folder / "accounts.parquet", compression="zstd")
    return StagedLog(folder / "traffic.parquet", folder / "accounts.parquet", log.truth)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Millions of live objects without a cycle: looking for garbage among them, again and again,
    takes a sixth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
