"""Whose requests are independent of each other: the clusters behind every standard error."""

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.view import GroupView


def clusters(view: GroupView) -> NDArray[np.int64]:
    """(n,) label an event: its declared customer, or its conversation if there is one customer."""
    owner = view.customers[view.events.account].astype(np.int64)
    if len(np.unique(owner)) > 1:
        return owner
    _, conversation = np.unique(view.events.conversation, return_inverse=True)
    return conversation.astype(np.int64)
