"""The prompt families of a whole log, from the prints of its parts."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from revenuer.fingerprint.fingerprint import Fingerprinter
from revenuer.fingerprint.hashing import drawn_evenly
from revenuer.fingerprint.prints_file import read_prints
from revenuer.flows.families import Assignment, Families, family_weights, find_families
from revenuer.flows.grams import Lists, count_grams
from revenuer.flows.sieve import Sieve

Assigned = tuple[NDArray[np.int32], NDArray[np.uint8]]
"""Family of each row (-1: none), and the share (of 255) of its text that is fixed."""
MOST_COUNTED = 4_000_000
"""Exchanges in which shared text is looked for: in a larger log, an even sample. Of the smallest
group's 50 exchanges a log of 16 million then counts a dozen."""
_COLUMNS = ("grams", "account_id", "id_hash")


def find_shared_text(
    paths: Sequence[Path], threads: int, tick: Callable[[], None]
) -> tuple[Families, list[Assigned]]:
    """Families, and what each row of each chunk of each file belongs to, in order.

    Three passes over the fingerprints: which may be shared, which are, which exchange has them;
    the first two over MOST_COUNTED exchanges at the most.
    `tick` is called once a pass.
    """
    chunks = [batch for path in paths for batch in read_prints(path, _COLUMNS).to_batches()]
    lists = [_grams(batch) for batch in chunks]
    account = _joined([_accounts(batch) for batch in chunks])
    exchange = _joined([batch.column("id_hash").to_numpy() for batch in chunks])
    del chunks
    taken = _sample(exchange)
    sieve = Sieve(int(len(account) and taken.mean() * sum(len(grams) for _, grams in lists)))
    first = 0
    for gram_at, grams in lists:
        last = first + len(gram_at) - 1
        sieve.add(gram_at, grams, account[first:last], taken[first:last], threads)
        first = last
    sieve.close()
    tick()
    families = find_families(count_grams(lists, account, exchange, taken, sieve, threads))
    tick()
    del sieve
    assign = Assignment(families, family_weights(families, int(taken.sum())))
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(lambda each: assign(*each), lists))
    tick()
    return families, found


def _sample(exchange: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which exchanges are counted: all of them, or about MOST_COUNTED, chosen by their ids."""
    if len(exchange) <= MOST_COUNTED:
        return np.ones(len(exchange), np.bool_)
    return drawn_evenly(exchange, MOST_COUNTED, len(exchange))


def _joined(values: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    return np.concatenate([np.empty(0, np.uint64), *values])


def _grams(batch: pa.RecordBatch) -> Lists:
    lists = batch.column("grams")
    return lists.offsets.to_numpy(), lists.values.to_numpy()


def _accounts(batch: pa.RecordBatch) -> NDArray[np.uint64]:
    column = batch.column("account_id")
    return Fingerprinter.hash_values(column.dictionary)[column.indices.to_numpy()]
