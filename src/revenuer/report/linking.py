"""The linking graph: shared things as numbered hubs with their accounts as dots around them."""

import math

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from revenuer.markup import svg
from revenuer.report import numerals
from revenuer.report.logged_text import shorten
from revenuer.report.petals import arrange, ring_radius, rings
from revenuer.report.shared_things import Linking, Thing

_WIDTH = 800.0
_HUB = 10.0
_DOT = 2.9
_SPACING = 8.6
_PAD = 14.0
_APART = 17.0
_APART_LABELLED = 66.0
_LABEL = 16.0
_FEW = 12
"""So few things are labelled in the drawing as well as in the list."""
_LINES = 3
"""Lines drawn from one disc: its broadest."""

_CORNERS = {
    "ip": 4,
    "payment": 3,
    "device": 5,
    "email_domain": 6,
    "headers": 8,
    "tls": 8,
    "signup_ip": 4,
    "handover": 4,
}
_TURNS = {"ip": math.pi / 4, "signup_ip": math.pi / 4, "headers": math.pi / 8, "tls": math.pi / 8}


def draw(linking: Linking, account_total: int) -> Markup | None:
    """The graph as SVG, or None where nothing is shared."""
    if not linking.things:
        return None
    discs = [thing.dots for thing in linking.things]
    if linking.loose:
        discs.append(linking.loose)
    labelled = len(discs) <= _FEW
    radii = np.array([max(_reach(len(dots)), _HUB) for dots in discs])
    centres = arrange(radii, _pulls(linking, len(discs)), _APART_LABELLED if labelled else _APART)
    low, high = (centres - radii[:, None]).min(axis=0), (centres + radii[:, None]).max(axis=0)
    high[1] += _LABEL if labelled else 0
    width = max(_WIDTH, float(high[0] - low[0]) + 2 * _PAD)
    height = float(high[1] - low[1]) + 2 * _PAD
    middle = np.array([width / 2, height / 2]) - (low + high) / 2
    places = [(float(x), float(y)) for x, y in centres + middle]
    return svg.figure(
        width,
        height,
        _described(linking, account_total),
        _lines(linking, places),
        *(
            _disc(thing, places[index], float(radii[index]))
            for index, thing in enumerate(linking.things)
        ),
        *(_labels(linking, places, radii) if labelled else []),
        *([_loose(linking.loose, places[-1], float(radii[-1]))] if linking.loose else []),
        class_="linking",
    )


def sign(kind: str) -> Markup:
    """The hub's shape alone, for the list beside the drawing."""
    shape = svg.el("path", d=_shape(kind, 0, 0, 7), class_=f"hub {kind}")
    return svg.el("svg", shape, viewBox="-8 -8 16 16", class_="sign-key", aria_hidden="true")


def _reach(dots: int) -> float:
    return ring_radius(dots, _HUB + 8, _SPACING) + _DOT + 3 if dots else _HUB + 2


def _pulls(linking: Linking, discs: int) -> NDArray[np.float64]:
    pulls = np.zeros((discs, discs))
    for (own, other), number in linking.joined.items():
        pulls[own, other] += number
        pulls[other, own] += number
    return pulls


def _lines(linking: Linking, places: list[tuple[float, float]]) -> Markup:
    parts: list[str] = []
    for own, other, number in _broadest(linking):
        (x1, y1), (x2, y2) = places[own], places[other]
        first, second = linking.things[own], linking.things[other]
        words = f"{numerals.counted(number, 'account')} in disc {first.number} also carry "
        d = f"M{svg.number(x1)} {svg.number(y1)}L{svg.number(x2)} {svg.number(y2)}"
        parts.append(
            svg.el(
                "path",
                svg.title(words + f"{second.number}, {second.label}"),
                d=d,
                stroke_width=round(0.6 + 0.55 * math.log2(1 + number), 1),
            )
        )
    return svg.el("g", *parts, class_="joins")


