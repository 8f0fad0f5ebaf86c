"""The running e-process as a small picture."""

import math

from revenuer.stats.betting import Wealth

WIDTH, HEIGHT, LEFT, FOOT = 640, 220, 56, 28
MOST_POINTS = 400
LABEL = 12  # height of a label: two closer than this would overlap


def wealth_svg(wealth: Wealth) -> str:
    """log10 of the e-process after each pair, as inline SVG, with lines at 1 and, if apart, 20."""
    path = wealth.log_path / math.log(10)
    n = path.size
    low, high = min(-1.0, float(path.min())), max(2.0, float(path.max()))
    span = (high - low) * 1.05

    def x(i: int) -> float:
        return LEFT + (WIDTH - LEFT - 8) * (i / max(1, n - 1))

    def y(value: float) -> float:
        return 8 + (HEIGHT - FOOT - 8) * (high + 0.025 * span - value) / span

    chosen = sorted({round(k * (n - 1) / MOST_POINTS) for k in range(MOST_POINTS + 1)})
    points = " ".join(f"{x(i):.1f},{y(float(path[i])):.1f}" for i in chosen)
    levels = [(0.0, "1"), (math.log10(20), "20")]
    if y(0.0) - y(math.log10(20)) < LABEL:
        levels = levels[:1]
    rules = "".join(
        f'<line x1="{LEFT}" x2="{WIDTH - 8}" y1="{y(value):.1f}" y2="{y(value):.1f}" class="rule"/>'
        f'<text x="{LEFT - 6}" y="{y(value) + 4:.1f}" class="end">{label}</text>'
        for value, label in levels
    )
    top = f'<text x="{LEFT - 6}" y="{y(high) + 4:.1f}" class="end">1e{high:.0f}</text>'
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Running e-value over pairs">'
        f"{rules}{top if high > 2 else ''}"
        f'<polyline points="{points}" class="path"/>'
        f'<text x="{LEFT}" y="{HEIGHT - 6}">pair 1</text>'
        f'<text x="{WIDTH - 8}" y="{HEIGHT - 6}" class="end">pair {n:,}</text></svg>'
    )
