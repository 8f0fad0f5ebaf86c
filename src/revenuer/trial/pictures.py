"""Pictures of results, as SVG files that stand alone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from revenuer.report.svg import el, figure, join, number

_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}.t{font-weight:600;font-size:13px}"
    ".a{stroke:#888;fill:none}.g{stroke:#ddd}.m{text-anchor:middle}.e{text-anchor:end}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.g{stroke:#444}}"
)
_COLOURS = ("#8a2d1c", "#1c5f8a", "#5d7a1f", "#8a6a1c", "#5a3d8a", "#2b7a6f")
_WIDTH, _HEIGHT, _LEFT, _TOP = 560, 250, 56, 34


@dataclass(frozen=True, slots=True)
class Curve:
    """A named line of (x, y), y in 0 … 1."""

    name: str
    points: tuple[tuple[float, float], ...]


def curves(title: str, across: str, up: str, lines: Sequence[Curve]) -> str:
    """Shares over a logarithmic scale."""
    xs = sorted({x for line in lines for x, _ in line.points})
    low, high = math.log(xs[0]), math.log(xs[-1])

    def at(x: float) -> float:
        return _LEFT + (_WIDTH - 190) * ((math.log(x) - low) / ((high - low) or 1.0))

    def height(y: float) -> float:
        return _TOP + (_HEIGHT - 90) * (1 - y)

    ticks = [el("text", f"{x:g}", x=at(x), y=_HEIGHT - 36, class_="m") for x in xs]
    grid = []
    for y in (0.0, 0.25, 0.5, 0.75, 1.0):
        rule = f"M{_LEFT} {number(height(y))}H{number(at(xs[-1]))}"
        grid.append(el("path", d=rule, class_="g"))
        grid.append(el("text", f"{y:.0%}", x=_LEFT - 8, y=height(y) + 4, class_="e"))
    drawn = []
    for i, line in enumerate(lines):
        colour = _COLOURS[i % len(_COLOURS)]
        path = "L".join(f"{number(at(x))} {number(height(y))}" for x, y in line.points)
        drawn.append(el("path", d=f"M{path}", fill="none", stroke=colour, stroke_width=2))
        drawn += [el("circle", cx=at(x), cy=height(y), r=3, fill=colour) for x, y in line.points]
        drawn.append(el("rect", x=_WIDTH - 120, y=_TOP + 18 * i, width=10, height=10, fill=colour))
        drawn.append(el("text", line.name, x=_WIDTH - 105, y=_TOP + 9 + 18 * i))
    return _document(_WIDTH, _HEIGHT, title, [*grid, *ticks, *drawn], across, up)


def bars(title: str, rows: Sequence[tuple[str, float, float]], first: str, second: str) -> str:
    """Two horizontal bars a row, each 0 … 1."""
    height = 62 + 26 * len(rows)
    parts = []
    for i, (name, one, two) in enumerate(rows):
        y = 52 + 26 * i
        parts.append(el("text", name, x=168, y=y + 14, class_="e"))
        for shift, value, colour in ((0, one, _COLOURS[0]), (10, two, _COLOURS[1])):
            width = max(1.0, 300 * value)
            parts.append(el("rect", x=176, y=y + shift, width=width, height=8, fill=colour))
            label = f"{value:.0%}"
            parts.append(el("text", label, x=182 + width, y=y + shift + 8, font_size="9"))
    legend = [
        el("rect", x=176, y=30, width=10, height=10, fill=_COLOURS[0]),
        el("text", first, x=190, y=39),
        el("rect", x=330, y=30, width=10, height=10, fill=_COLOURS[1]),
        el("text", second, x=344, y=39),
    ]
    return _document(_WIDTH, height, title, [*legend, *parts], "", "")


def _document(
    width: float, height: float, title: str, parts: Sequence[Markup], across: str, up: str
) -> str:
    words = [el("text", title, x=8, y=18, class_="t")]
    if across:
        words.append(el("text", across, x=_LEFT + 185, y=height - 12, class_="m"))
    if up:
        words.append(el("text", up, x=8, y=_TOP - 2))
    return str(figure(width, height, title, el("style", Markup(_STYLE)), join([*words, *parts])))


def power_picture(document: dict[str, Any]) -> str:
    """Share of planted campaigns caught, over accounts; a line a size and mix."""
    lines = []
    for each, mixed in sorted({(r["each"], r["mixed"]) for r in document["rows"]}):
        mine = sorted(
            (r["accounts"], (r["caught"] or 0) / (r["tried"] or 1))
            for r in document["rows"]
            if (r["each"], r["mixed"]) == (each, mixed)
        )
        lines.append(Curve(f"{each:g} each, {mixed:.0%} mixed", tuple(mine)))
    title = f"{document['scenario']}: caught at a false discovery rate of {document['fdr']:g}"
    return curves(title, "accounts", "caught", lines)


def found_picture(rows: Sequence[dict[str, Any]]) -> str:
    """Each campaign: in what share of the logs it was found, and its mean account recall."""
    shown = [(r["scenario"], r["found"] / r["logs"], r["account_recall"] or 0.0) for r in rows]
    return bars("Campaigns found", shown, "found, of logs", "mean account recall")


def four_picture(rows: Sequence[dict[str, Any]]) -> str:
    """Four requests an account: found by number of accounts."""
    sizes = sorted((r["accounts"], r["found"] / r["logs"], r["account_recall"] or 0.0)
                   for r in rows if r["scenario"].startswith("four_each_"))  # fmt: skip
    lines = [
        Curve("found", tuple((n, found) for n, found, _ in sizes)),
        Curve("account recall", tuple((n, recall) for n, _, recall in sizes)),
    ]
    return curves("Four requests an account, two days", "accounts", "share", lines)


def evasion_picture(rows: Sequence[dict[str, Any]]) -> str:
    """Each evasion: share of logs found, and harvest left to the operator."""
    plain = max(r["harvest_an_account"] for r in rows)
    shown = [(r["evasion"], r["found"] / r["logs"], r["harvest_an_account"] / plain) for r in rows]
    return bars("An adaptive operator", shown, "found, of logs", "harvest an account left")
