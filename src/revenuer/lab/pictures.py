"""The power curves as pictures, from saved results alone: `docs/results/lab/rows.json`."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from revenuer.lab.grid import AS_TRAINED, LOGPROB, REFERRED, TEXT, Row
from revenuer.markup.chart import Axis, Bars, Chart, Series, plain
from revenuer.problems import Problem

MILLIONTH = -6.0
TRAINED_OTHERWISE = (
    "plain-paraphrased",
    "plain-paraphrased-20",
    "plain-logits",
    "plain-best-of-4",
    "plain-leak",
)
SCORES = {
    REFERRED: "less references",
    LOGPROB: "log-probabilities",
    TEXT: "text only, words continued",
}


def pictures(results: Path) -> dict[str, str]:
    """File names and SVG, of whatever the results hold. Raises Problem where there are none."""
    path = results / "lab" / "rows.json"
    if not path.is_file():
        raise Problem(
            "There are no saved results.",
            where=str(path),
            hint="`revenuer lab save LAB --out docs/results` writes them",
        )
    saved = orjson.loads(path.read_bytes())
    rows, curves = saved["rows"], saved["curves"]
    drawn = {
        "lab-pairs.svg": _pairs(curves),
        "lab-share.svg": _share(rows),
        "lab-twins.svg": _twins(rows),
        "lab-changes.svg": _changes(rows),
    }
    return {name: picture for name, picture in drawn.items() if picture}


def _drawn(chart: Chart) -> str:
    """The chart's lines that have points, or nothing where none has."""
    lines = tuple(series for series in chart.series if series.points)
    return replace(chart, series=lines).svg() if lines else ""


def _pairs(curves: list[Row]) -> str:
    wanted: list[tuple[str, Callable[[Row], bool]]] = [
        ("served only, 3 epochs", _is("plain-100-e3", REFERRED)),
        ("100 % served, 1 epoch, 10,000 pairs", _is("plain-many-e1", REFERRED)),
        ("20 % served, 3 epochs", _is("plain-20-e3", REFERRED)),
        ("20 % served, 1 epoch", _is("plain-20-e1", REFERRED)),
        ("20 %, 1 epoch, no references", _is("plain-20-e1", LOGPROB)),
        ("20 % served, 3 epochs, hybrid", _is("hybrid-20-e3", REFERRED)),
        ("served only, 3 epochs, text only", _is("plain-100-e3", TEXT)),
    ]
    series = [
        Series(name, [(p["pairs"], p["log10_p"]) for p in curves if chosen(p)])
        for name, chosen in wanted
    ]
    return _drawn(
        Chart(
            "How strong the proof is, by the number of coined pairs",
            Axis("coined pairs", 100, 10_000, (200, 500, 1_000, 2_000, 5_000, 10_000), log=True),
            _strength(p for one in series for _, p in one.points),
            tuple(series),
            rule=(MILLIONTH, "one in a million"),
        )
    )


def _share(rows: list[Row]) -> str:
    series = []
    for score in (REFERRED, LOGPROB):
        for epochs in (3, 1):
            points = sorted(
                (100 * r["share"], r["pairs_for_1e6"])
                for r in rows
                if _shares(r, epochs, score) and r["pairs_for_1e6"]
            )
            plural = "s" if epochs > 1 else ""
            series.append(Series(f"{epochs} epoch{plural}, {SCORES[score]}", points))
    return _drawn(
        Chart(
            "Pairs needed for one in a million, by the share of training data that was served",
            Axis("share of training data served, %", 1, 100, (1, 5, 20, 100), log=True),
            Axis("pairs needed", 100, 100_000, (100, 1_000, 10_000, 100_000), log=True),
            tuple(series),
        )
    )


def _twins(rows: list[Row]) -> str:
    series = []
    for score, name in SCORES.items():
        own = [r for r in rows if r["student"] == "plain-eight" and r["score"] == score]
        series.append(Series(name, sorted((r["twins"], r["log10_p"]) for r in own)))
    return _drawn(
        Chart(
            "More twins for each pair: the same student, the same exchanges",
            Axis("twins kept for each answer served", 1, 8, (1, 4, 8)),
            _strength(p for one in series for _, p in one.points),
            tuple(series),
            rule=(MILLIONTH, "one in a million"),
        )
    )


def _changes(rows: list[Row]) -> str:
    groups = []
    for student, title in (
        ("plain-20-e3", "transformer, 20 % served"),
        ("plain-100-e3", "transformer, served only"),
        ("hybrid-20-e3", "hybrid, 20 % served"),
        ("hybrid-100-e3", "hybrid, served only"),
    ):
        own = [r for r in rows if r["student"] == student and r["score"] == REFERRED]
        groups.append((title, [(_change_name(r), r["log10_p"]) for r in own]))
    trained_otherwise = [
        (r["about"], r["log10_p"])
        for r in rows
        if r["student"] in TRAINED_OTHERWISE and r["score"] == REFERRED
    ]
    groups.append(("transformer, trained otherwise", trained_otherwise))
    return Bars(
        "What is left of the proof after the student was changed (2,000 pairs)",
        [(title, [(name, (p,)) for name, p in group]) for title, group in groups if group],
        most=-min([MILLIONTH * 2, *(p for _, group in groups for _, p in group)]),
        told=lambda p: plain(round(p, 1)),
        rule=(MILLIONTH, f"one in a million (log10 p {plain(MILLIONTH)})"),
    ).svg()


def _change_name(row: Row) -> str:
    return "as trained" if row["change"] == AS_TRAINED else str(row["change"])


def _shares(row: Row, epochs: int, score: str) -> bool:
    named = row["student"] in {f"plain-{s}-e{epochs}" for s in (1, 5, 20, 100)}
    return named and row["score"] == score and row["change"] == AS_TRAINED


def _is(student: str, score: str) -> Callable[[Row], bool]:
    return lambda point: point["student"] == student and point["score"] == score


def _strength(found: Any) -> Axis:
    """An axis of log10 p from 0 down to a round number."""
    lowest = min([MILLIONTH * 2, *found])
    step = next(s for s in (2, 5, 10, 20, 50, 100, 200) if -lowest / s <= 8)
    end = -step * math.ceil(-lowest / step)
    return Axis("log10 p", 0, end, tuple(range(0, end - 1, -step)))
