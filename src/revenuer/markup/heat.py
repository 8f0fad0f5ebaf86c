"""A table of numbers as a grid of coloured cells, in SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from revenuer.markup.chart import STYLE
from revenuer.markup.svg import el, figure, join, number, text

_NAMES, _CELL, _HEIGHT, _TOP = 190.0, 42.0, 22.0, 150.0
_STRONG, _NONE = (31, 95, 153), "#f4f5f7"
_DARK = 0.55
"""Share of the way to the strongest ink from which a cell's number is white."""


@dataclass(frozen=True, slots=True)
class Heat:
    """Rows by columns. A cell is the darker the nearer its value is to `most`; what is not above 0
    stays pale, and None is an empty cell."""

    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[float | None]]]
    most: float

    def svg(self) -> str:
        """The picture."""
        parts = [el("style", Markup(STYLE)), text(12, 24, self.title, "title")]
        for i, name in enumerate(self.columns):
            x = _NAMES + _CELL * (i + 0.5) + 4
            turned = f"rotate(-45 {number(x)} {number(_TOP - 8)})"
            parts.append(el("text", name, x=x, y=_TOP - 8, class_="tick", transform=turned))
        for i, (name, values) in enumerate(self.rows):
            y = _TOP + _HEIGHT * i
            parts.append(text(_NAMES - 10, y + 15, name, "tick", "end"))
            for j, value in enumerate(values):
                parts += self._cell(value, _NAMES + _CELL * j, y)
        width = _NAMES + _CELL * len(self.columns) + 70
        return str(figure(width, _TOP + _HEIGHT * len(self.rows) + 16, self.title, join(parts)))

    def _cell(self, value: float | None, x: float, y: float) -> list[Markup]:
        part = 0.0 if value is None else min(1.0, max(0.0, value / self.most))
        ink = "rgb({},{},{})".format(*(round(255 - part * (255 - c)) for c in _STRONG))
        box = el("rect", x=x, y=y, width=_CELL - 2, height=_HEIGHT - 2,
                 fill=_NONE if value is None or value <= 0 else ink)  # fmt: skip
        if value is None or value <= 0:
            return [box]
        told = el("text", f"{value:.1f}", x=x + _CELL / 2 - 1, y=y + 15, text_anchor="middle",
                  style=f"fill: {'#fff' if part > _DARK else '#3a4654'}")  # fmt: skip
        return [box, told]
