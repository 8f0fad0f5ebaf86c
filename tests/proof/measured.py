"""Everything measured of proof but the lab and the ledger, as tables for the documentation:
`python tests/proof/measured.py [exactness|stamp|attribution|marks ...] [--save FOLDER]`.

About ten minutes on one core for all. Needs the released data of others in ../shared/data.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from scipy.stats import binomtest
from stamp_figures import figures, never_published, one_twin_each, passing_keys
from stamp_scores import stamp

from revenuer.mark.choices import CHOICES, mark
from revenuer.mark.choices.effect import effect
from revenuer.proof.attribution import attribute, measure, read_outputs, read_panel
from revenuer.proof.choice_marks import marks_test
from revenuer.proof.confounders import confounders
from revenuer.proof.identity import weigh
from revenuer.proof.selfcheck import NullRates, shuffled_coins, simulated_nulls
from revenuer.stats.paired_effect import win_rate
from revenuer.stats.signflip import advantages, choice_test

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared/data/noncommercial"
KEY = hashlib.sha256(b"a key for measuring").digest()
COMMAND = "python tests/proof/measured.py"
Table = dict[str, Any]


def exactness() -> Table:
    """How often the test rejects where there is nothing to find."""
    rows = [
        _rates("simulated, 100 pairs", 1, simulated_nulls(runs=10_000, draws=999, seed=11)),
        _rates(
            "simulated, 60 sets",
            4,
            simulated_nulls(runs=10_000, draws=999, seed=12, pairs=60, twins=4),
        ),
    ]
    for benchmark in stamp():
        for twins, pairs in ((1, None), (8, 150)):
            members = benchmark.scores[:, : twins + 1]
            rates = shuffled_coins(members, runs=1000, draws=999, seed=1, pairs=pairs)
            rows.append(_rates(f"STAMP {benchmark.name}, coins redrawn", twins, rates))
    return {
        "about": "Runs without any effect in which the test rejected, or the running e-process "
        "ever reached 20 with a look after every pair.",
        "columns": {"what": "Scores", "twins": "Twins", "runs": "Runs"},
        "rows": rows,
    }


def stamp_figures() -> Table:
    """The figures of STAMP's released scores."""
    benchmarks = stamp()
    rows: list[Table] = []
    for benchmark in benchmarks:
        found, (_, variance) = figures(benchmark), never_published(benchmark)
        rows.append(
            {
                "benchmark": benchmark.name,
                "effect": round(found.effect_of_one_twin, 3),
                "wins": f"{found.win_rate:.1%}",
                "pairs": found.pairs_for_1e6,
                "gain": round((found.effect_of_eight / found.effect_of_one_twin) ** 2, 2),
                "log10_p": round(found.log10_p, 1),
                "variance": round(variance, 2),
            }
        )
    drawn = one_twin_each(benchmarks, 0)
    t_value = float(drawn.mean() / drawn.std(ddof=1) * np.sqrt(drawn.size))
    wins = win_rate(drawn, np.zeros((drawn.size, 1)))
    pooled = np.vstack([advantages(b.scores[:, 0], b.scores[:, 1:]) for b in benchmarks])
    signs = binomtest(wins.wins, wins.wins + wins.losses, alternative="greater").pvalue
    return {
        "about": "A model of a billion parameters that read rephrased benchmarks once in continued "
        "pretraining: the rephrasings it read against those it did not.",
        "columns": {
            "benchmark": "Benchmark",
            "effect": "Effect of one twin",
            "wins": "Win rate",
            "pairs": "Pairs for p = 1e-6, even chance",
            "gain": "Pairs saved by eight twins, factor",
            "log10_p": "log10 p, eight twins",
            "variance": "Variance of t between keys nobody published",
        },
        "rows": rows,
        "all four benchmarks, eight twins, log10 p": round(
            choice_test(pooled, draws=20_000, seed=0).log10_p, 1
        ),
        "all four, one twin drawn for each item": f"t = {t_value:.2f}, win rate {wins.rate:.1%}, "
        f"p = {10 ** choice_test(np.c_[drawn, -drawn], draws=20_000, seed=0).log10_p:.1e} by "
        f"magnitudes, {signs:.1e} by signs",
        "smallest p of 32 keys nobody published, one key a corpus, tested as the release tests": (
            ", ".join(f"{p:.1e}" for p in passing_keys(benchmarks)[:3])
        ),
    }


