"""Pictures of results, as SVG files that stand alone."""

from collections.abc import Sequence
from typing import Any

from revenuer.markup.chart import Axis, Bars, Chart, Series, percent

_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


def power_picture(document: dict[str, Any]) -> str:
    """Share of planted campaigns caught, over accounts; a line a size and mix."""
    lines = []
    for each, mixed in sorted({(r["each"], r["mixed"]) for r in document["rows"]}):
        mine = sorted(
            (r["accounts"], (r["caught"] or 0) / (r["tried"] or 1))
            for r in document["rows"]
            if (r["each"], r["mixed"]) == (each, mixed)
        )
        lines.append(Series(f"{each:g} each, {mixed:.0%} mixed", mine))
    title = f"{document['scenario']}: caught at a false discovery rate of {document['fdr']:g}"
    return _by_accounts(title, "caught", lines)


def found_picture(rows: Sequence[dict[str, Any]]) -> str:
    """Each campaign: in what share of the logs it was found, and its mean account recall."""
    shown = [(r["scenario"], (r["found"] / r["logs"], r["account_recall"] or 0.0)) for r in rows]
    return _shares("Campaigns found", shown, ("found, of logs", "mean account recall"))


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


def _by_accounts(title: str, share: str, lines: Sequence[Series]) -> str:
    sizes = tuple(sorted({x for line in lines for x, _ in line.points}))
    across = Axis("accounts", sizes[0], sizes[-1], sizes, log=True)
    return Chart(title, across, Axis(share, 1, 0, _SHARES, told=percent), tuple(lines)).svg()


def _shares(
    title: str, rows: Sequence[tuple[str, tuple[float, ...]]], keys: tuple[str, ...]
) -> str:
    return Bars(title, [("", rows)], most=1.0, told=percent, keys=keys).svg()
