"""Tables of a suite's results, for the terminal and for the documentation."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import Any

from revenuer.stats.intervals import clopper_pearson
from revenuer.trial.calibration import rates

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ResultTable:
    """`rows` with equal keys, `about` a sentence, `numbers` further figures by name."""

    name: str
    about: str
    rows: list[Row]
    numbers: dict[str, Any] = field(default_factory=dict)

    @property
    def headings(self) -> list[str]:
        """The columns' names in words."""
        return [key.replace("_", " ") for key in (self.rows[0] if self.rows else {})]

    def cells(self) -> Iterable[list[str]]:
        """The rows as text."""
        return ([_text(value) for value in row.values()] for row in self.rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value)


def tables_of(document: dict[str, Any]) -> list[ResultTable]:
    """Every table that the results of a suite give."""
    runs = document["runs"]
    made = [make(runs) for make in _MAKERS]
    return [table for table in made if table is not None and table.rows]


def _rows(runs: Sequence[Row], *kinds: str) -> dict[tuple[str, str], list[Row]]:
    """Rows of these kinds by view and scenario."""
    out: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for run in runs:
        for row in run["rows"]:
            if row["kind"] in kinds:
                out[run["view"], row["scenario"]].append(row)
    return out


def _mean(rows: Iterable[Row], key: str) -> float | None:
    values = [row[key] for row in rows if row.get(key) is not None]
    return round(fmean(values), 3) if values else None


def _least(rows: Iterable[Row], key: str) -> float | None:
    values = [row[key] for row in rows if row.get(key) is not None]
    return round(min(values), 3) if values else None


def campaigns(runs: Sequence[Row]) -> ResultTable | None:
    """How each campaign and pool was found. Precision is over logs in which it was found."""
    views = {run["view"] for run in runs}
    rows = []
    for (view, name), group in _rows(runs, "campaign", "pool").items():
        row: Row = {"view": view} if len(views) > 1 else {}
        rows.append(
            row | {
                "scenario": name,
                "kind": group[0]["kind"],
                "logs": len(group),
                "accounts": round(median(r["accounts"] for r in group)),
                "exchanges": round(median(r["exchanges"] for r in group)),
                "found": sum(r["found"] for r in group),
                "account_recall": _mean(group, "account_recall"),
                "lowest_recall": _least(group, "account_recall"),
                "account_precision": _mean(group, "account_precision"),
                "exchange_recall": _mean(group, "exchange_recall"),
                "exchange_precision": _mean(group, "exchange_precision"),
            }
        )  # fmt: skip
    about = "Campaigns and pools: found under their fair verdict, in so many of the logs."
    return ResultTable("found", about, rows)


def innocents(runs: Sequence[Row]) -> ResultTable:
    """Every innocent scenario: in how many logs a group of it was called campaign or pool."""
    views = {run["view"] for run in runs}
    rows = []
    for (view, name), group in _rows(runs, "ordinary", "look-alike").items():
        row: Row = {"view": view} if len(views) > 1 else {}
        rows.append(
            row | {
                "scenario": name,
                "logs": len(group),
                "accounts": sum(r["accounts"] for r in group),
                "called_campaign": sum("campaign" in r["verdicts"] for r in group),
                "called_pool": sum("pool" in r["verdicts"] for r in group),
                "accounts_in_campaigns": sum(r["in_campaigns"] for r in group),
                "accounts_in_pools": sum(r["in_pools"] for r in group),
            }
        )  # fmt: skip
    about = "Innocent customers: logs in which a group of theirs was called campaign or pool."
    return ResultTable("innocents", about, rows)


