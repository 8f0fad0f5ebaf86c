"""Communities of an account graph."""

from collections.abc import Iterator

import igraph
import leidenalg
import numpy as np
from numpy.typing import NDArray


def communities(
    edges: NDArray[np.int64], weights: NDArray[np.float64], seed: int = 0
) -> Iterator[NDArray[np.int32]]:
    """Leiden communities (modularity) of an undirected weighted graph, largest first.

    `edges` is (e, 2) account rows. Accounts without an edge are in none. Source: Traag, Waltman,
    van Eck, "From Louvain to Leiden", Scientific Reports 2019.
    """
    if not len(edges):
        return
    nodes, local = np.unique(edges, return_inverse=True)
    graph = igraph.Graph(n=len(nodes), edges=local.reshape(-1, 2))
    found = leidenalg.find_partition(
        graph, leidenalg.ModularityVertexPartition, weights=weights.tolist(), seed=seed
    )
    membership = np.asarray(found.membership)
    order = np.argsort(membership, kind="stable")
    bounds = np.flatnonzero(np.append(True, np.diff(membership[order]) != 0))
    for part in np.split(order, bounds[1:]):
        yield np.sort(nodes[part]).astype(np.int32)
