"""A candidate group before anything is measured: who, which of their exchanges, and why."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Candidate:
    """`accounts` are rows of the account table, ascending. `families` restricts the group to the
    exchanges of those prompt families; None takes all exchanges of the accounts. `origin` says in
    words what brought the accounts together; `linked` whether that is something they share (a text,
    an identifier, conversations) and not mere likeness; `prior` what looking at a group found in
    this way is worth beside others, fixed beforehand."""

    origin: str
    accounts: NDArray[np.int32]
    families: tuple[int, ...] | None = None
    linked: bool = True
    prior: float = 1.0


def jaccard(a: NDArray[np.int32], b: NDArray[np.int32]) -> float:
    """Overlap of two ascending sets of distinct values."""
    common = len(np.intersect1d(a, b, assume_unique=True))
    union = len(a) + len(b) - common
    return common / union if union else 0.0