def attribution() -> Table:
    """Whom text alone would name on the AlpacaEval outputs."""
    found = read_outputs(DATA / "alpaca_eval/outputs.parquet")
    panel = read_panel(ROOT / "docs/proof/alpaca_eval.toml")
    known = {
        *panel.non_students,
        *panel.students,
        *(t for own in panel.teachers.values() for t in own),
    }
    others = [model for model in found.models if model not in known]
    rows = []
    for level in (0.05, 0.15):
        told = measure(found, panel, level=level)
        named = attribute(found, panel, others, level=level)
        rows.append(
            {
                "level": level,
                "accused": f"{told.false_accusations} of {told.non_students}",
                "interval": f"{told.low:.1%} to {told.high:.1%}",
                "right": told.students_named_right,
                "wrong": told.students_named_wrong,
                "none": told.students - told.students_named_right - told.students_named_wrong,
                "others": f"{sum(one.named in panel.teachers for one in named)} of {len(others)}",
            }
        )
    closed = measure(found, panel, level=0.05)
    rows.append(
        {
            "level": "none: always name the nearest",
            "accused": f"{closed.non_students} of {closed.non_students}",
            "interval": "–",
            "right": closed.closed_set_right,
            "wrong": closed.students - closed.closed_set_right,
            "none": 0,
            "others": f"{len(others)} of {len(others)}",
        }
    )
    shown = confounders(found, panel)
    return {
        "about": "The AlpacaEval outputs: seven models documented never to have been taught by a "
        "model, fifteen documented students of OpenAI's.",
        "columns": {
            "level": "Level",
            "accused": "Non-students accused",
            "interval": "95 % interval of that rate",
            "right": "Students named right",
            "wrong": "Students named wrong",
            "none": "Students not named",
            "others": "Undocumented models named",
        },
        "rows": rows,
        "prompts": found.prompts,
        "correlation of likeness with the gap in length, before and after it is taken out": (
            f"{shown.length_before:.2f}, {abs(shown.length_after):.2f}"
        ),
        "likeness of non-students on one base model, in standard deviations": (
            f"{shown.same_base:.2f} ({shown.same_base_pairs} pairs)"
        ),
        "likeness of non-students on different base models": (
            f"{shown.other_base:.2f} ({shown.other_base_pairs} pairs)"
        ),
        "highest likelihood ratio of self-identification": round(
            weigh(["I am Claude, made by Anthropic."], "Anthropic").ratio, 2
        ),
    }


def marks() -> Table:
    """What choice marks do to public answers, and how well a suspect repeating them is found."""
    rows = []
    for name, texts in (("English", _english()), ("Chinese", _chinese())):
        done = effect(texts, KEY, CHOICES)
        row: Table = {
            "texts": f"{done.texts:,} {name} answers",
            "length": round(done.before / done.texts),
            "changed": f"{done.changed / done.texts:.0%}",
            "replaced": f"{1000 * done.replaced / done.before:.2f}",
            "grown": f"{done.after / done.before - 1:+.2%}",
            "altered": done.altered,
        }
        for share in (1.0, 0.2, 0.05):
            rng = np.random.default_rng(1)
            said = [mark(t, KEY, CHOICES) if rng.random() < share else t for t in texts]
            row[f"log10 p, {share:.0%} marked"] = round(marks_test(said, KEY).log10_p, 1)
        keys = [hashlib.sha256(b"unused %d" % i).digest() for i in range(400)]
        unused = [marks_test(texts[:200], key, draws=500, keys=10).p_value for key in keys]
        row["unused keys, p ≤ 0.05"] = f"{sum(p <= 0.05 for p in unused)} of {len(unused)}"
        rows.append(row)
    return {
        "about": "Choice marks on public answers, and the test of a suspect that repeats them word "
        "for word, some marked and the rest not. A student shows less.",
        "columns": {
            "texts": "Texts",
            "length": "Characters each",
            "changed": "Texts touched",
            "replaced": "Replacements in 1,000 characters",
            "grown": "Length",
            "altered": "Numbers, names, denials, quotations or code altered",
        },
        "rows": rows,
    }


def _english() -> list[str]:
    table = pq.read_table(DATA / "alpaca_eval/outputs.parquet")
    columns = zip(table["model"].to_pylist(), table["output"].to_pylist(), strict=True)
    return [text for model, text in columns if model == "gpt4_1106_preview"]


def _chinese() -> list[str]:
    found = pq.read_table(DATA / "alpaca_zh_carbonz0/part_01.parquet")["response"].to_pylist()
    return [text for text in found if text][:3000]


def _rates(what: str, twins: int, rates: NullRates) -> Table:
    counts = {f"p ≤ {row.level}": row.rejected for row in rates.rejections}
    crossed = {"e-process ever 20": rates.crossed.rejected}
    return {"what": what, "twins": twins, "runs": rates.crossed.runs, **counts, **crossed}


PARTS: dict[str, Callable[[], Table]] = {
    "exactness": exactness,
    "stamp": stamp_figures,
    "attribution": attribution,
    "marks": marks,
}


def main(arguments: list[str]) -> None:
    folder = Path(arguments[arguments.index("--save") + 1]) if "--save" in arguments else None
    for name in [a for a in arguments if a in PARTS] or list(PARTS):
        text = json.dumps(
            {**PARTS[name](), "command": f"{COMMAND} {name}"}, indent=1, ensure_ascii=False
        )
        print(text, flush=True)
        if folder is not None:
            (folder / f"proof-{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
