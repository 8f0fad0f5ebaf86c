"""Text reaches WCAG AA contrast (4.5 : 1) on every ground it stands on, light and dark; lines and
areas that carry meaning reach 3 : 1."""

import re

import pytest
from read_html import read

from revenuer.report import render

TEXT = [
    ("ink", "paper"), ("ink", "raised"), ("soft", "paper"), ("soft", "raised"), ("ink", "fixed"),
    ("ink", "amber-wash"), ("accent", "accent-wash"), ("blue", "blue-wash"),
    ("amber", "amber-wash"), ("amber", "paper"), ("blue", "raised"),
    *(("on-sign", hub) for hub in ("accent", "blue", "teal", "plum", "slate", "olive", "amber")),
]  # fmt: skip
GRAPHICS = [(colour, "paper") for colour in ("accent", "blue", "amber", "others", "slate", "soft")]


def _palettes() -> dict[str, dict[str, str]]:
    (css,) = read(render({}, [])).all("style")
    light, dark = re.findall(r":root \{(.*?)\}", css.text, re.DOTALL)[:2]
    colours = {name: dict(re.findall(r"--([\w-]+): (#\w{6});", block))
               for name, block in (("light", light), ("dark", dark))}  # fmt: skip
    return {"light": colours["light"], "dark": colours["light"] | colours["dark"]}


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _ratio(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(theme: str) -> None:
    palette = _palettes()[theme]
    weak = [
        (front, ground, round(ratio, 2))
        for least, pairs in ((4.5, TEXT), (3.0, GRAPHICS))
        for front, ground in pairs
        if (ratio := _ratio(palette[front], palette[ground])) < least
    ]
    assert weak == []


def test_the_measure_is_right() -> None:
    assert _ratio("#000000", "#ffffff") == pytest.approx(21.0)
    assert _ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
