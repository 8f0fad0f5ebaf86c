"""What else makes models write alike: the length of their answers, and the base model they share.

Both are shown beside an attribution, over models nobody taught: likeness there is no teaching.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.proof.attribution import Panel
from revenuer.proof.likeness import Floats, Likeness


@dataclass(frozen=True, slots=True)
class Confounders:
    """Over all pairs of models: the correlation of likeness with the gap in (log) length, before
    and after length is taken out. Over pairs of non-students: mean likeness, in standard deviations
    of all pairs, of those on one base model and of those on different ones; None without any."""

    pairs: int
    length_before: float
    length_after: float
    same_base_pairs: int
    same_base: float | None
    other_base_pairs: int
    other_base: float | None


def confounders(found: Likeness, panel: Panel) -> Confounders:
    """Measure them on the panel's own outputs."""
    one, two = np.triu_indices(len(found.models), 1)
    gap = np.abs(found.log_length[one] - found.log_length[two])
    raw, adjusted = found.raw[one, two], found.adjusted[one, two]
    standard = (found.adjusted - adjusted.mean()) / adjusted.std()
    same, other = _by_base(standard, found.models, panel)
    return Confounders(
        pairs=int(gap.size),
        length_before=_correlation(gap, raw),
        length_after=_correlation(gap, adjusted),
        same_base_pairs=len(same),
        same_base=float(np.mean(same)) if same else None,
        other_base_pairs=len(other),
        other_base=float(np.mean(other)) if other else None,
    )


def _correlation(one: NDArray[np.float64], two: NDArray[np.float64]) -> float:
    return float(np.corrcoef(one, two)[0, 1])


def _by_base(
    standard: Floats, models: Sequence[str], panel: Panel
) -> tuple[list[float], list[float]]:
    places = {model: i for i, model in enumerate(models)}
    known = [m for m in panel.non_students if m in panel.bases and m in places]
    same: list[float] = []
    other: list[float] = []
    for i, model in enumerate(known):
        for another in known[:i]:
            alike = panel.bases[model] == panel.bases[another]
            (same if alike else other).append(float(standard[places[model], places[another]]))
    return same, other