def false_campaigns(runs: Sequence[Row]) -> ResultTable | None:
    """At each rate: logs with a false campaign, and the share of campaigns that are false."""
    rows = []
    for view in dict.fromkeys(run["view"] for run in runs):
        seen = [run for run in runs if run["view"] == view]
        for rate in seen[0]["totals"]:
            totals = [run["totals"][rate] for run in seen]
            wrong = sum(t["wrong_campaigns"] > 0 for t in totals)
            interval = clopper_pearson(wrong, len(totals))
            shares = [t["wrong_campaigns"] / max(1, t["campaigns"]) for t in totals]
            rows.append(
                {
                    "view": view,
                    "stated_rate": rate,
                    "logs": len(totals),
                    "campaigns": sum(t["campaigns"] for t in totals),
                    "false_campaigns": sum(t["wrong_campaigns"] for t in totals),
                    "mean_false_share": round(fmean(shares), 4),
                    "logs_with_one": wrong,
                    "their_share_95_%": f"{interval.low:.3f} – {interval.high:.3f}",
                    "false_pools": sum(t["wrong_pools"] for t in totals),
                    "innocent_accounts": sum(t["innocent_accounts_in_campaigns"] for t in totals),
                    "expected_wrong": round(sum(t["expected_wrong_accounts"] for t in totals), 1),
                }
            )
    about = (
        "False accusations. The false discovery rate is the mean share of campaigns that are "
        "false: without any campaign in the logs it is the share of logs with one."
    )
    return ResultTable("false-campaigns", about, rows)


def separations(runs: Sequence[Row]) -> ResultTable | None:
    """How well operators were told apart."""
    told = [run["separation"] for run in runs if run.get("separation")]
    keys = list(dict.fromkeys(key for row in told for key in row))
    rows = [
        {
            "measure": key.replace("_", " "),
            "logs": sum(key in row for row in told),
            "mean": _mean(told, key),
            "lowest": _least(told, key),
        }
        for key in keys
    ]
    about = (
        "Operators told apart: adjusted Rand index of the February operators by account and of two "
        "labs by exchange (1 is perfect, 0 chance); share of two pools' accounts in one campaign."
    )
    return ResultTable("separation", about, rows)


def signal_nulls(runs: Sequence[Row]) -> ResultTable | None:
    """Share of small p-values a signal, where its null holds."""
    values: dict[str, list[float]] = defaultdict(list)
    for run in runs:
        for signal, listed in run.get("p_values", {}).items():
            values[signal] += listed
    rows = [
        {"signal": name, "groups": len(listed), **{f"p_≤_{k}": v for k, v in rates(listed).items()}}
        for name, listed in sorted(values.items())
    ]
    about = (
        "p-values of each signal over candidate groups for which its null holds: uniform or "
        "conservative where each share is at most the level. Groups of one log overlap."
    )
    return ResultTable("signal-p-values", about, rows)


def evasions(runs: Sequence[Row]) -> ResultTable | None:
    """Each evasion: what it costs the operator, and what is left of the evidence."""
    rows = []
    for (_, name), group in _rows(runs, "campaign").items():
        if not name.startswith("evasion_"):
            continue
        weighed = [e for run in runs if (e := run["evidence"].get(name)) is not None]
        rows.append(
            {
                "evasion": name.removeprefix("evasion_"),
                "logs": len(group),
                "harvest_an_account": round(
                    fmean(r.get("harvested", 0) / r["accounts"] for r in group), 1
                ),
                "paid_a_harvested": round(
                    fmean(r["exchanges"] / max(1, r.get("harvested", 0)) for r in group), 2
                ),
                "found": sum(r["found"] for r in group),
                "account_recall": _mean(group, "account_recall"),
                "grouped": len(weighed),
                "log10_coordination": _log10(weighed, lambda e: e["coordination"]),
                "log10_extraction": _log10(weighed, lambda e: e["extraction"]),
            }
        )
    about = (
        "An adaptive operator: what each evasion costs (harvested requests an account, requests "
        "paid for each), and what is left: median decimal logarithm of the e-value on each axis."
    )
    return ResultTable("evasions", about, rows)


def evasion_signals(runs: Sequence[Row]) -> ResultTable | None:
    """Signal by evasion: median log10 of the e-value."""
    values: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    names: list[str] = []
    for run in runs:
        for name, evidence in run.get("evidence", {}).items():
            if not name.startswith("evasion_") or evidence is None:
                continue
            short = name.removeprefix("evasion_")
            names.append(short)
            for signal, (_, e) in evidence["signals"].items():
                if e is not None:
                    values[signal][short].append(math.log10(max(e, 1e-12)))
    columns = list(dict.fromkeys(names))
    rows = [
        {"signal": signal}
        | {c: round(median(told[c]), 1) if told.get(c) else None for c in columns}
        for signal, told in sorted(values.items())
    ]
    about = "Signal by evasion: median decimal logarithm of the signal's e-value; 0 says nothing."
    return ResultTable("evasion-signals", about, rows)


