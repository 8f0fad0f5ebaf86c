"""Tables of evidence: p-values under their nulls, evasions, and the baselines."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import fmean, median

from revenuer.trial.calibration import LEVELS, rates
from revenuer.trial.result_table import ResultTable, Row, mean_of, rows_of


def signal_nulls(runs: Sequence[Row]) -> ResultTable | None:
    """Share of small p-values a signal, over ordinary customers and over everybody innocent."""
    values: dict[str, dict[str, list[float]]] = {"ordinary": {}, "innocent": {}}
    for run in runs:
        for kind, signals in run.get("p_values", {}).items():
            for signal, listed in signals.items():
                values[kind].setdefault(signal, []).extend(listed)
    rows: list[Row] = []
    for signal in sorted(values["innocent"]):
        row: Row = {"signal": signal}
        for kind, short in (("ordinary", ""), ("innocent", "_all")):
            listed = values[kind].get(signal, [])
            row[f"groups{short}"] = len(listed)
            told = rates(listed) if listed else {}
            row |= {f"p_≤_{level}{short}": told.get(str(level)) for level in LEVELS}
        rows.append(row)
    about = (
        "p-values of each signal over candidate groups of ordinary customers, and of all innocent "
        "ones (all): uniform or conservative where a share is at most its level. A signal speaks "
        "against some benign explanations only, so look-alikes of another kind may well stand out "
        "on one: a class shares its address, a red team asks for hidden reasoning. Groups of one "
        "log overlap."
    )
    return ResultTable("signal-p-values", about, rows)


def evasions(runs: Sequence[Row]) -> ResultTable | None:
    """Each evasion: what it costs the operator, and what is left of the evidence."""
    rows = []
    for (_, name), group in rows_of(runs, "campaign").items():
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
                "account_recall": mean_of(group, "account_recall"),
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
        false, benign = (sum(w[k] for w in told) for k in ("false", "benign"))
        rows.append(
            {
                "detector": f"MMD windows, null {null}",
                "campaigns_found": f"{found} of {present}",
                "campaign_recall": round(found / present, 3) if present else None,
                "account_precision": None,
                "false_groups": f"{false} of {benign}",
                "innocent_accounts": None,
                "logs_with_false": sum(w["false"] > 0 for w in told),
            }
        )
    about = (
        "The baselines on the same logs. Precision is over all accounts that are named. MMD names "
        "windows, not accounts: found is a flagged window of which a twentieth is the campaign, "
        "false a flagged window without harvest."
    )
    return ResultTable("baselines", about, rows)


def _baseline(name: str, told: Sequence[Row]) -> Row:
    staged = [row for one in told for row in one["rows"] if row["kind"] == "campaign"]
    found = sum(row["found"] for row in staged)
    totals = [one["totals"] for one in told]
    named, right = (
        sum(t[f"{how}_in_campaigns"] for t in totals) for how in ("accounts", "rightly")
    )
    return {
        "detector": name,
        "campaigns_found": f"{found} of {len(staged)}",
        "campaign_recall": round(found / len(staged), 3) if staged else None,
        "account_precision": round(right / named, 3) if named else None,
        "false_groups": sum(t["wrong_campaigns"] for t in totals),
        "innocent_accounts": sum(t["innocent_accounts_in_campaigns"] for t in totals),
        "logs_with_false": sum(t["wrong_campaigns"] > 0 for t in totals),
    }
