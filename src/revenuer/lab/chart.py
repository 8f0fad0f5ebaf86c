"""Small charts in SVG: lines over two axes, and bars. Everything is drawn from numbers alone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from revenuer.report.svg import el, figure, join, line, number, text

WIDTH, HEIGHT = 720.0, 400.0
LEFT, RIGHT, TOP, BOTTOM = 70.0, 470.0, 50.0, 350.0
INKS = ("#1f5f99", "#b3541e", "#2e7d4f", "#7a3e9d", "#a03050", "#6b6b20", "#20808d", "#555f6b")
STYLE = """
.chart { background: #fff; font: 12px sans-serif; }
.chart text { fill: #3a4654; } .chart .title { font-size: 14px; font-weight: bold; }
.chart .grid { stroke: #e3e7ec; } .chart .axis { stroke: #8a95a3; }
.chart .rule { stroke: #b3541e; stroke-dasharray: 5 4; } .chart .rule-name { fill: #b3541e; }
"""


@dataclass(frozen=True, slots=True)
class Axis:
    """From `start` (left or top) to `end`; `ticks` are labelled."""

    title: str
    start: float
    end: float
    ticks: tuple[float, ...]
    log: bool = False

    def part(self, value: float) -> float:
        """Where on the axis the value lies: 0 at its start, 1 at its end."""
        scale = math.log if self.log else float
        return (scale(value) - scale(self.start)) / (scale(self.end) - scale(self.start))


@dataclass(frozen=True, slots=True)
class Series:
    """A named line through points (x, y)."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over two axes. `rule` is a marked level of y with its name."""

    title: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    rule: tuple[float, str] | None = None

    def svg(self) -> str:
        """The picture."""
        parts = [el("style", Markup(STYLE)), text(12, 24, self.title, "title")]
        for tick in self.x.ticks:
            parts.append(line(self._x(tick), TOP, self._x(tick), BOTTOM, "grid"))
            parts.append(text(self._x(tick), BOTTOM + 18, f"{tick:,g}", "tick", "middle"))
        for tick in self.y.ticks:
            parts.append(line(LEFT, self._y(tick), RIGHT, self._y(tick), "grid"))
            parts.append(text(LEFT - 8, self._y(tick) + 4, _told(tick), "tick", "end"))
        parts.append(text((LEFT + RIGHT) / 2, BOTTOM + 38, self.x.title, "name", "middle"))
        parts.append(text(12, TOP - 10, self.y.title, "name"))
        parts.append(line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis"))
        parts.append(line(LEFT, TOP, LEFT, BOTTOM, "axis"))
        if self.rule is not None:
            level, name = self.rule
            parts.append(line(LEFT, self._y(level), RIGHT, self._y(level), "rule"))
            parts.append(text(RIGHT - 4, self._y(level) - 5, name, "rule-name", "end"))
        for i, series in enumerate(self.series):
            parts += self._drawn(series, INKS[i % len(INKS)], TOP + 12 + 24 * i)
        return str(figure(WIDTH, HEIGHT, self.title, join(parts)))

    def _drawn(self, series: Series, ink: str, name_at: float) -> list[Markup]:
        places = [(self._x(x), self._y(y)) for x, y in series.points]
        path = "L".join(f"{number(x)} {number(y)}" for x, y in places)
        drawn = [el("path", d=f"M{path}", fill="none", stroke=ink, stroke_width=2)]
        drawn += [el("circle", cx=x, cy=y, r=3.2, fill=ink) for x, y in places]
        drawn.append(el("path", d=f"M{number(RIGHT + 16)} {number(name_at)}h18", stroke=ink,
                        stroke_width=3))  # fmt: skip
        drawn.append(text(RIGHT + 40, name_at + 4, series.name, "key"))
        return drawn

    def _x(self, value: float) -> float:
        return LEFT + self.x.part(value) * (RIGHT - LEFT)

    def _y(self, value: float) -> float:
        """Log scales rise upwards as usual; log10 p falls, so that more is lower."""
        part = self.y.part(value)
        return BOTTOM - part * (BOTTOM - TOP) if self.y.log else TOP + part * (BOTTOM - TOP)


ROW, NAME_WIDTH = 22.0, 300.0


def bars(
    title: str,
    unit: str,
    groups: Sequence[tuple[str, Sequence[tuple[str, float]]]],
    rule: tuple[float, str],
) -> str:
    """Horizontal bars of numbers at most zero, in named groups, with a marked level."""
    lowest = min([rule[0] * 2, *(value for _, rows in groups for _, value in rows)])
    scale = (WIDTH - NAME_WIDTH - 90) / -lowest
    parts = [el("style", Markup(STYLE)), text(12, 24, title, "title")]
    y = 48.0
    for i, (group, rows) in enumerate(groups):
        parts.append(text(12, y + 15, group, "title"))
        y += ROW
        for name, value in rows:
            parts.append(text(NAME_WIDTH - 10, y + 15, name, "tick", "end"))
            parts.append(el("rect", x=NAME_WIDTH, y=y + 3, width=max(0.0, -value * scale),
                            height=ROW - 7, fill=INKS[i % len(INKS)]))  # fmt: skip
            told = f"{_told(round(value, 1))}"
            parts.append(text(NAME_WIDTH + max(0.0, -value * scale) + 6, y + 15, told, "tick"))
            y += ROW
        y += 10
    at = NAME_WIDTH - rule[0] * scale
    parts.append(line(at, 40, at, y, "rule"))
    parts.append(text(at + 4, y + 4, f"{rule[1]} ({unit} {_told(rule[0])})", "rule-name"))
    return str(figure(WIDTH, y + 20, title, join(parts)))


def _told(value: float) -> str:
    return f"{value:,g}".replace("-", "−")
