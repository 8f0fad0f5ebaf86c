"""Plays a suite seed by seed. What is finished is kept, so that a run can be taken up again.

`OUT/seeds/SEED-VIEW.json` is written when a seed is done; `OUT/results.json` holds them all.
"""

import math
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq

from revenuer.problems import Problem
from revenuer.settings import ScanSettings
from revenuer.trial.baselines import BASELINES
from revenuer.trial.baselines.mmd_window import windows_flagged
from revenuer.trial.calibration import best_group, null_p_values
from revenuer.trial.found import Found, of_record, of_scan
from revenuer.trial.keeping import finished, keep, resumable, take_up
from revenuer.trial.processes import Cost, measured
from revenuer.trial.provenance import versions
from revenuer.trial.scoring import score
from revenuer.trial.separation import separated
from revenuer.trial.staging import StagedLog, seen_through, stage
from revenuer.trial.suites import Suite
from revenuer.trial.truth import Truth, read_truth

SCHEMA = "revenuer/drill/1"


@dataclass(frozen=True, slots=True)
class Trial:
    """What to run. `seeds` None takes the suite's number, `first_seed` None its own first one: give
    another while you tune something, so that a reported seed stays unseen. `workers` of a scan only
    change its time. Raises `Problem` for numbers that mean nothing."""

    suite: Suite
    out: Path
    seeds: int | None = None
    scale: float = 1.0
    first_seed: int | None = None
    keep_logs: bool = False
    workers: int = 0

    def __post_init__(self) -> None:
        if self.seeds is not None and self.seeds < 1:
            raise Problem("At least one seed is played.", where="--seeds")
        if not (math.isfinite(self.scale) and self.scale > 0):
            raise Problem(
                "The scale is a number greater than 0.", where="--scale", hint="such as 0.1"
            )
        if min(self.first_seed or 0, self.workers) < 0:
            raise Problem("Numbers from 0 on.", where="--first-seed, --workers")

    @property
    def numbers(self) -> range:
        """The seeds, in order."""
        first = self.suite.first_seed if self.first_seed is None else self.first_seed
        return range(first, first + (self.suite.seeds if self.seeds is None else self.seeds))


def run(trial: Trial, tick: Callable[[str], None]) -> dict[str, Any]:
    """Play every seed that is not finished yet and write `results.json`; returns its content.

    `tick` hears of every finished seed. Raises `Problem` where the folder holds another run's seeds
    or a scan fails, and `Interrupted` where the same call goes on.
    """
    identity = _identity(trial)
    other = "seeds of another suite, scale or version of the program"
    take_up(trial.out, trial.out / "suite.json", identity, other)
    with resumable(trial.out):
        for seed in trial.numbers:
            missing = [v for v in trial.suite.views if not _path(trial, seed, v.name).exists()]
            if missing:
                _play(trial, seed)
            tick(f"seed {seed}")
    document = {**identity, "runs": _finished(trial)}
    (trial.out / "results.json").write_bytes(orjson.dumps(document, option=_PRETTY) + b"\n")
    return document


_PRETTY = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS


def _identity(trial: Trial) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "suite": trial.suite.name,
        "about": trial.suite.about,
        "scale": trial.scale,
        "settings": ScanSettings().as_dict(),
        "rates": list(trial.suite.fdrs),
        "versions": versions(),
    }


def _path(trial: Trial, seed: int, view: str) -> Path:
    return trial.out / "seeds" / f"{seed}-{view}.json"


def _finished(trial: Trial) -> list[dict[str, Any]]:
    kept = (
        finished(_path(trial, seed, v.name)) for seed in trial.numbers for v in trial.suite.views
    )
    return [one for one in kept if one is not None]


def _play(trial: Trial, seed: int) -> None:
    """Stage one log and scan it in every view."""
    work = trial.out / "logs" / str(seed)
    log = stage(work / "log", trial.suite.cast(seed), seed, trial.scale)
    truth = read_truth(log.truth)
    for view in trial.suite.views:
        if _path(trial, seed, view.name).exists():
            continue
        folder = work / view.name
        seen = seen_through(log, view, folder)
        watch = _weighed if trial.suite.weighed else _scanned
        result = {"seed": seed, "view": view.name, **watch(trial, seen, truth, folder)}
        if view is trial.suite.views[0]:
            result["baselines"] = _baselines(seen, truth)
            due = seed % trial.suite.windows_every == 0
            result["windows"] = _windows(seen, truth, seed) if due else []
        keep(_path(trial, seed, view.name), result)
    if not trial.keep_logs:
        shutil.rmtree(work)


