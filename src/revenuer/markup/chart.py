"""Small charts in SVG: lines over two axes, and bars. Everything is drawn from numbers alone."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from revenuer.markup.svg import el, figure, join, line, number, text

WIDTH, HEIGHT = 720.0, 400.0
LEFT, RIGHT, TOP, BOTTOM = 70.0, 470.0, 50.0, 350.0
INKS = ("#1f5f99", "#b3541e", "#2e7d4f", "#7a3e9d", "#a03050", "#6b6b20", "#20808d", "#555f6b")
STYLE = """
.chart { background: #fff; font: 12px sans-serif; }
.chart text { fill: #3a4654; } .chart .title { font-size: 14px; font-weight: bold; }
.chart .grid { stroke: #e3e7ec; } .chart .axis { stroke: #8a95a3; }
.chart .rule { stroke: #b3541e; stroke-dasharray: 5 4; } .chart .rule-name { fill: #b3541e; }
"""


def plain(value: float) -> str:
    """A number with thousands apart and a true minus sign."""
    return f"{value:,g}".replace("-", "−")


def percent(value: float) -> str:
    """A share as a whole percentage."""
    return f"{value:.0%}"


@dataclass(frozen=True, slots=True)
class Axis:
    """From `start` (left or top) to `end`; `ticks` are labelled as `told` says."""

    title: str
    start: float
    end: float
    ticks: tuple[float, ...]
    log: bool = False
    told: Callable[[float], str] = plain

    def part(self, value: float) -> float:
        """Where on the axis the value lies: 0 at its start, 1 at its end."""
        scale = math.log if self.log else float
        length = scale(self.end) - scale(self.start)
        return (scale(value) - scale(self.start)) / length if length else 0.0


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
            parts.append(text(self._x(tick), BOTTOM + 18, self.x.told(tick), "tick", "middle"))
        for tick in self.y.ticks:
            parts.append(line(LEFT, self._y(tick), RIGHT, self._y(tick), "grid"))
            parts.append(text(LEFT - 8, self._y(tick) + 4, self.y.told(tick), "tick", "end"))
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


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars in named groups, of numbers that all lie on one side of 0; `most` is the
    length of the longest that is to be drawn. A row has a bar for each of its values; `keys` name
    them and give them their inks, without keys each group has its own."""

    title: str
    groups: Sequence[tuple[str, Sequence[tuple[str, tuple[float, ...]]]]]
    most: float
    told: Callable[[float], str] = plain
    keys: tuple[str, ...] = ()
    rule: tuple[float, str] | None = None

    def svg(self) -> str:
        """The picture."""
        parts = [el("style", Markup(STYLE)), text(12, 24, self.title, "title")]
        y = 48.0
        for i, key in enumerate(self.keys):
            at = NAME_WIDTH + 180 * i
            parts.append(el("rect", x=at, y=y - 10, width=12, height=12, fill=INKS[i % len(INKS)]))
            parts.append(text(at + 18, y, key, "key"))
        y += 16 if self.keys else 0
        for i, (group, rows) in enumerate(self.groups):
            if group:
                parts.append(text(12, y + 15, group, "title"))
                y += ROW
            for name, values in rows:
                parts += self._row(name, values, i, y)
                y += self._height(values)
            y += 10
        if self.rule is not None:
            at = NAME_WIDTH + self._length(self.rule[0])
            parts += [line(at, 40, at, y, "rule"), text(at + 4, y + 4, self.rule[1], "rule-name")]
        return str(figure(WIDTH, y + 20, self.title, join(parts)))

    def _row(self, name: str, values: tuple[float, ...], group: int, y: float) -> list[Markup]:
        thick = (self._height(values) - 7) / len(values)
        drawn = [text(NAME_WIDTH - 10, y + 4 + thick * len(values) / 2 + 3, name, "tick", "end")]
        for i, value in enumerate(values):
            top, length = y + 3 + i * thick, self._length(value)
            ink = INKS[(i if self.keys else group) % len(INKS)]
            drawn.append(el("rect", x=NAME_WIDTH, y=top, width=length, height=thick - 1, fill=ink))
            drawn.append(
                text(NAME_WIDTH + length + 6, top + thick / 2 + 4, self.told(value), "tick")
            )
        return drawn

    def _height(self, values: tuple[float, ...]) -> float:
        return ROW if len(values) == 1 else 7 + 13.0 * len(values)

    def _length(self, value: float) -> float:
        return abs(value) / self.most * (WIDTH - NAME_WIDTH - 90)
