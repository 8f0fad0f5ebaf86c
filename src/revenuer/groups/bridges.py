"""Things that alone hold two chains of accounts together.

A throwaway mail domain is open to anybody: two operators may have taken the same one. An operator
who deals cards and domains to his accounts ties them in more ways than needed, so that his chain
has cycles; where he does so sparingly, it is a tree, and falls apart wherever it is cut.
"""

from collections.abc import Iterator, Sequence

import igraph
import numpy as np
from numpy.typing import NDArray

OPEN_TO_ALL = "email_domain"
"""Kind of thing that strangers may share."""

_SPARE = 2
"""Ties beyond those that hold a part together, from which it is a chain of its own."""


def bridges(sets: Sequence[NDArray[np.int32]], open_to_all: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(things,) which of the things that are open to all hold two chains together. `sets` are the
    accounts of each thing. Whoever hangs on one thing only does not count."""
    result = np.zeros(len(sets), np.bool_)
    if not open_to_all.any():
        return result
    thing = np.repeat(np.arange(len(sets)), [len(one) for one in sets])
    _, account = np.unique(np.concatenate(sets), return_inverse=True)
    links = np.stack([thing, len(sets) + account], axis=1)
    graph = igraph.Graph(n=int(links.max()) + 1, edges=links)
    graph.vs["thing"] = range(graph.vcount())
    core = graph.induced_subgraph(np.flatnonzero(np.array(graph.coreness()) > 1).tolist())
    for part in core.connected_components().subgraphs():
        for cut in part.articulation_points():
            node = part.vs[cut]["thing"]
            if node < len(sets) and open_to_all[node]:
                result[node] = sum(spare >= _SPARE for spare in _spare_ties(part, cut)) > 1
    return result


def _spare_ties(graph: igraph.Graph, cut: int) -> Iterator[int]:
    """Ties beyond a tree's of each part that is left without one node."""
    rest = graph.copy()
    rest.delete_vertices(cut)
    for part in rest.connected_components().subgraphs():
        yield part.ecount() - part.vcount() + 1
