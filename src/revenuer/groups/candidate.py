"""A candidate group before anything is measured: who, which of their exchanges, and why."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray


class Tie(Enum):
    """What brought accounts together, from the strongest to the weakest."""

    THING = "an identifier or conversations that they share"
    TEXT = "a rare fixed text that they carry"
    LIKENESS = "what they send is alike"
    TRACE = "a trace that strangers share too: a client version, a date"


@dataclass(frozen=True, slots=True)
class Candidate:
    """`accounts` are rows of the account table, ascending. `families` restricts the group to the
    exchanges of those prompt families; None takes all exchanges of the accounts. `origin` says in
    words what brought the accounts together, `tie` how far that binds them. `found_by` names the
    kinds of evidence spent on finding it (a key of the account or the exchange such as "payment" or
    "headers", "handover", "births"): they say nothing more about it."""

    origin: str
    accounts: NDArray[np.int32]
    families: tuple[int, ...] | None = None
    tie: Tie = Tie.THING
    found_by: frozenset[str] = frozenset()


def shared(a: NDArray[np.int32], b: NDArray[np.int32]) -> int:
    """How many values two ascending sets of distinct values have in common."""
    return len(np.intersect1d(a, b, assume_unique=True))


def jaccard(a: NDArray[np.int32], b: NDArray[np.int32]) -> float:
    """Overlap of two ascending sets of distinct values."""
    common = shared(a, b)
    union = len(a) + len(b) - common
    return common / union if union else 0.0
