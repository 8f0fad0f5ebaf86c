"""Where the discs of the linking graph go: a small, seedless, force-directed circle packing.

Discs that share many accounts are pulled together, all are pushed apart until none overlap. Start
positions are a sunflower spiral in the order given, so the same discs always lie the same way.
"""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_GOLDEN = math.pi * (3 - math.sqrt(5))
_ROUNDS = 260
_FLATNESS = 1.7
"""How much wider than high the drawing should come out."""


def arrange(radii: Floats, pulls: Floats, apart: float) -> Floats:
    """Centres (n, 2) of discs with `radii` (n,), none nearer to another than `apart`.

    `pulls` (n, n), symmetric and non-negative, says how strongly two discs belong together.
    """
    n = len(radii)
    if n == 0:
        return np.zeros((0, 2))
    centres = _spiral(radii)
    rest = radii[:, None] + radii[None, :] + apart
    strongest = pulls.max()
    pull = np.sqrt(pulls / strongest) if strongest > 0 else pulls
    for round_ in range(_ROUNDS):
        warmth = 1 - round_ / _ROUNDS
        centres += warmth * _attraction(centres, rest, pull)
        centres -= warmth * 0.02 * centres * np.array([0.5, _FLATNESS])
        centres = _pushed_apart(centres, rest)
    centres *= np.array([1.25, 0.8])
    for _ in range(400):
        moved = _pushed_apart(centres, rest)
        if np.abs(moved - centres).max() < 0.05:
            break
        centres = moved
    return np.round(centres, 1)


def rings(number: int, inner: float, spacing: float) -> list[tuple[float, float]]:
    """Places for `number` dots on rings around a centre, the first of radius `inner`."""
    places: list[tuple[float, float]] = []
    radius, turn = inner, 0.0
    while len(places) < number:
        room = max(int(2 * math.pi * radius / spacing), 1)
        here = min(room, number - len(places))
        for index in range(here):
            angle = turn + 2 * math.pi * index / here - math.pi / 2
            places.append((radius * math.cos(angle), radius * math.sin(angle)))
        radius += spacing
        turn += _GOLDEN
    return places


def ring_radius(number: int, inner: float, spacing: float) -> float:
    """Radius of the outermost of those rings; 0 where there is no dot."""
    radius, left = inner, number
    while left > 0:
        left -= max(int(2 * math.pi * radius / spacing), 1)
        radius += spacing
    return radius - spacing if number else 0.0


def _spiral(radii: Floats) -> Floats:
    index = np.arange(len(radii))
    area = np.cumsum((radii + 6) ** 2)
    reach = np.sqrt(np.concatenate([[0.0], area[:-1]])) * 1.3
    angle = index * _GOLDEN
    return np.stack([reach * np.cos(angle) * _FLATNESS, reach * np.sin(angle)], axis=1)


def _attraction(centres: Floats, rest: Floats, pull: Floats) -> Floats:
    towards = centres[None, :, :] - centres[:, None, :]
    distance = np.maximum(np.linalg.norm(towards, axis=2), 1e-6)
    stretch = np.maximum(distance - rest, 0.0) / distance
    degree = np.maximum(pull.sum(axis=1), 1.0)
    force = 0.08 * (pull * stretch / degree[:, None])[:, :, None] * towards
    return force.sum(axis=1)


def _pushed_apart(centres: Floats, rest: Floats) -> Floats:
    towards = centres[None, :, :] - centres[:, None, :]
    distance = np.linalg.norm(towards, axis=2)
    overlap = np.maximum(rest - distance, 0.0)
    np.fill_diagonal(overlap, 0.0)
    step = (overlap / np.maximum(distance, 1e-6))[:, :, None] * towards
    return centres - 0.35 * step.sum(axis=1) / np.maximum((overlap > 0).sum(axis=1), 1)[:, None]
