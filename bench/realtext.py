"""Build a log of real texts at real times, with staged campaigns inside.

    python bench/realtext.py --data ../shared/data --out DIR --seed 3 --format both

writes into DIR `litellm/traffic.jsonl.gz` with `litellm/accounts.csv`, and
`canonical/traffic.parquet` with `canonical/accounts.parquet` (the same exchanges), and
`truth.json` and `truth.parquet`. People's texts, applications' payloads and benchmark items are
other people's published work: nothing written here may be committed or shipped.
"""

import argparse
from pathlib import Path

import pyarrow.parquet as pq
from realcast import scenarios
from reallibrary import Library

from revenuer.drill import canonical, litellm
from revenuer.drill.dice import Dice
from revenuer.drill.log import accounts_table, assemble, write_accounts_csv, write_truth
from revenuer.drill.world import World


def main(arguments: list[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, required=True, help="folder with MANIFEST.csv")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--seed", type=int, default=3)
    options.add_argument("--format", choices=("litellm", "canonical", "both"), default="both")
    options.add_argument("--share", type=float, default=1.0, help="of the texts and accounts")
    chosen = options.parse_args(arguments)
    world = World(chosen.seed, chosen.share)
    books = Library(chosen.data, chosen.seed)
    log = assemble(
        (
            (one, one.stage(Dice(chosen.seed, "realtext", one.name), world))
            for one in scenarios(books)
        ),
        world,
    )  # fmt: skip
    chosen.out.mkdir(parents=True, exist_ok=True)
    if chosen.format in ("litellm", "both"):
        (chosen.out / "litellm").mkdir(exist_ok=True)
        litellm.write(chosen.out / "litellm" / "traffic.jsonl.gz", log)
        write_accounts_csv(chosen.out / "litellm" / "accounts.csv", log.accounts)
    if chosen.format in ("canonical", "both"):
        (chosen.out / "canonical").mkdir(exist_ok=True)
        canonical.write(chosen.out / "canonical" / "traffic.parquet", log)
        pq.write_table(accounts_table(log.accounts), chosen.out / "canonical" / "accounts.parquet")
    write_truth(chosen.out, log, world)
    for name, story in log.scenarios.items():
        print(f"{name:20} {story['accounts']:>6} accounts {story['exchanges']:>7} exchanges")


if __name__ == "__main__":
    main()
