"""How much harvest the lexicons recognise by wording: `python bench/wordings.py [--data FOLDER]`.

For each kind of request of the drill and each language, campaigns are drawn with a wording of
their own; a request counts as recognised where any harvest intent is met. With `--data`, the same
is asked of published conversations, where nearly everything recognised is a false alarm. Writes
docs/results/wordings-staged.json and wordings-published.json; then run `python docs/make_pages.py`.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from realsource import Source

from revenuer.campaigns.merge import HARVEST
from revenuer.drill import workloads
from revenuer.drill.dice import Dice
from revenuer.drill.material import Material
from revenuer.fingerprint.intents.reference import recognise
from revenuer.stats.intervals import bootstrap_bca, wilson

RESULTS = Path(__file__).resolve().parent.parent / "docs/results"
KINDS = {
    "fixed demand for reasoning": workloads.fixed_prompt,
    "varied demand for reasoning": workloads.varied_prompt,
    "grading": workloads.grading,
    "cleaning of reasoning": workloads.cleaning,
    "safe rewriting": workloads.safe_rewrites,
    "sealed reasoning": workloads.replayed,
    "probing": workloads.probing,
}
LANGUAGES = {"English": "en", "Chinese": "zh", "German": "de"}
PUBLISHED = (
    "noncommercial/lima/prompts",
    "permissive/hh_rlhf_harmless_test/turns",
    "permissive/koala_test/prompts",
    "permissive/self_instruct_user_tasks/tasks",
    "permissive/sharegpt_en_1k/turns",
)
REQUESTS = 6


def harvests(text: str) -> bool:
    return not recognise(text).isdisjoint(HARVEST)


def recalls(kind: workloads.Workload, language: str, campaigns: int, dice: Dice) -> list[float]:
    """Share of each campaign's requests that is recognised."""
    material = Material.of({language: 1.0})
    shares = []
    for number in range(campaigns):
        own = dice.child(str(number))
        jobs = map(kind(own, material), [own] * REQUESTS)
        texts = [f"{job.system or ''}\n{job.turns[-1][0]}" for job in jobs]
        shares.append(float(np.mean([harvests(text) for text in texts])))
    return shares


def staged(campaigns: int, seed: int) -> list[dict[str, Any]]:
    rows = []
    for name, kind in KINDS.items():
        for language, code in LANGUAGES.items():
            dice = Dice(seed, f"wordings {name} {code}")
            shares = np.array(recalls(kind, code, campaigns, dice))
            row = {"request": name, "language": language, "campaigns": campaigns}
            row["recognised"] = round(float(shares.mean()), 3)
            row["95 %"] = _mean_interval(shares)
            row["campaigns below half"] = int((shares < 0.5).sum())
            rows.append(row)
            print(json.dumps(row), flush=True)
    return rows


def _mean_interval(shares: np.ndarray) -> str:
    if np.ptp(shares) == 0:
        # Nothing to resample: bounded as if each campaign were one trial.
        bounds = wilson(round(float(shares.sum())), len(shares))
    else:
        bounds = bootstrap_bca(shares, np.mean, seed=0)
    return f"{bounds.low:.3f} - {bounds.high:.3f}"


def published(folder: Path) -> list[dict[str, Any]]:
    rows = []
    for name in PUBLISHED:
        asked = {prompt for prompt, _ in Source(folder).pairs(name)}
        met = sum(harvests(prompt) for prompt in asked)
        bounds = wilson(met, len(asked))
        row = {"texts": name, "requests": len(asked), "recognised": round(met / len(asked), 4)}
        row["95 %"] = f"{bounds.low:.4f} - {bounds.high:.4f}"
        rows.append(row)
        print(json.dumps(row), flush=True)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--campaigns", type=int, default=200)
    parser.add_argument("--seed", type=int, default=8100)
    parser.add_argument("--data", type=Path, help="folder of published texts, with MANIFEST.csv")
    given = parser.parse_args()
    command = f"python bench/wordings.py --campaigns {given.campaigns} --seed {given.seed}"
    save(
        "wordings-staged.json",
        "Harvest requests of the drill recognised by their wording; a campaign has its own.",
        command,
        staged(given.campaigns, given.seed),
    )
    if given.data:
        save(
            "wordings-published.json",
            "Requests of published conversations taken for harvest by their wording.",
            f"{command} --data FOLDER",
            published(given.data),
        )


def save(name: str, about: str, command: str, rows: list[dict[str, Any]]) -> None:
    text = json.dumps({"about": about, "command": command, "rows": rows}, indent=1)
    (RESULTS / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
