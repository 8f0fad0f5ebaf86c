"""A detector in the style of SynchroTrap (Cao, Yang, Yu and Palow 2014, CCS).

Two accounts match in an action where both act on the same object within a time window; their
likeness is the Jaccard coefficient of their actions; likeness above a threshold links them; linked
accounts form clusters. Objects here are the address and the pair of system prompt and model, each
apart, as the original treats each kind of constraint apart.
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from revenuer.trial.baselines.baseline import Baseline

WINDOW = 3600
"""Seconds within which two actions match."""
ALIKE = 0.5
LEAST_ACTIONS = 4
LEAST_ACCOUNTS = 10


def synchronised(table: pa.Table) -> list[frozenset[str]]:
    """Clusters of at least ten accounts alike in address and time, or in prompt and time."""
    clusters = [_clusters(table, ["ip"]), _clusters(table, ["system", "model"])]
    return [cluster for kind in clusters for cluster in kind]


def _clusters(table: pa.Table, columns: list[str]) -> list[frozenset[str]]:
    needed = table.select([columns[0], "account_id"]).drop_null()
    if not len(needed):
        return []
    part = table.filter(table[columns[0]].is_valid())
    names, account = _coded(part["account_id"])
    thing = np.zeros(len(part), np.int64)
    for column in columns:
        values, code = _coded(part[column])
        thing = thing * len(values) + code
    window = (part["ts"].cast(pa.int64()).to_numpy() // 1_000_000) // WINDOW
    _, action = np.unique(thing * (1 << 32) + window, return_inverse=True)
    shape = (len(names), int(action.max()) + 1)
    acts = sparse.csr_matrix((np.ones(len(account), np.float32), (account, action)), shape=shape)
    acts.data[:] = 1.0
    sizes = np.asarray(acts.sum(axis=1)).ravel()
    kept = np.flatnonzero(sizes >= LEAST_ACTIONS)
    if not len(kept):
        return []
    acts, sizes = acts[kept], sizes[kept]
    common = (acts @ acts.T).tocoo()
    likeness = common.data / (sizes[common.row] + sizes[common.col] - common.data)
    linked = likeness >= ALIKE
    graph = sparse.coo_matrix(
        (np.ones(int(linked.sum())), (common.row[linked], common.col[linked])),
        shape=(len(kept), len(kept)),
    )
    _, label = connected_components(graph, directed=False)
    return [
        frozenset(names[kept[label == number]].tolist())
        for number in np.flatnonzero(np.bincount(label) >= LEAST_ACCOUNTS)
    ]


def _coded(column: pa.ChunkedArray) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """The distinct values, a missing one among them, and the place of each row's."""
    coded = column.dictionary_encode(null_encoding="encode").combine_chunks()
    codes = coded.indices.to_numpy().astype(np.int64)
    return coded.dictionary.to_numpy(zero_copy_only=False), codes


SYNCHROTRAP = Baseline(
    "SynchroTrap style", "Accounts alike in what they do when: Jaccard of 0.5.", synchronised
)
