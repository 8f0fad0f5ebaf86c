"""Account by time: each row an account, each cell what it sent. Lockstep shows as upright edges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from revenuer.markup import svg
from revenuer.records.exhibits import Mark, Raster
from revenuer.report import event_marks, moments, numerals
from revenuer.report.axes import round_ticks, time_ticks
from revenuer.report.bins import added_pairs, coarsening
from revenuer.report.detail import Detail
from revenuer.report.logged_text import identifier
from revenuer.report.timeline import LEFT, RIGHT, WIDTH

_STRIP = 34.0
_TOP = 74.0
_SHADES = 4


@dataclass(frozen=True, slots=True)
class _Grid:
    start: datetime
    bin_seconds: int
    bins: int
    accounts: tuple[str, ...]
    rows: tuple[Mapping[int, int], ...]
    bounds: tuple[int, ...]
    """Lowest count of each shade, ascending, and one past the highest count."""

    @property
    def seconds(self) -> int:
        return self.bin_seconds * self.bins

    @property
    def row_height(self) -> float:
        # Whole units, so that rows do not blur into one another.
        return float(min(max(400 // len(self.rows), 3), 14))

    def shade(self, number: int) -> int:
        return sum(number >= bound for bound in self.bounds[1:-1])


@dataclass(frozen=True, slots=True)
class Drawn:
    """The raster as SVG and how many accounts it shows."""

    svg: Markup
    rows: int


def draw(raster: Raster, marks: Sequence[Mark], detail: Detail) -> Drawn | None:
    """The drawing, or None where no account has activity."""
    grid = _grid(raster, detail)
    if grid is None:
        return None
    bottom = _TOP + grid.row_height * len(grid.rows)
    drawing = svg.figure(
        WIDTH,
        bottom + 26,
        _described(raster, grid),
        _strip(grid),
        _frame(grid, bottom),
        _cells(grid),
        _rules(grid, marks, bottom),
        _tooltips(grid),
        _legend(grid),
        class_="raster",
    )
    return Drawn(drawing, len(grid.rows))


def _grid(raster: Raster, detail: Detail) -> _Grid | None:
    start = moments.parse(raster.start)
    if start is None or raster.bins <= 0 or raster.bin_seconds <= 0:
        return None
    factor = coarsening(raster.bin_seconds, raster.bins, detail.bins)
    pairs = zip(raster.accounts, raster.rows, strict=False)
    rows = [(name, added_pairs(row, factor, raster.bins)) for name, row in pairs]
    rows = [(name, row) for name, row in rows if row]
    if not rows:
        return None
    rows = _thinned(rows, detail)
    bounds = _bounds(max(max(row.values()) for _, row in rows))
    return _Grid(
        start,
        raster.bin_seconds * factor,
        -(-raster.bins // factor),
        tuple(name for name, _ in rows),
        tuple(row for _, row in rows),
        bounds,
    )


def _thinned(
    rows: list[tuple[str, dict[int, int]]], detail: Detail
) -> list[tuple[str, dict[int, int]]]:
    """Every k-th row, so that neither rows nor cells exceed what may be drawn."""
    cells = sum(len(row) for _, row in rows)
    keep = min(len(rows), detail.rows, max(len(rows) * detail.runs // max(cells, 1), 8))
    return [rows[index * len(rows) // keep] for index in range(keep)]


def _bounds(highest: int) -> tuple[int, ...]:
    """Shades grow in proportion: lowest count of each, then one past the highest."""
    bounds = [1]
    for step in range(1, _SHADES):
        bounds.append(max(bounds[-1] + 1, round(highest ** (step / _SHADES))))
    return (*(bound for bound in bounds if bound <= highest), highest + 1)


def _strip(grid: _Grid) -> Markup:
    active = [0] * grid.bins
    for row in grid.rows:
        for at in row:
            active[at] += 1
    top = round_ticks(max(active), 1)[-1]
    step = (RIGHT - LEFT) / grid.bins
    base = _TOP - 10
    points = "".join(
        f"V{svg.number(base - _STRIP * number / top)}H{svg.number(LEFT + step * (at + 1))}"
        for at, number in enumerate(active)
    )
    every = moments.length(grid.bin_seconds)
    return svg.join(
        (
            svg.line(LEFT, base, RIGHT, base, "base"),
            svg.el(
                "path",
                d=f"M{svg.number(LEFT)} {svg.number(base)}{points}V{svg.number(base)}z",
                class_="active",
            ),
            svg.text(LEFT - 8, base - _STRIP + 8, numerals.tick(top), "tick", "end"),
            svg.text(LEFT, 11, f"Accounts active in each {every}", "panel"),
        )
    )


def _frame(grid: _Grid, bottom: float) -> Markup:
    parts: list[str] = []
    for tick in time_ticks(grid.start, grid.seconds, RIGHT - LEFT):
        x = LEFT + (RIGHT - LEFT) * tick.at / grid.seconds
        parts.append(svg.line(x, _TOP, x, bottom, "grid"))
        parts.append(svg.text(x, bottom + 17, tick.label, "tick", "start"))
    parts.append(svg.text(LEFT - 8, bottom + 17, "UTC", "unit", "end"))
    every = round_ticks(len(grid.rows), 5)[1]
    for number in (1, *range(int(every), len(grid.rows) + 1, int(every))):
        y = _TOP + grid.row_height * (number - 0.5) + 4
        if number == 1 or grid.row_height * (number - 1) > 12:
            parts.append(svg.text(LEFT - 8, y, numerals.count(number), "tick", "end"))
    parts.append(svg.line(LEFT, bottom, RIGHT, bottom, "base"))
    return svg.join(parts)


def _cells(grid: _Grid) -> Markup:
    """One path a shade, drawn in units of bins and rows: a few bytes for each run of cells."""
    drawn: list[list[str]] = [[] for _ in range(_SHADES)]
    for index, row in enumerate(grid.rows):
        ends = [0] * _SHADES
        begun = [False] * _SHADES
        for first, last, shade in _runs(row, grid):
            step = f"m{first - ends[shade]} 0" if begun[shade] else f"M{first} {index}.5"
            drawn[shade].append(f"{step}h{last - first}")
            begun[shade], ends[shade] = True, last
    scale = f"scale({svg.number((RIGHT - LEFT) / grid.bins)} {svg.number(grid.row_height)})"
    paths = (
        svg.el("path", d="".join(parts), class_=f"shade{shade + 1}")
        for shade, parts in enumerate(drawn)
        if parts
    )
    move = f"translate({svg.number(LEFT)} {svg.number(_TOP)})"
    return svg.el("g", *paths, transform=f"{move} {scale}", class_="cells")


def _runs(row: Mapping[int, int], grid: _Grid) -> list[tuple[int, int, int]]:
    """(first bin, one past the last, shade) of neighbouring cells of one shade."""
    runs: list[tuple[int, int, int]] = []
    for at in sorted(row):
        shade = grid.shade(row[at])
        if runs and runs[-1][1] == at and runs[-1][2] == shade:
            runs[-1] = (runs[-1][0], at + 1, shade)
        else:
            runs.append((at, at + 1, shade))
    return runs


def _rules(grid: _Grid, marks: Sequence[Mark], bottom: float) -> Markup:
    placed: list[tuple[float, Mark]] = []
    for mark in marks:
        at = moments.parse(mark.ts)
        if at is not None and 0 <= (offset := (at - grid.start).total_seconds()) < grid.seconds:
            placed.append((LEFT + (RIGHT - LEFT) * offset / grid.seconds, mark))
    return svg.join(
        svg.el(
            "g",
            svg.title(mark.tooltip),
            svg.line(mark.x, _TOP - 10 - _STRIP, mark.x, bottom, f"rule {mark.kind}"),
        )
        for mark in event_marks.place(placed, LEFT, RIGHT)
    )


def _tooltips(grid: _Grid) -> Markup:
    lines = (
        svg.touch(
            f"M{svg.number(LEFT)} {svg.number(_TOP + grid.row_height * (index + 0.5))}"
            f"H{svg.number(RIGHT)}",
            _row_words(grid, index),
        )
        for index in range(len(grid.rows))
    )
    return svg.el("g", *lines, class_="touch", stroke_width=grid.row_height)


def _row_words(grid: _Grid, index: int) -> str:
    row = grid.rows[index]
    first = grid.start + timedelta(seconds=grid.bin_seconds * min(row))
    last = grid.start + timedelta(seconds=grid.bin_seconds * max(row))
    sent = numerals.counted(sum(row.values()), "exchange")
    return f"{identifier(grid.accounts[index])}: {sent}, {moments.stretch(first, last)}"


def _legend(grid: _Grid) -> Markup:
    parts: list[str] = []
    x = RIGHT
    for shade in reversed(range(len(grid.bounds) - 1)):
        low, high = grid.bounds[shade], grid.bounds[shade + 1] - 1
        label = numerals.count(low) if low == high else f"{low:,}–{high:,}"
        parts.append(svg.text(x, 11, label, "tick", "end"))
        x -= len(label) * 6.4 + 16
        parts.append(svg.el("rect", x=x, y=2, width=11, height=11, class_=f"key shade{shade + 1}"))
        x -= 10
    every = moments.length(grid.bin_seconds)
    parts.append(svg.text(x, 11, f"exchanges per {every}", "unit", "end"))
    return svg.join(parts)


def _described(raster: Raster, grid: _Grid) -> str:
    counts = [0] * grid.bins
    for row in grid.rows:
        counts[min(row)] += 1
    busiest = max(range(grid.bins), key=counts.__getitem__)
    when = grid.start + timedelta(seconds=grid.bin_seconds * busiest)
    return (
        f"Activity of {numerals.count(len(grid.rows))} of "
        f"{numerals.counted(raster.account_total, 'account')}, one row each, in order of first "
        f"activity. {numerals.count(counts[busiest])} of them begin in the same "
        f"{moments.length(grid.bin_seconds)}, {moments.minute(when)}."
    )
