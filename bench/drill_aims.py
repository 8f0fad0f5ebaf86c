"""What detection should reach, and what the saved tables of the drill say: one row an aim."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from scipy import stats

from revenuer.stats.intervals import clopper_pearson

Row = dict[str, Any]
AGENTIC = ("february_agentic", "february_coding", "day_one_pivot")
MIXED = ("mixed_pool_70", "mixed_pool_95")


def share(hits: int, tries: int) -> str:
    """So many of so many, with the exact 95 % interval of the share."""
    inside = clopper_pearson(hits, tries)
    return f"{hits} of {tries} ({inside.low:.0%} – {inside.high:.0%})"


class Saved:
    """The tables in docs/results."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def rows(self, table: str) -> list[Row]:
        return self._document(table).get("rows", [])

    def source(self, suite: str) -> str:
        """The program that the suite's figures are of; "" where that was not recorded."""
        table = "separation" if suite == "separation" else "found"
        if suite == "calibration":
            table = "false-campaigns"
        return self._document(f"{suite}-{table}").get("source", "")

    def _document(self, table: str) -> Row:
        path = self._folder / f"drill-{table}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def row(aim: str, measured: str, reached: bool) -> Row:
    return {"aim": aim, "measured": measured, "reached": "yes" if reached else "**no**"}


def found(rows: Sequence[Row]) -> tuple[int, int]:
    return sum(r["found"] for r in rows), sum(r["logs"] for r in rows)


def standard(saved: Saved) -> list[Row]:
    staged = [r for r in saved.rows("standard-found") if r["kind"] == "campaign"]
    plain = [r for r in staged if r["scenario"] not in AGENTIC]
    agentic = [r for r in staged if r["scenario"] in AGENTIC]
    weakest = min(plain, key=lambda r: r["account_recall"])
    above = sum(r["account_recall"] >= 0.97 for r in plain)
    wrong = min(plain, key=lambda r: r["account_precision"])
    mixed = [r for r in staged if r["scenario"] in MIXED]
    worst = min(min(r["exchange_recall"], r["exchange_precision"]) for r in mixed)
    told = saved.rows("standard-false-campaigns")[0]
    seen = sum(r["only_called_pool"] for r in agentic)
    return [
        row("Standard suite: every campaign is found, but agentic ones", share(*found(plain)),
            found(plain)[0] == found(plain)[1]),
        row("Agentic campaigns are found", f"{share(*found(agentic))}; {seen} more are called pool",
            found(agentic)[0] == found(agentic)[1]),
        row("Account recall of 0.97 or more in each style",
            f"{above} of {len(plain)} styles; lowest {weakest['account_recall']:.3f} "
            f"(`{weakest['scenario']}`)", above == len(plain)),
        row("Account precision of 0.995 or more in each style",
            f"lowest {wrong['account_precision']:.3f}", wrong["account_precision"] >= 0.995),
        row("Mixed pools: exchange recall and precision of 0.9 or more", f"lowest {worst:.3f}",
            worst >= 0.9),
        row("Standard suite: no false campaign, nobody innocent named",
            f"{told['false_campaigns']} false of {told['campaigns']}; {told['innocent_accounts']} "
            f"innocent accounts in campaigns, {told['innocent_in_pools']} in pools",
            told["false_campaigns"] + told["innocent_accounts"] == 0),
    ]  # fmt: skip


def quiet(saved: Saved) -> list[Row]:
    first = saved.rows("quiet-false-campaigns")[0]
    with_one = share(first["logs_with_one"], first["logs"])
    pools = found(saved.rows("quiet-found"))
    return [
        row("Quiet suite: no campaign in 50 logs",
            f"{first['false_campaigns']}; logs with one {with_one}",
            first["false_campaigns"] == 0 and first["logs"] >= 50),
        row("Plain pools are called pool in 90 %", share(*pools), pools[0] >= 0.9 * pools[1]),
    ]  # fmt: skip


