"""A suite of the drill on real texts at real times: many logs, scored as the drill's own.

    python bench/realsuite.py --data ../shared/data --out real-out --seeds 20

Each seed deals the published texts out anew (see realtext.py). The logs are other people's
published work and are deleted when they are scored.
"""

import argparse
from pathlib import Path

from realcast import scenarios
from reallibrary import Library

from revenuer.scan.progress import Progress
from revenuer.trial import Trial, run
from revenuer.trial.suites import Suite


def suite(data: Path) -> Suite:
    """The suite over this folder of data; a log's scenarios share one library, which hands out each
    text once."""
    return Suite("real", "Real texts at real times, three campaigns among them.",
                 lambda seed: scenarios(Library(data, seed)), "50 thousand", 20, 40_000,
                 windows_every=5)  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True, help="folder with MANIFEST.csv")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--seeds", type=int)
    options.add_argument("--first-seed", type=int)
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--workers", type=int, default=0)
    given = options.parse_args()
    trial = Trial(suite(given.data), given.out, given.seeds, given.scale, given.first_seed,
                  workers=given.workers)  # fmt: skip
    with Progress(quiet=False) as progress, progress.step("real", len(trial.numbers)) as tick:
        run(trial, lambda _: tick())
    print(f"Results: {given.out / 'results.json'}")


if __name__ == "__main__":
    main()
