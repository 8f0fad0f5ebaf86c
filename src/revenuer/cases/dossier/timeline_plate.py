"""The case's timeline as a plain bar chart."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from revenuer.markup import svg

_WIDTH, _HEIGHT, _MOST = 680.0, 110.0, 340


def draw(timeline: Mapping[str, Any] | None) -> Markup | None:
    """Exchanges over time; None without a timeline."""
    if not timeline or not timeline["counts"]:
        return None
    counts = [int(count) for count in timeline["counts"]]
    step = -(-len(counts) // _MOST)
    bars = [sum(counts[i : i + step]) for i in range(0, len(counts), step)]
    top = max(max(bars), 1)
    width = _WIDTH / len(bars)
    parts: list[str] = [
        svg.el(
            "rect",
            x=place * width,
            y=_HEIGHT - _HEIGHT * bar / top,
            width=max(width * 0.9, 0.3),
            height=_HEIGHT * bar / top,
            class_="bar",
        )
        for place, bar in enumerate(bars)
        if bar
    ]
    parts.append(svg.line(0, _HEIGHT, _WIDTH, _HEIGHT, "axis"))
    hours = step * int(timeline["bin_seconds"]) / 3600
    label = f"Exchanges every {hours:g} hours from {str(timeline['start'])[:16]}; at most {top:,}"
    return svg.figure(_WIDTH, _HEIGHT + 2, label, *parts)