def _log10(weighed: Sequence[Row], of: Callable[[Row], float]) -> float | None:
    if not weighed:
        return None
    return round(median(math.log10(max(of(e), 1e-12)) for e in weighed), 1)


def baselines(runs: Sequence[Row]) -> ResultTable | None:
    """The baselines beside the scan, on the same logs."""
    seen = [run for run in runs if "baselines" in run]
    by_name: dict[str, list[Row]] = defaultdict(list)
    for run in seen:
        for told in run["baselines"]:
            by_name[told["name"]].append(told)
    ours = [{"rows": run["rows"], "totals": next(iter(run["totals"].values()))} for run in seen]
    rows = [_baseline("revenuer scan", ours)] if ours else []
    rows += [_baseline(name, told) for name, told in by_name.items()]
    windows = [w for run in seen for w in run["windows"]]
    for null in dict.fromkeys(w["null"] for w in windows):
        told = [w for w in windows if w["null"] == null]
        present, found = (sum(len(w[k]) for w in told) for k in ("present", "found"))
        rows.append(
            {
                "detector": f"MMD windows, null {null}",
                "campaigns_found": f"{found} of {present}",
                "campaign_recall": round(found / present, 3) if present else None,
                "account_precision": None,
                "false_groups": sum(w["false"] for w in told),
                "innocent_accounts": None,
                "logs_with_false": sum(w["false"] > 0 for w in told),
            }
        )
    about = (
        "The baselines on the same logs. MMD names windows, not accounts: found is a flagged "
        "window of which a twentieth is the campaign, false a flagged window without harvest."
    )
    return ResultTable("baselines", about, rows)


def _baseline(name: str, told: Sequence[Row]) -> Row:
    staged = [row for one in told for row in one["rows"] if row["kind"] == "campaign"]
    found = sum(row["found"] for row in staged)
    totals = [one["totals"] for one in told]
    return {
        "detector": name,
        "campaigns_found": f"{found} of {len(staged)}",
        "campaign_recall": round(found / len(staged), 3) if staged else None,
        "account_precision": _mean(staged, "account_precision"),
        "false_groups": sum(t["wrong_campaigns"] for t in totals),
        "innocent_accounts": sum(t["innocent_accounts_in_campaigns"] for t in totals),
        "logs_with_false": sum(t["wrong_campaigns"] > 0 for t in totals),
    }


def unassessed(runs: Sequence[Row]) -> ResultTable | None:
    """What the scan said it could not assess, by view."""
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for run in runs:
        for missing in run.get("cannot_assess", ()):
            said[run["view"], missing["why"]].add(missing["signal"])
    if len({run["view"] for run in runs}) < 2:
        return None
    rows = [
        {"view": view, "why": why, "signals": ", ".join(sorted(signals))}
        for (view, why), signals in said.items()
    ]
    return ResultTable("cannot-assess", "What could not be assessed, and why.", rows)


def costs(runs: Sequence[Row]) -> ResultTable | None:
    """Seconds and memory of the scans."""
    rows = []
    for view in dict.fromkeys(run["view"] for run in runs):
        seen = [run for run in runs if run["view"] == view]
        rows.append(
            {
                "view": view,
                "logs": len(seen),
                "exchanges": round(median(run["exchanges"] for run in seen)),
                "accounts": round(median(run["accounts"] for run in seen)),
                "seconds": round(median(run["seconds"] for run in seen), 1),
                "MiB": max((run["mebibytes"] or 0 for run in seen), default=0),
            }
        )
    return ResultTable("cost", "Size of the logs, time and memory of a scan.", rows)


_MAKERS: tuple[Callable[[Sequence[Row]], ResultTable | None], ...] = (
    campaigns,
    false_campaigns,
    innocents,
    separations,
    signal_nulls,
    evasions,
    evasion_signals,
    unassessed,
    baselines,
    costs,
)
