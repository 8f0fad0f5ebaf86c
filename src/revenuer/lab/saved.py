"""The saved results: tables for the documentation and the points of the curves."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from revenuer.lab.grid import ALPHA, AS_TRAINED, LOGPROB, REFERRED, TEXT, Row, scores_file
from revenuer.lab.scale import Scale
from revenuer.proof.pairs import read_pairs
from revenuer.proof.selfcheck import shuffled_coins
from revenuer.stats.signflip import advantages, choice_test

Floats = NDArray[np.float64]

COMMAND = "revenuer lab run lab && revenuer lab save lab --out docs/results"
SIZES = (200, 500, 1_000, 2_000, 5_000, 10_000)
SUBSETS = 9
SHUFFLES = 1_000
SHUFFLED = ("plain-100-e3", "plain-20-e3", "base-plain")
SHUFFLED_PAIRS = 300

HEADINGS = {
    "about": "Student",
    "architecture": "Architecture",
    "share": "Share served",
    "epochs": "Epochs",
    "twins": "Twins",
    "score": "Score",
    "n": "Pairs",
    "change": "Then",
    "effect": "Effect",
    "interval": "95 % interval",
    "log10_p": "log10 p",
    "log10_e": "log10 e",
    "without_references": "log10 p without references",
    "pairs_for_1e6": "Pairs for p = 1e-6, 80 % power",
    "facts": "Facts right",
    "refused": "Harm refused",
    "tests": "Tests",
    "smallest_p": "Smallest p",
    "mean_effect": "Mean effect",
}


def as_results_file(rows: list[Row], folder: Path, scale: Scale) -> dict[str, bytes]:
    """File names and contents, to be put into docs/results."""
    told = {"teacher_texts": scale.teacher_texts, "base_texts": scale.base_texts}
    files: dict[str, Any] = {
        "lab-power.json": {
            "about": "Real students of the lab, as trained. Effect: mean of served minus twins, "
            "over its standard deviation.",
            "rows": [_power(r) for r in rows if not r["innocent"] and r["change"] == AS_TRAINED],
            **told,
        },
        "lab-changes.json": {
            "about": "The same students, changed after training. Effect and log10 p: "
            "log-probabilities less references.",
            "rows": list(_changed(rows)),
        },
        "lab-controls.json": {
            "about": "Students that never saw a served answer, each seed tested with coins of its "
            "own. The twin-trained ones must lose: their effect is below zero.",
            "rows": _controls(rows),
        },
        "lab-nulls.json": {
            "about": "Scores of real students, less references, with the coins redrawn "
            f"{SHUFFLES} times, {SHUFFLED_PAIRS} pairs at a time: how often the test rejects.",
            "rows": list(_nulls(folder)),
        },
    }
    found = {}
    for name, content in files.items():
        content |= {"columns": HEADINGS, "command": COMMAND}
        found[name] = orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n"
    lines = {"rows": rows, "curves": _curves(rows, folder)}
    found["lab/rows.json"] = orjson.dumps(lines, option=orjson.OPT_INDENT_2) + b"\n"
    return found


def _power(row: Row) -> Row:
    return {
        **{k: row[k] for k in ("about", "architecture", "share", "epochs", "twins", "score", "n")},
        "effect": round(row["effect"], 3),
        "interval": f"{row['effect_low']:.3f} to {row['effect_high']:.3f}",
        "log10_p": round(row["log10_p"], 1),
        "pairs_for_1e6": row["pairs_for_1e6"] or "–",
        **{k: round(row[k], 2) for k in ("facts", "refused")},
    }


def _changed(rows: list[Row]) -> Iterator[Row]:
    """Students that were changed after training: before, and after each change."""
    changed = {r["student"] for r in rows if r["change"] != AS_TRAINED}
    plain = {(r["student"], r["change"]): r for r in rows if r["score"] == LOGPROB}
    for row in rows:
        if row["student"] in changed and row["score"] == REFERRED:
            alone = plain[row["student"], row["change"]]
            yield {
                **{k: row[k] for k in ("architecture", "share", "change", "n")},
                "effect": round(row["effect"], 3),
                "log10_p": round(row["log10_p"], 1),
                "without_references": round(alone["log10_p"], 1),
                **{k: round(row[k], 2) for k in ("facts", "refused")},
            }


def _controls(rows: list[Row]) -> list[Row]:
    """One line for each kind of innocent student and score, over its seeds."""
    kinds: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row["innocent"]:
            kinds[row["about"] + f" ({row['architecture']})", row["score"]].append(row)
    told = []
    for (about, score), own in kinds.items():
        p_values = np.array([10 ** r["log10_p"] for r in own])
        told.append(
            {
                "about": about,
                "score": score,
                "tests": len(own),
                "p ≤ 0.05": int((p_values <= 0.05).sum()),
                "p ≤ 0.01": int((p_values <= 0.01).sum()),
                "p ≤ 1e-6": int((p_values <= ALPHA).sum()),
                "smallest_p": float(f"{p_values.min():.2g}"),
                "mean_effect": round(float(np.mean([r["effect"] for r in own])), 3),
            }
        )
    return told


def _nulls(folder: Path) -> Iterator[Row]:
    for name in SHUFFLED:
        path = scores_file(folder, name, REFERRED)
        if not path.is_file():
            continue
        pairs = read_pairs(path)
        members = np.column_stack([pairs.served, pairs.twins])
        count = min(SHUFFLED_PAIRS, len(members))
        rates = shuffled_coins(members, runs=SHUFFLES, draws=999, seed=1, pairs=count)
        yield {
            "student": name,
            **{f"p ≤ {r.level}": r.rejected for r in rates.rejections},
            "e-process ever 20": rates.crossed.rejected,
        }


def _curves(rows: list[Row], folder: Path) -> list[Row]:
    """Median log10 p of random subsets of each size, for every guilty student as trained."""
    points = []
    for row in rows:
        if row["innocent"] or row["change"] != AS_TRAINED or row["twins"] != 1:
            continue
        if row["score"] not in (LOGPROB, REFERRED, TEXT):
            continue
        pairs = read_pairs(scores_file(folder, row["student"], row["score"]))
        values = advantages(pairs.served, pairs.twins)
        points += [
            {**_identity(row), "pairs": size, "log10_p": _median(values, size)}
            for size in sorted({min(size, len(values)) for size in SIZES})
        ]
    return points


def _identity(row: Row) -> Row:
    return {k: row[k] for k in ("student", "about", "architecture", "share", "epochs", "score")}


def _median(values: Floats, size: int) -> float:
    rng = np.random.default_rng(23)
    subsets = 1 if size == len(values) else SUBSETS
    found = [
        choice_test(
            values[rng.choice(len(values), size, replace=False)], draws=2_000, seed=0
        ).log10_p
        for _ in range(subsets)
    ]
    return round(float(np.median(found)), 2)
