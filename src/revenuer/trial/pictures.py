"""Pictures of results, as SVG files that stand alone."""

from collections.abc import Sequence
from typing import Any

from revenuer.markup.chart import Axis, Bars, Chart, Series, percent
from revenuer.markup.heat import Heat
from revenuer.stats.intervals import clopper_pearson

_FULL = 3.0
"""Decimal logarithm of an e-value from which a cell is as dark as can be."""
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


def power_picture(document: dict[str, Any]) -> str:
    """Share of planted campaigns caught, over accounts; a line a size and mix."""
    lines = []
    for each, mixed in sorted({(r["each"], r["mixed"]) for r in document["rows"]}):
        mine = sorted(
            (r["accounts"], r["caught"] / r["tried"])
            for r in document["rows"]
            if (r["each"], r["mixed"]) == (each, mixed) and r["tried"]
        )
        if mine:
            lines.append(Series(f"{each:g} each, {mixed:.0%} mixed", mine))
    title = f"{document['scenario']}: caught at a false discovery rate of {document['fdr']:g}"
    return _by_accounts(title, "caught", lines)


def found_picture(rows: Sequence[dict[str, Any]]) -> str:
    """Each campaign: in what share of the logs it was found, and its mean account recall."""
    shown = [(r["scenario"], (r["found"] / r["logs"], r["account_recall"] or 0.0)) for r in rows]
    return _shares("Campaigns and pools found", shown, ("found, of logs", "mean account recall"))


def four_picture(rows: Sequence[dict[str, Any]]) -> str:
    """Four requests an account: found by number of accounts."""
    sizes = sorted((r["accounts"], r["found"] / r["logs"], r["account_recall"] or 0.0)
                   for r in rows if r["scenario"].startswith("four_each_"))  # fmt: skip
    lines = [
        Series("found", [(n, found) for n, found, _ in sizes]),
        Series("account recall", [(n, recall) for n, _, recall in sizes]),
    ]
    return _by_accounts("Four requests an account, two days", "share", lines)


def asking_picture(rows: Sequence[dict[str, Any]]) -> str:
    """Agentic harvests: what they are called, by the share that demands the reasoning."""
    prefix = "agentic_asking_"
    mine = sorted((int(r["scenario"].removeprefix(prefix)) / 100, r) for r in rows
                  if r["scenario"].startswith(prefix))  # fmt: skip
    lines = [
        Series("campaign", [(share, r["found"] / r["logs"]) for share, r in mine]),
        Series("pool only", [(share, r["only_called_pool"] / r["logs"]) for share, r in mine]),
    ]
    shares = tuple(share for share, _ in mine)
    across = Axis("jobs that demand the reasoning", shares[0], shares[-1], shares, told=percent)
    called = Axis("called so, of logs", 1, 0, _SHARES, told=percent)
    return Chart("Agentic harvests", across, called, tuple(lines)).svg()


def evasion_picture(rows: Sequence[dict[str, Any]]) -> str:
    """Each evasion: share of logs found, and harvest left to the operator."""
    plain = max(r["harvest_an_account"] for r in rows)
    shown = [
        (r["evasion"], (r["found"] / r["logs"], r["harvest_an_account"] / plain)) for r in rows
    ]
    return _shares("An adaptive operator", shown, ("found, of logs", "harvest an account left"))


def evasion_signals_picture(rows: Sequence[dict[str, Any]]) -> str:
    """Signal by evasion: how far each signal still speaks, in powers of ten."""
    columns = [name for name in rows[0] if name != "signal"]
    told = [(r["signal"].replace("_", " "), [r[c] for c in columns]) for r in rows]
    title = "Evidence left: decimal logarithm of each signal's e-value"
    return Heat(title, [c.replace("_", " ") for c in columns], told, _FULL).svg()


def rates_picture(rows: Sequence[dict[str, Any]]) -> str:
    """Logs with a false campaign, and the end of the interval, over the stated rate."""
    stated = [float(r["stated_rate"]) for r in rows]
    measured = [
        (rate, r["logs_with_one"] / r["logs"]) for rate, r in zip(stated, rows, strict=True)
    ]
    ends = [
        (rate, clopper_pearson(r["logs_with_one"], r["logs"]).high)
        for rate, r in zip(stated, rows, strict=True)
    ]
    lines = (
        Series("as stated", [(rate, rate) for rate in stated]),
        Series("measured", measured),
        Series("at most, 95 %", ends),
    )
    across = Axis("stated false discovery rate", 0.0, max(stated), tuple(stated), told=percent)
    ticks = (0.0, 0.05, 0.1, 0.15)
    up = Axis("logs with a false campaign", ticks[-1], 0.0, ticks, told=percent)
    return Chart("False campaigns where there is no campaign", across, up, lines).svg()


def views_picture(rows: Sequence[dict[str, Any]]) -> str:
    """Campaigns by what is hidden of the log: called campaign, and seen as a pool at least."""
    views = [
        (view, [
            (r["scenario"], (r["found"] / r["logs"], _seen(r))) for r in rows
            if r["view"] == view and r["kind"] == "campaign"
        ])
        for view in dict.fromkeys(r["view"] for r in rows)
    ]  # fmt: skip
    keys = ("called campaign", "campaign or pool")
    return Bars("Found with fields hidden", views, most=1.0, told=percent, keys=keys).svg()


def _seen(row: dict[str, Any]) -> float:
    return (row["found"] + row["only_called_pool"]) / row["logs"]


def _by_accounts(title: str, share: str, lines: Sequence[Series]) -> str:
    sizes = tuple(sorted({x for line in lines for x, _ in line.points}))
    across = Axis("accounts", sizes[0], sizes[-1], sizes, log=True)
    return Chart(title, across, Axis(share, 1, 0, _SHARES, told=percent), tuple(lines)).svg()


def _shares(
    title: str, rows: Sequence[tuple[str, tuple[float, ...]]], keys: tuple[str, ...]
) -> str:
    return Bars(title, [("", rows)], most=1.0, told=percent, keys=keys).svg()
