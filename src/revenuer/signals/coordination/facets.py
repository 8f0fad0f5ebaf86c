"""The features of conversation openings, by facet: topic, form, hours, settings."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.view import F64, I32, GroupView

_COMMONEST = 8
"""Values of a code that get a column of their own; the rest share one."""
_DAY = 86_400_000_000

Rows = NDArray[np.int64]
"""Indices into the group's events."""


def topic(view: GroupView, rows: Rows) -> F64:
    """(n, 64) whitened topic sketch; (n, 0) where the log has no text."""
    sketch, whitening = view.events.sketch, view.background.sketch_whitening
    if sketch.shape[1] == 0 or whitening.size == 0:
        return np.empty((len(rows), 0))
    return np.asarray((sketch[rows] - view.background.sketch_mean) @ whitening)


def form(view: GroupView, rows: Rows) -> F64:
    """Log length and language of the turn."""
    length = np.log1p(np.maximum(view.events.chars[rows], 0).astype(np.float64))
    return np.column_stack([length, _one_hot(view.events.language[rows])])


def hours(view: GroupView, rows: Rows) -> F64:
    """Time of day (UTC) as a point on the circle."""
    angle = 2 * np.pi * (view.events.ts[rows] % _DAY) / _DAY
    return np.column_stack([np.cos(angle), np.sin(angle)])


def settings(view: GroupView, rows: Rows) -> F64:
    """Request parameters and model."""
    events = view.events
    return np.column_stack([_one_hot(events.params[rows]), _one_hot(events.model[rows])])


FACETS: dict[str, tuple[Callable[[GroupView, Rows], F64], frozenset[str]]] = {
    "topic": (topic, frozenset({"text"})),
    "form": (form, frozenset({"text"})),
    "hours": (hours, frozenset()),
    "settings": (settings, frozenset()),
}
"""Facet name → its features and the fields it needs."""


def opening_rows(view: GroupView, most: int) -> Rows:
    """Indices of conversation openings; above `most`, evenly thinned in time order."""
    rows = np.flatnonzero(view.events.opening)
    if len(rows) > most:
        rows = rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]
    return rows


def held_out(labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Every second row of each label, in the order given, the first one left out."""
    order = np.argsort(labels, kind="stable")
    ranked = labels[order]
    first = np.concatenate([[True], ranked[1:] != ranked[:-1]])
    start = np.maximum.accumulate(np.where(first, np.arange(len(labels)), 0))
    second = np.empty(len(labels), bool)
    second[order] = (np.arange(len(labels)) - start) % 2 == 1
    return second


def _one_hot(codes: I32) -> F64:
    values, place, count = np.unique(codes, return_inverse=True, return_counts=True)
    # The commonest values keep a column each; ties are broken by code, so the order is fixed.
    column = np.full(len(values), _COMMONEST)
    kept = np.argsort(-count, kind="stable")[:_COMMONEST]
    column[kept] = np.arange(len(kept))
    table = np.zeros((len(codes), _COMMONEST + 1))
    table[np.arange(len(codes)), column[place]] = 1.0
    return table[:, table.any(axis=0)]
