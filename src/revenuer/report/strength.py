"""A short bar for a finding's weight: how rare it would be under the innocent explanation."""

import math

from markupsafe import Markup

from revenuer.markup import svg

_WIDTH = 150.0
_FULL = 12.0
"""Powers of ten the bar has room for; more is drawn as an arrow."""


def draw(e_value: float | None, p_value: float | None, ticks: bool = False) -> Markup | None:
    """A bar on a logarithmic scale from 1 to 10¹²; None where there is neither e nor p.

    Filled for an e-value, outlined for a p-value alone.
    """
    size = _size(e_value, p_value)
    if size is None:
        return None
    length = _WIDTH * min(size, _FULL) / _FULL
    style = "weight" if e_value is not None else "weight outlined"
    parts: list[str] = [svg.el("rect", x=0, y=2, width=_WIDTH, height=6, class_="track")]
    parts.append(svg.el("rect", x=0, y=2, width=max(length, 1.5), height=6, class_=style))
    for power in (3, 6, 9):
        x = _WIDTH * power / _FULL
        parts.append(svg.line(x, 0, x, 10, "notch"))
        if ticks:
            parts.append(svg.text(x, 21, {3: "10³", 6: "10⁶", 9: "10⁹"}[power], "tick", "middle"))
    if size > _FULL:
        parts.append(svg.el("path", d=f"M{_WIDTH - 5} 0l6 5-6 5z", class_="beyond"))
    words = f"Weight {round(size, 1)} powers of ten, on a scale to {_FULL:.0f}"
    return svg.figure(_WIDTH + 2, 24 if ticks else 10, words, *parts, class_="strength")


def _size(e_value: float | None, p_value: float | None) -> float | None:
    if e_value is not None:
        return max(math.log10(e_value), 0.0) if e_value > 0 else 0.0
    if p_value is not None:
        return max(-math.log10(max(p_value, 1e-300)), 0.0)
    return None