def rates(saved: Saved) -> list[Row]:
    out = []
    for suite in ("quiet", "calibration"):
        rows = saved.rows(f"{suite}-false-campaigns")
        told = ", ".join(f"{r['logs_with_one'] / r['logs']:.0%} at {float(r['stated_rate']):.0%}"
                         for r in rows)  # fmt: skip
        kept = all(r["logs_with_one"] / r["logs"] <= float(r["stated_rate"]) for r in rows)
        aim = f"False campaigns at or below the stated rate, {suite} suite"
        out.append(row(aim, f"{told} ({rows[0]['logs']} logs)", kept))
    for suite in ("quiet", "calibration"):
        out += p_values(suite, saved.rows(f"{suite}-signal-p-values"))
    return out


def p_values(suite: str, signals: Sequence[Row]) -> list[Row]:
    """Shares of small p-values over their level; and which of them are beyond chance: exact
    binomial tests, Bonferroni over signals and levels at 5 %. Groups of one log overlap, so the
    tests find too much rather than too little. What is within chance is not shown to be uniform."""
    over = [
        (r["signal"], round(r[f"p_≤_{level}"] * r["groups"]), r["groups"], level)
        for r in signals for level in (0.01, 0.05, 0.1)
        if r[f"p_≤_{level}"] != "" and r[f"p_≤_{level}"] > level
    ]  # fmt: skip
    bar = 0.05 / (3 * len(signals))
    bad = [o for o in over if stats.binomtest(*o[1:], alternative="greater").pvalue < bar]

    def told(found: list[tuple[str, int, int, float]]) -> str:
        return "; ".join(f"`{name}` {k} of {n} at {level:.0%}" for name, k, n, level in found)

    kept = f"{len(signals) - len({o[0] for o in over})} of {len(signals)} signals"
    aim = f"p-values uniform or conservative among ordinary customers, {suite} suite"
    return [
        row(aim, f"{kept}; not {told(over)}" if over else kept, not over),
        row(f"The same, but for what chance explains, {suite} suite",
            f"not {told(bad)}" if bad else "all signals", not bad),
    ]  # fmt: skip


def separation(saved: Saved) -> list[Row]:
    by = {r["measure"]: r for r in saved.rows("separation-separation")}
    february, pools = by["february rand operators"], by["two pools in one operation"]
    labs = by["labs rand"]
    called = next((r["found"] for r in saved.rows("separation-found")
                   if r["scenario"] == "one_lab_two_pools"), 0)  # fmt: skip
    return [
        row("Three operators of February apart, adjusted Rand index of 0.95",
            f"{february['mean']:.3f}, lowest {february['lowest']:.3f}, {february['logs']} logs",
            february["mean"] >= 0.95),
        row("One campaign over two pools is one operation",
            f"{pools['mean']:.1%} of its accounts are in one, {pools['lowest']:.1%} or more in each"
            f" of {pools['logs']} logs; called campaign in {called} of them (it is agentic)",
            pools["lowest"] > 0.9),
        row("Two labs on one pool told apart by exchange",
            f"Rand index {labs['mean']:.3f}, lowest {labs['lowest']:.3f}, {labs['logs']} logs",
            labs["lowest"] > 0.5),
    ]  # fmt: skip


def four(saved: Saved) -> list[Row]:
    rows = saved.rows("four-requests-found")
    staged = [r for r in rows if r["kind"] == "campaign"]
    told = ", ".join(f"{r['found']}/{r['logs']} by {r['accounts']}"
                     for r in sorted(staged, key=lambda r: r["accounts"]))  # fmt: skip
    large = [r for r in staged if r["accounts"] >= 300]
    kept = all(r["found"] == r["logs"] for r in large)
    return [row("Four requests an account: found from 300 accounts on", told, kept)]


