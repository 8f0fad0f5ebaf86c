"""Tables of a suite's results, for the terminal and for the documentation."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import fmean, median
from typing import Any

from revenuer.stats.intervals import clopper_pearson
from revenuer.trial.result_table import ResultTable, Row, least_of, mean_of, rows_of
from revenuer.trial.tables_of_evidence import baselines, evasion_signals, evasions, signal_nulls


def tables_of(document: dict[str, Any]) -> list[ResultTable]:
    """Every table that the results of a suite give."""
    runs = document["runs"]
    made = [make(runs) for make in _MAKERS]
    return [table for table in made if table is not None and table.rows]


def campaigns(runs: Sequence[Row]) -> ResultTable | None:
    """How each campaign and pool was found. Precision is over logs in which it was found."""
    views = {run["view"] for run in runs}
    rows = []
    for (view, name), group in rows_of(runs, "campaign", "pool").items():
        row: Row = {"view": view} if len(views) > 1 else {}
        rows.append(
            row | {
                "scenario": name,
                "kind": group[0]["kind"],
                "logs": len(group),
                "accounts": round(median(r["accounts"] for r in group)),
                "exchanges": round(median(r["exchanges"] for r in group)),
                "found": sum(r["found"] for r in group),
                "found_by_accounts": _by_accounts(group),
                "only_called_pool": sum(
                    r["kind"] == "campaign" and not r["found"] and "pool" in r["verdicts"]
                    for r in group
                ),
                "account_recall": mean_of(group, "account_recall"),
                "lowest_recall": least_of(group, "account_recall"),
                "account_precision": mean_of(group, "account_precision"),
                "exchange_recall": mean_of(group, "exchange_recall"),
                "exchange_precision": mean_of(group, "exchange_precision"),
            }
        )  # fmt: skip
    about = (
        "Campaigns and pools: found under their fair verdict, in so many of the logs; campaigns of "
        "which only the pool was seen, not the harvest, are counted apart."
    )
    return ResultTable("found", about, rows)


def _by_accounts(group: Sequence[Row]) -> str:
    """Found of so many logs at each number of accounts, where there are several."""
    sizes = sorted({r["accounts"] for r in group})
    if len(sizes) == 1:
        return ""
    by = ([r["found"] for r in group if r["accounts"] == size] for size in sizes)
    told = zip(sizes, by, strict=True)
    return ", ".join(f"{size:,}: {sum(found)} of {len(found)}" for size, found in told)


def innocents(runs: Sequence[Row]) -> ResultTable:
    """Every innocent scenario: in how many logs a group of it was called campaign or pool."""
    views = {run["view"] for run in runs}
    rows = []
    for (view, name), group in rows_of(runs, "ordinary", "look-alike").items():
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
                "accounts_watched": sum(r["in_watched"] for r in group),
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
                    "innocent_in_pools": sum(t["innocent_accounts_in_pools"] for t in totals),
                    "wrongly_watched": sum(t["wrong_watched"] for t in totals),
                    "expected_wrong": round(sum(t["expected_wrong_accounts"] for t in totals), 1),
                }
            )
    about = (
        "False accusations. The false discovery rate is the mean share of campaigns that are "
        "false: without any campaign in the logs it is the share of logs with one. Wrongly watched "
        "are groups of innocent customers that are put before a person without a verdict."
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
            "mean": mean_of(told, key),
            "lowest": least_of(told, key),
        }
        for key in keys
    ]
    about = (
        "Operators told apart: adjusted Rand index of the February operators by account and of two "
        "labs by exchange (1 is perfect, 0 chance); share of two pools' accounts in one campaign. "
        "Operators, operation: the same for whatever was named, pools too."
    )
    return ResultTable("separation", about, rows)


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


def power(document: dict[str, Any]) -> ResultTable:
    """The power curve of a planted campaign."""
    about = (
        f"{document['scenario']} planted in {document['host_exchanges']:,} exchanges of "
        f"{document['host_accounts']:,} accounts, at a false discovery rate of {document['fdr']}. "
        "Planted and customers are what was planted: exchanges harvested, and the share of real "
        "customers' exchanges in the same accounts."
    )
    rows = sorted(document["rows"], key=lambda r: (r["mixed"], r["each"], r["accounts"]))
    return ResultTable("power", about, rows)


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
