"""The group's exchanges over time above all other traffic, with bans and model changes marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from revenuer.markup import svg
from revenuer.records.exhibits import Mark, Timeline
from revenuer.report import event_marks, moments, numerals
from revenuer.report.axes import round_ticks, time_ticks
from revenuer.report.bins import added_up, coarsening

WIDTH = 800.0
LEFT = 56.0
RIGHT = 788.0
_OWN = 128.0
_OTHERS = 64.0
_BETWEEN = 30.0


@dataclass(frozen=True, slots=True)
class _Series:
    start: datetime
    bin_seconds: int
    own: tuple[int, ...]
    others: tuple[int, ...]

    @property
    def seconds(self) -> int:
        return self.bin_seconds * len(self.own)

    def x(self, seconds: float) -> float:
        return LEFT + (RIGHT - LEFT) * seconds / self.seconds

    def moment(self, index: int) -> datetime:
        return self.start + timedelta(seconds=self.bin_seconds * index)


def draw(timeline: Timeline, most_bins: int) -> Markup | None:
    """The chart as SVG, or None where there is nothing to draw."""
    series = _series(timeline, most_bins)
    if series is None:
        return None
    marks = event_marks.place(_marks(timeline, series), LEFT, RIGHT)
    top = 24 + event_marks.ROW_HEIGHT * event_marks.rows_used(marks)
    middle = top + _OWN + _BETWEEN
    bottom = middle + _OTHERS
    every = f"exchanges per {moments.length(series.bin_seconds)}"
    return svg.figure(
        WIDTH,
        bottom + 26,
        _described(timeline, series),
        _time_axis(series, top, bottom),
        _panel(series, series.own, top, _OWN, "own"),
        _panel(series, series.others, middle, _OTHERS, "others"),
        *(event_marks.draw(mark, top, bottom) for mark in marks),
        svg.text(LEFT, 11, f"This group, {every}", "panel"),
        svg.text(LEFT, middle - 9, f"All other traffic, {every}", "panel"),
        _tooltips(series, top, bottom),
        class_="timeline",
    )


def spark(timeline: Timeline, width: float = 110.0, height: float = 22.0) -> Markup | None:
    """The group's activity as a line of type high, for the ranked table."""
    series = _series(timeline, 60)
    if series is None:
        return None
    step = width / len(series.own)
    scale = (height - 1) / max(*series.own, 1)
    steps = _steps(series.own, step, scale)
    return svg.figure(
        width,
        height,
        f"Activity from {moments.stretch(series.start, series.moment(len(series.own) - 1))}",
        svg.el("path", d=f"M0 {svg.number(height)}{steps}", class_="own"),
        class_="spark",
    )


def _series(timeline: Timeline, most_bins: int) -> _Series | None:
    bins = max(len(timeline.counts), len(timeline.background))
    if bins == 0 or timeline.bin_seconds <= 0:
        return None
    factor = coarsening(timeline.bin_seconds, bins, most_bins)
    padded = [
        tuple(counts) + (0,) * (bins - len(counts))
        for counts in (timeline.counts, timeline.background)
    ]
    own, others = (added_up(counts, factor) for counts in padded)
    start = moments.parse(timeline.start)
    if start is None or not any(own):
        return None
    return _Series(start, timeline.bin_seconds * factor, own, others)


def _marks(timeline: Timeline, series: _Series) -> list[tuple[float, Mark]]:
    placed = []
    for mark in timeline.marks:
        at = moments.parse(mark.ts)
        if at is not None and 0 <= (offset := (at - series.start).total_seconds()) < series.seconds:
            placed.append((series.x(offset), mark))
    return placed


def _time_axis(series: _Series, top: float, bottom: float) -> Markup:
    parts: list[str] = []
    for tick in time_ticks(series.start, series.seconds, RIGHT - LEFT):
        x = series.x(tick.at)
        parts.append(svg.line(x, top, x, bottom, "grid"))
        parts.append(svg.text(x, bottom + 17, tick.label, "tick", "start"))
    parts.append(svg.text(LEFT - 8, bottom + 17, "UTC", "unit", "end"))
    return svg.join(parts)


def _panel(
    series: _Series, counts: Sequence[int], top: float, height: float, class_: str
) -> Markup:
    ticks = round_ticks(max(counts), 4 if height > 100 else 2)
    scale = height / ticks[-1]
    parts: list[str] = []
    for value in ticks:
        y = top + height - value * scale
        parts.append(svg.line(LEFT, y, RIGHT, y, "base" if value == 0 else "grid"))
        parts.append(svg.text(LEFT - 8, y + 4, numerals.tick(value), "tick", "end"))
    begin = f"M{svg.number(LEFT)} {svg.number(top + height)}"
    steps = _steps(counts, (RIGHT - LEFT) / len(counts), scale)
    parts.append(svg.el("path", d=begin + steps, class_=class_))
    return svg.join(parts)


def _steps(counts: Sequence[int], step: float, scale: float) -> str:
    """A stepped outline over the bins, from and back to the base line, in relative commands."""
    parts: list[str] = []
    x = y = drawn_x = drawn_y = 0.0
    for value in counts:
        y = value * scale
        x += step
        # Differences are taken between rounded positions, so rounding does not add up.
        parts.append(f"v{svg.number(round(drawn_y - y, 2))}h{svg.number(round(x - drawn_x, 2))}")
        drawn_y = round(drawn_y - round(drawn_y - y, 2), 2)
        drawn_x = round(drawn_x + round(x - drawn_x, 2), 2)
    return "".join(parts) + f"v{svg.number(drawn_y)}z"


def _tooltips(series: _Series, top: float, bottom: float) -> Markup:
    step = (RIGHT - LEFT) / len(series.own)
    lines = (
        svg.touch(
            f"M{svg.number(LEFT + step * (index + 0.5))} {svg.number(top)}V{svg.number(bottom)}",
            f"{moments.minute(series.moment(index))}: {numerals.count(own)} here, "
            f"{numerals.count(others)} elsewhere",
        )
        for index, (own, others) in enumerate(zip(series.own, series.others, strict=True))
    )
    return svg.el("g", *lines, class_="touch", stroke_width=step)


def _described(timeline: Timeline, series: _Series) -> str:
    peak = max(range(len(series.own)), key=series.own.__getitem__)
    kinds = [event_marks.kind_of(mark) for _, mark in _marks(timeline, series)]
    marked = [event_marks.noun(kind, kinds.count(kind)) for kind in sorted(set(kinds))]
    return (
        f"Exchanges per {moments.length(series.bin_seconds)}. This group peaks at "
        f"{numerals.count(series.own[peak])} on {moments.minute(series.moment(peak))}; all other "
        f"traffic at {numerals.count(max(series.others))}. "
        f"Marked: {', '.join(marked) or 'no events'}."
    )
