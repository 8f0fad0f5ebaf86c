"""Suites of the drill on real texts at real times: many logs, scored as the drill's own.

    python bench/realsuite.py real --data ../shared/data --out real-out/real --seeds 20
    python bench/realsuite.py real-quiet --data ../shared/data --out real-out/real-quiet --seeds 40

Each seed deals the published texts out anew (see realtext.py). `real` has three campaigns inside,
`real-quiet` none. The logs are other people's published work and are deleted when they are scored.
"""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from realcast import CAST
from reallibrary import Library

from revenuer.drill.scenario import Scenario
from revenuer.scan.progress import Progress
from revenuer.trial import Trial, run
from revenuer.trial.suites import RATES, Suite

FIRST_SEED = 40_000


def cast(data: Path, campaigns: bool, seed: int) -> tuple[Scenario, ...]:
    """The scenarios of one log; they share one library, which hands out each text once."""
    books = Library(data, seed)
    return tuple(
        Scenario(name, kind, verdict, (stage.__doc__ or name).strip(), partial(stage, books))
        for name, kind, verdict, stage in CAST
        if campaigns or kind != "campaign"
    )


def suites(data: Path) -> dict[str, Suite]:
    """Both suites over this folder of data."""

    def of(campaigns: bool) -> Callable[[int], tuple[Scenario, ...]]:
        return partial(cast, data, campaigns)

    size = "50 thousand"
    real = Suite("real", "Real texts at real times, three campaigns among them.", of(True), size,
                 20, FIRST_SEED, windows_every=5)  # fmt: skip
    quiet = Suite("real-quiet", "Real texts at real times: whatever is called a campaign is wrong.",
                  of(False), size, 40, FIRST_SEED + 500, fdrs=RATES, weighed=True,
                  windows_every=10)  # fmt: skip
    return {one.name: one for one in (real, quiet)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("suite", choices=("real", "real-quiet"))
    options.add_argument("--data", type=Path, required=True, help="folder with MANIFEST.csv")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--seeds", type=int)
    options.add_argument("--first-seed", type=int)
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--workers", type=int, default=0)
    given = options.parse_args()
    trial = Trial(suites(given.data)[given.suite], given.out, given.seeds, given.scale,
                  given.first_seed, workers=given.workers)  # fmt: skip
    with Progress(quiet=False) as progress, progress.step(given.suite, len(trial.numbers)) as tick:
        run(trial, lambda _: tick())
    print(f"Results: {given.out / 'results.json'}")


if __name__ == "__main__":
    main()
