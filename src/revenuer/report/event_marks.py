"""Bans and model changes marked on a time axis: near ones drawn as one, labels kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from revenuer.markup import svg
from revenuer.records.exhibits import Mark
from revenuer.report import moments, numerals
from revenuer.report.logged_text import one_line

_NEAR = 9.0
_LETTER = 6.0
_ROWS = 3
ROW_HEIGHT = 15.0

_NOUNS = {"ban": "ban", "model": "model change"}


@dataclass(frozen=True, slots=True)
class Placed:
    """Marks of one kind at one place on the axis; `row` is None where no label found room."""

    x: float
    kind: str
    label: str
    tooltip: str
    row: int | None
    anchor: str


def noun(kind: str, number: int) -> str:
    """ "1 ban", "3 model changes"."""
    return numerals.counted(number, _NOUNS.get(kind, "event"))


def kind_of(mark: Mark) -> str:
    """The drawn kind; anything but a ban or a model change is drawn as "event"."""
    return mark.kind if mark.kind in _NOUNS else "event"


def place(marks: Sequence[tuple[float, Mark]], left: float, right: float) -> list[Placed]:
    """Marks given with their x, merged where nearer than a few pixels, with rows for labels."""
    placed: list[Placed] = []
    ends = [left - _LETTER] * _ROWS
    for x, together in _merged(marks):
        label = _label(together)
        width = len(label) * _LETTER + 12
        leftwards = x + width > right
        begin, end = (x - width, x) if leftwards else (x, x + width)
        row = next((r for r in range(_ROWS) if begin >= ends[r]), None)
        if row is not None:
            ends[row] = end + _LETTER
        tooltip = "; ".join(f"{moments.minute(m.ts)}: {one_line(m.label)}" for m in together[:8])
        if len(together) > 8:
            tooltip += f"; and {len(together) - 8} more"
        anchor = "end" if leftwards else "start"
        placed.append(Placed(x, kind_of(together[0]), label, tooltip, row, anchor))
    return placed


def rows_used(placed: Sequence[Placed]) -> int:
    return max((mark.row + 1 for mark in placed if mark.row is not None), default=0)


def draw(mark: Placed, top: float, bottom: float) -> Markup:
    """A rule from `top` to `bottom`, its sign on top and, where there is room, its label."""
    parts: list[str] = [svg.title(mark.tooltip)]
    head = top + 4 if mark.row is None else top - ROW_HEIGHT * mark.row - 4
    parts.append(svg.line(mark.x, top, mark.x, bottom, "halo"))
    parts.append(svg.line(mark.x, head, mark.x, bottom, f"rule {mark.kind}"))
    parts.append(svg.el("path", d=_sign(mark.kind, mark.x, head), class_=f"sign {mark.kind}"))
    if mark.row is not None:
        offset = 8 if mark.anchor == "start" else -8
        parts.append(svg.text(mark.x + offset, head + 4, mark.label, "mark", mark.anchor))
    return svg.el("g", *parts)


def _merged(marks: Sequence[tuple[float, Mark]]) -> list[tuple[float, list[Mark]]]:
    merged: list[tuple[float, list[Mark]]] = []
    last: dict[str, int] = {}
    for x, mark in sorted(marks, key=lambda pair: (pair[0], pair[1].kind, pair[1].label)):
        at = last.get(kind_of(mark))
        if at is not None and x - merged[at][0] < _NEAR:
            merged[at][1].append(mark)
        else:
            last[kind_of(mark)] = len(merged)
            merged.append((x, [mark]))
    return merged


def _label(together: Sequence[Mark]) -> str:
    if len(together) == 1:
        return one_line(together[0].label, 30)
    return noun(kind_of(together[0]), len(together))


def _sign(kind: str, x: float, y: float) -> str:
    at = f"M{svg.number(x)} {svg.number(y)}"
    if kind == "ban":
        return f"{at}m-4.5-4h9l-4.5 8z"
    if kind == "model":
        return f"{at}m0-5l5 5-5 5-5-5z"
    return f"{at}m-3.5-3.5h7v7h-7z"
