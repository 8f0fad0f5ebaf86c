"""Where the nodes of a linking graph lie on the canvas: discs of shared things, dots of accounts.

The report's drawing, for thousands of nodes: each account lies around the rarest thing that it
carries, so no force model over all accounts is needed and the same graph always lies the same way.
"""

import math
from typing import Any

import numpy as np

from revenuer.console import disc_placing
from revenuer.records.exhibits import Graph
from revenuer.report import numerals, petals, shared_things
from revenuer.report.detail import Detail
from revenuer.report.logged_text import identifier, shorten

_BOUNDS = Detail(
    bins=0, rows=0, runs=0, dots=6_000, hubs=240, listed=0, samples=0, wordings=0, characters=0
)
_HUB = 12.0
_DOT = 8.6
_APART = 20.0
_JOINS = 3
_FEW = 48
"""So few discs can be arranged by forces within a tenth of a second."""


def layout(graph: Graph) -> dict[str, Any]:
    """What the canvas draws: `things`, `dots`, `joins` and `bounds`, ready to become JSON."""
    linking = shared_things.read(graph, _BOUNDS)
    discs = [len(thing.dots) for thing in linking.things]
    if linking.loose:
        discs.append(len(linking.loose))
    radii = np.array([_reach(dots) for dots in discs], np.float64)
    pulls = np.zeros((len(discs), len(discs)))
    for (own, other), number in linking.joined.items():
        pulls[own, other] += number
        pulls[other, own] += number
    arrange = petals.arrange if len(discs) <= _FEW else disc_placing.placed
    centres = arrange(radii, pulls, _APART)
    low = (centres - radii[:, None]).min(axis=0) if len(discs) else np.zeros(2)
    high = (centres + radii[:, None]).max(axis=0) if len(discs) else np.ones(2)
    return {
        "things": [
            {
                "number": thing.number,
                "kind": thing.kind,
                "label": shorten(thing.label, 22),
                "words": _words(thing),
                "elsewhere": thing.elsewhere,
                "x": float(x),
                "y": float(y),
                "r": round(float(r), 1),
            }
            for thing, (x, y), r in zip(linking.things, centres, radii, strict=False)
        ],
        "dots": _dots(graph, linking, centres.tolist()),
        "joins": _joins(linking),
        "bounds": [round(float(v), 1) for v in (*low, *high)],
    }


def _reach(dots: int) -> float:
    return petals.ring_radius(dots, _HUB + 8, _DOT) + 8 if dots else _HUB


def _words(thing: shared_things.Thing) -> str:
    elsewhere = numerals.count(thing.elsewhere) if thing.elsewhere else "none"
    return (
        f"{thing.number}. {thing.kind_words}: {thing.label}. "
        f"{numerals.counted(thing.accounts, 'account')} here, {elsewhere} elsewhere"
    )


def _dots(
    graph: Graph, linking: shared_things.Linking, centres: list[list[float]]
) -> list[dict[str, Any]]:
    """One entry an account, around the thing that `shared_things` puts it with."""
    carried = _carried(graph, linking)
    dots: list[dict[str, Any]] = []
    groups = [thing.dots for thing in linking.things]
    if linking.loose:
        groups.append(linking.loose)
    named = _by_name(graph)
    for names, (x, y) in zip(groups, centres, strict=True):
        for name, (dx, dy) in zip(names, petals.rings(len(names), _HUB + 8, _DOT), strict=True):
            node = named[name].pop(0)
            dots.append(
                {
                    "account": graph.nodes[node].id,
                    "name": name,
                    "x": round(x + dx, 1),
                    "y": round(y + dy, 1),
                    "things": carried.get(node, []),
                }
            )
    return dots


def _by_name(graph: Graph) -> dict[str, list[int]]:
    """Account nodes by the shortened name under which `shared_things` lists them."""
    named: dict[str, list[int]] = {}
    for index, node in enumerate(graph.nodes):
        if node.kind == "account":
            named.setdefault(identifier(node.id), []).append(index)
    return named


def _carried(graph: Graph, linking: shared_things.Linking) -> dict[int, list[int]]:
    """For each account node the drawn things it carries, by their place in the drawing."""
    sizes: dict[int, set[int]] = {}
    for account, thing, _ in graph.edges:
        if graph.nodes[thing].kind != "account" and graph.nodes[account].kind == "account":
            sizes.setdefault(thing, set()).add(account)
    nodes = graph.nodes
    ranked = sorted(
        (i for i, n in enumerate(nodes) if n.kind != "account"),
        key=lambda i: (-max(nodes[i].accounts, len(sizes.get(i, ()))), nodes[i].kind, i),
    )
    carried: dict[int, list[int]] = {}
    for place, node in enumerate(ranked[: len(linking.things)]):
        for account in sizes.get(node, ()):
            carried.setdefault(account, []).append(place)
    return carried


def _joins(linking: shared_things.Linking) -> list[list[int]]:
    """[disc, other thing, accounts] of each disc's broadest lines."""
    by_disc: dict[int, list[tuple[int, int]]] = {}
    for (own, other), number in linking.joined.items():
        by_disc.setdefault(own, []).append((-number, other))
    return [
        [own, other, -number]
        for own in sorted(by_disc)
        for number, other in sorted(by_disc[own])[:_JOINS]
        if math.isfinite(number)
    ]