def _broadest(linking: Linking) -> list[tuple[int, int, int]]:
    """(disc, other thing, accounts) of the lines to draw."""
    chosen: list[tuple[int, int, int]] = []
    for own in range(len(linking.things)):
        lines = [(number, other) for (o, other), number in linking.joined.items() if o == own]
        lines.sort(key=lambda line: (-line[0], line[1]))
        chosen += [(own, other, number) for number, other in lines[:_LINES]]
    return chosen


def _disc(thing: Thing, place: tuple[float, float], radius: float) -> Markup:
    x, y = place
    words = (
        f"{thing.kind_words}: {thing.label}. {numerals.counted(thing.accounts, 'account')} here, "
        f"{numerals.count(thing.elsewhere) if thing.elsewhere else 'none'} elsewhere"
    )
    parts: list[str] = []
    if thing.dots:
        parts.append(svg.el("circle", cx=x, cy=y, r=radius, class_=f"disc {thing.kind}"))
        parts.append(_dots(thing.dots, place))
    style = f"hub {thing.kind}" + (" common" if thing.elsewhere else "")
    hub = (
        svg.title(f"{thing.number}. {words}"),
        svg.el("path", d=_shape(thing.kind, x, y, _HUB), class_=style),
        svg.text(x, y + 3.6, str(thing.number), "number", "middle"),
    )
    return svg.el("g", *parts, svg.el("g", *hub))


def _labels(
    linking: Linking, places: list[tuple[float, float]], radii: NDArray[np.float64]
) -> list[Markup]:
    return [
        svg.text(
            places[index][0],
            places[index][1] + float(radii[index]) + _LABEL - 3,
            shorten(thing.label, 22),
            "named",
            "middle",
        )
        for index, thing in enumerate(linking.things)
    ]


def _loose(dots: tuple[str, ...], place: tuple[float, float], radius: float) -> Markup:
    words = f"{numerals.counted(len(dots), 'account')} drawn that share none of the things shown"
    circle = svg.el("circle", svg.title(words), cx=place[0], cy=place[1], r=radius)
    return svg.el("g", circle, _dots(dots, place), class_="loose")


def _dots(dots: tuple[str, ...], place: tuple[float, float]) -> Markup:
    spots = rings(len(dots), _HUB + 8, _SPACING)
    circles = (
        svg.el(
            "circle",
            svg.title(name),
            cx=round(place[0] + dx, 1),
            cy=round(place[1] + dy, 1),
            r=_DOT,
        )
        for name, (dx, dy) in zip(dots, spots, strict=True)
    )
    return svg.el("g", *circles, class_="dots")


def _shape(kind: str, x: float, y: float, radius: float) -> str:
    """A circle for wording, a polygon of its own for every other kind."""
    corners = _CORNERS.get(kind, 0)
    if not corners:
        r = svg.number(radius)
        across = svg.number(2 * radius)
        return (
            f"M{svg.number(x - radius)} {svg.number(y)}a{r} {r} 0 1 1 {across} 0"
            f"a{r} {r} 0 1 1-{across} 0z"
        )
    # A triangle of the same radius holds less: it is drawn larger so that its number fits.
    size = radius * {3: 1.35, 4: 1.2}.get(corners, 1.1)
    turn = _TURNS.get(kind, 0.0) - math.pi / 2
    points = (
        f"{svg.number(x + size * math.cos(turn + 2 * math.pi * corner / corners))} "
        f"{svg.number(y + size * math.sin(turn + 2 * math.pi * corner / corners))}"
        for corner in range(corners)
    )
    return "M" + "L".join(points) + "z"


def _described(linking: Linking, account_total: int) -> str:
    drawn = sum(len(thing.dots) for thing in linking.things) + len(linking.loose)
    widest = linking.things[0]
    return (
        f"Linking graph of {numerals.count(drawn)} of "
        f"{numerals.counted(account_total, 'account')} and "
        f"{numerals.counted(len(linking.things), 'shared thing')}. Most widely shared: "
        f"{widest.kind_words} {widest.label}, carried by "
        f"{numerals.counted(widest.accounts, 'account')}."
    )
