"""Which exchanges of a group were answered, and which conversations ended in silence."""

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.view import Bool, Events

FAILED = 400
"""HTTP status from which an exchange brought no answer."""


def answered(events: Events) -> Bool:
    """(n,) exchanges that were answered, as far as the log tells (unknown status: yes)."""
    return np.asarray(events.status < FAILED)


def silent(events: Events) -> Bool:
    """(n,) exchanges of conversations of which no turn takes up an answer."""
    return ~anywhere(events, events.reacts)


def anywhere(events: Events, mark: Bool) -> Bool:
    """(n,) whether any exchange of the same conversation is marked."""
    _, conversation = np.unique(events.conversation, return_inverse=True)
    return np.asarray((np.bincount(conversation, weights=mark) > 0)[conversation])


def first_rows(labels: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Index of the first row of each distinct label, ascending."""
    return np.sort(np.unique(labels, return_index=True)[1])
