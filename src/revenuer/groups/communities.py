"""Communities of an account graph, fine and coarse."""

from collections.abc import Iterator

import igraph
import leidenalg
import numpy as np
from numpy.typing import NDArray

_COARSE = 0.3
"""Resolution of the second partition. Modularity cuts even a random graph in parts; one stream of
five hundred accounts falls in ten. At this resolution parts stay apart that hardly touch."""


def communities(
    edges: NDArray[np.int64], weights: NDArray[np.float64], seed: int = 0
) -> Iterator[NDArray[np.int32]]:
    """Leiden communities (modularity) of an undirected weighted graph, then the unions of them that
    touch each other (resolution 0.3), where these differ.

    `edges` is (e, 2) account rows. Accounts without an edge are in none. Source: Traag, Waltman,
    van Eck, "From Louvain to Leiden", Scientific Reports 2019; resolution: Reichardt & Bornholdt,
    Physical Review E 74, 2006.
    """
    if not len(edges):
        return
    nodes, local = np.unique(edges, return_inverse=True)
    local = local.reshape(-1, 2)
    graph = igraph.Graph(n=len(nodes), edges=local)
    found = leidenalg.find_partition(
        graph, leidenalg.ModularityVertexPartition, weights=weights.tolist(), seed=seed
    )
    fine = np.asarray(found.membership)
    coarse = _unions(fine[local], weights, seed)[fine]
    yield from _parts(nodes, fine)
    for part in _parts(nodes, coarse):
        inside = fine[np.searchsorted(nodes, part)]
        if inside.min() != inside.max():
            yield part


def _unions(edges: NDArray[np.int64], weights: NDArray[np.float64], seed: int) -> NDArray[np.int64]:
    """Community of each part, of a graph of parts; edges within a part are loops."""
    parts = int(edges.max()) + 1
    pair, place = np.unique(np.sort(edges, axis=1), axis=0, return_inverse=True)
    graph = igraph.Graph(n=parts, edges=pair)
    found = leidenalg.find_partition(
        graph,
        leidenalg.RBConfigurationVertexPartition,
        weights=np.bincount(place.ravel(), weights).tolist(),
        resolution_parameter=_COARSE,
        seed=seed,
    )
    return np.asarray(found.membership)


def _parts(nodes: NDArray[np.int64], membership: NDArray[np.int64]) -> Iterator[NDArray[np.int32]]:
    order = np.argsort(membership, kind="stable")
    bounds = np.flatnonzero(np.append(True, np.diff(membership[order]) != 0))
    for part in np.split(order, bounds[1:]):
        yield np.sort(nodes[part]).astype(np.int32)