def _command(log: StagedLog) -> list[str]:
    return [] if log.accounts is None else ["--accounts", str(log.accounts)]


def _scanned(trial: Trial, log: StagedLog, truth: Truth, folder: Path) -> dict[str, Any]:
    """`revenuer scan` as a user runs it."""
    out = folder / "scan"
    verb = [sys.executable, "-m", "revenuer", "scan", str(log.exchanges), "--out", str(out), "-q"]
    verb += ["--workers", str(trial.workers)]
    cost = measured([*verb, *_command(log)], folder / "scan.log")
    found = of_scan(out)
    document = orjson.loads((out / "campaigns.json").read_bytes())
    told = score(found, truth)
    return {
        **_cost(cost, truth),
        "rows": told.rows,
        "totals": {"0.01": told.totals},
        "separation": separated(found, truth),
        "cannot_assess": document["cannot_assess"],
    }


def _weighed(trial: Trial, log: StagedLog, truth: Truth, folder: Path) -> dict[str, Any]:
    """The same scan, its groups' evidence kept, judged at every rate."""
    out = folder / "weighed.json"
    verb = [sys.executable, "-m", "revenuer.trial.weighing", str(log.exchanges), str(out)]
    verb += ["--workers", str(trial.workers)]
    rates = ["--fdr", *(str(rate) for rate in trial.suite.fdrs)]
    cost = measured([*verb, *_command(log), *rates], folder / "scan.log")
    told = orjson.loads(out.read_bytes())
    scores = {
        rate: score([of_record(c) for c in campaigns], truth)
        for rate, campaigns in told["verdicts"].items()
    }
    first = str(trial.suite.fdrs[0])
    return {
        **_cost(cost, truth),
        "rows": scores[first].rows,
        "totals": {rate: one.totals for rate, one in scores.items()},
        "accused": _accused(told, truth),
        "groups": len(told["groups"]),
        "p_values": {
            "ordinary": null_p_values(told["groups"], truth, ("ordinary",)),
            "innocent": null_p_values(told["groups"], truth, ("ordinary", "look-alike")),
        },
        "evidence": _evidence(told["groups"], truth),
    }


def _accused(told: dict[str, Any], truth: Truth) -> dict[str, list[str]]:
    """Scenarios of wrongly accused groups, by rate."""
    out = {}
    for rate, campaigns in told["verdicts"].items():
        groups = [of_record(c) for c in campaigns if c["verdict"] == "campaign"]
        wrong = [row["scenario"] for row in score(groups, truth).rows if row["kind"] != "campaign"
                 and row["verdicts"]]  # fmt: skip
        out[rate] = wrong
    return out


def _evidence(groups: list[dict[str, Any]], truth: Truth) -> dict[str, Any]:
    """For each campaign the best group on its accounts, with every signal's p- and e-value."""
    out = {}
    for name, own in truth.accounts.items():
        if truth.stories[name]["kind"] != "campaign":
            continue
        group = best_group(groups, own)
        out[name] = None if group is None else {
            "coordination": group["coordination"],
            "extraction": group["extraction"],
            "signals": {f["signal"]: [f["p"], f["e"]] for f in group["findings"]},
        }  # fmt: skip
    return out


def _cost(cost: Cost, truth: Truth) -> dict[str, Any]:
    return {
        "exchanges": sum(truth.exchanges.values()),
        "accounts": len(truth.owner),
        "seconds": cost.seconds,
        "mebibytes": cost.mebibytes,
    }


def _baselines(log: StagedLog, truth: Truth) -> list[dict[str, Any]]:
    names = ["exchange_id", "account_id", "ts", "ip", "system", "model"]
    table = pq.read_table(log.exchanges, columns=names)
    out = []
    for baseline in BASELINES:
        groups = [Found("campaign", accounts) for accounts in baseline.accuse(table)]
        told = score(groups, truth)
        kept = ("scenario", "kind", "found", "account_recall", "account_precision", "in_campaigns")
        rows = [{k: row[k] for k in kept if k in row} for row in told.rows]
        out.append({"name": baseline.name, "rows": rows, "totals": told.totals})
    return out


def _windows(log: StagedLog, truth: Truth, seed: int) -> list[dict[str, Any]]:
    table = pq.read_table(log.exchanges, columns=["exchange_id", "ts", "messages"])
    return windows_flagged(table, truth, seed)