def languages(saved: Saved) -> list[Row]:
    staged = [r for r in saved.rows("languages-found") if r["kind"] == "campaign"]
    hits, tries = found(staged)
    weakest = min(staged, key=lambda r: (r["found"] / r["logs"], r["account_recall"]))
    told = (f"{share(hits, tries)}; weakest `{weakest['scenario']}`, {weakest['found']} of "
            f"{weakest['logs']}, account recall {weakest['account_recall']:.3f}")  # fmt: skip
    return [row("Chinese, German and mixed languages: every campaign is found", told,
                hits == tries)]  # fmt: skip


def asking(saved: Saved) -> list[Row]:
    staged = [r for r in saved.rows("agentic-found") if r["kind"] == "campaign"]
    by = {int(r["scenario"].rsplit("_", 1)[1]): r for r in staged}
    told = ", ".join(
        f"{r['found']}/{r['logs']} at {part} %"
        + (f" (exchange recall {r['exchange_recall']})" if r["found"] else "")
        for part, r in sorted(by.items())
    )
    aim = "Agentic coding of which a part demands the reasoning: found from 2 % on"
    kept = all(r["found"] == r["logs"] for part, r in by.items() if part >= 2)
    return [row(aim, told, kept)]


def customers(saved: Saved) -> list[Row]:
    rows = saved.rows("customers-found")
    told = saved.rows("customers-false-campaigns")[0]
    pools = sum(r["logs"] for r in rows)
    return [
        row("Pools with a customer who looks like a harvester: none is called campaign",
            f"{share(told['false_campaigns'], pools)}; {found(rows)[0]} called pool",
            told["false_campaigns"] == 0),
    ]  # fmt: skip


def missing(saved: Saved) -> list[Row]:
    rows = saved.rows("missing-fields-false-campaigns")
    wrong, pools = (sum(r[k] for r in rows) for k in ("false_campaigns", "false_pools"))
    named = {r["view"]: r["innocent_accounts"] + r["innocent_in_pools"] for r in rows}
    each = ", ".join(f"{count} with {view}" for view, count in named.items())
    told = (f"{wrong} false campaigns and {pools} false pools in {len(rows)} views of "
            f"{rows[0]['logs']} logs; innocent accounts in true ones: {each}")  # fmt: skip
    kept = wrong + pools == 0 and max(named.values()) <= named["everything"]
    return [row("Missing fields: false accusations do not rise", told, kept)]


def real(saved: Saved) -> list[Row]:
    staged = [r for r in saved.rows("real-found") if r["kind"] == "campaign"]
    seen = found(staged)[0] + sum(r["only_called_pool"] for r in staged)
    told = saved.rows("real-false-campaigns")[0]
    return [
        row("Real texts: campaigns are called so",
            f"{share(*found(staged))}; {seen} are seen as one operator",
            found(staged)[0] == found(staged)[1]),
        row("Real texts: no false campaign",
            f"{told['false_campaigns']} false of {told['campaigns']}; {told['innocent_accounts']} "
            f"innocent accounts in campaigns, {told['innocent_in_pools']} in pools",
            told["false_campaigns"] + told["innocent_accounts"] == 0),
    ]  # fmt: skip


PARTS: tuple[tuple[tuple[str, ...], Callable[[Saved], list[Row]]], ...] = (
    (("standard",), standard),
    (("quiet",), quiet),
    (("separation",), separation),
    (("four-requests",), four),
    (("languages",), languages),
    (("agentic",), asking),
    (("customers",), customers),
    (("quiet", "calibration"), rates),
    (("missing-fields",), missing),
    (("real",), real),
)


def aims(folder: Path) -> dict[str, Any]:
    """A result file, from those in `folder`."""
    saved = Saved(folder)
    about = "What detection should reach, and what was measured. Intervals are exact, 95 %."
    newest = saved.source("standard")
    rows = []
    for suites, part in PARTS:
        before = any(saved.source(suite) != newest for suite in suites)
        rows += [
            one | {"measured": f"{one['measured']} (an earlier version)"} if before else one
            for one in part(saved)
        ]
    return {"about": about, "rows": rows}
