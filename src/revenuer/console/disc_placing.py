"""Where hundreds of discs go: the largest first, each near those that it belongs with."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ANGLES = np.linspace(0.0, 2 * np.pi, 40, endpoint=False)
_FLATNESS = 1.6
"""How much wider than high the drawing should come out."""


def placed(radii: Floats, pulls: Floats, apart: float) -> Floats:
    """Centres (n, 2) of discs with `radii` (n,), none nearer to another than `apart`.

    `pulls` (n, n), symmetric and non-negative, says how strongly two discs belong together. Each
    disc is tried on growing ellipses around the weighted middle of those it belongs with, and takes
    the first free place. No randomness; n² steps of numpy.
    """
    n = len(radii)
    centres = np.zeros((n, 2))
    order = np.argsort(-radii, kind="stable")
    done: list[int] = []
    for disc in order:
        weights = pulls[disc, done] if done else np.zeros(0)
        total = float(weights.sum())
        middle = weights @ centres[done] / total * 0.8 if total > 0 else np.zeros(2)
        centres[disc] = _free(middle, radii[disc] + radii[done] + apart, centres[done])
        done.append(int(disc))
    return np.round(centres, 1)


def _free(middle: Floats, rest: Floats, taken: Floats) -> Floats:
    """The first free place around `middle`, at least `rest` (m,) from each of `taken` (m, 2)."""
    step = 0.0
    while True:
        ring = np.stack([np.cos(_ANGLES) * _FLATNESS, np.sin(_ANGLES)], axis=1) * step + middle
        if len(taken) == 0:
            return ring[0]
        across = ring[:, :1] - taken[:, 0]
        down = ring[:, 1:] - taken[:, 1]
        free = (across * across + down * down >= rest * rest).all(axis=1)
        if free.any():
            nearest = np.where(free, (ring**2 * [1 / _FLATNESS**2, 1.0]).sum(axis=1), np.inf)
            return ring[int(nearest.argmin())]
        step += 18.0
