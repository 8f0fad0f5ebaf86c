"""The prompt families of a whole log, from the prints of its parts."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from revenuer.fingerprint.fingerprint import Fingerprinter
from revenuer.fingerprint.prints_file import read_prints
from revenuer.flows.families import Assignment, Families, family_weights, find_families
from revenuer.flows.grams import GramTable, count_grams, merge_grams
from revenuer.flows.sieve import Sieve

Assigned = tuple[NDArray[np.int32], NDArray[np.uint8]]
"""Family of each row (-1: none), and the share (of 255) of its text that is fixed."""
_COLUMNS = ("grams", "account_id", "id_hash")


def find_shared_text(
    paths: Sequence[Path], threads: int, tick: Callable[[], None]
) -> tuple[Families, list[Assigned]]:
    """Families, and what each row of each chunk of each file belongs to, in order.

    Three passes over the fingerprints: which may be shared, which are, which exchange has them.
    `tick` is called once a file and pass.
    """
    files = [read_prints(path, _COLUMNS).to_batches() for path in paths]
    families = find_families(_count(files, threads, tick))
    rows = sum(batch.num_rows for file in files for batch in file)
    assign = Assignment(families, family_weights(families, rows))

    def assigned(file: Sequence[pa.RecordBatch]) -> list[Assigned]:
        return [assign(*_grams(batch)) for batch in file]

    with ThreadPoolExecutor(threads) as pool:
        found = [each for file in _ticked(pool.map(assigned, files), tick) for each in file]
    return families, found


def _count(
    files: Sequence[Sequence[pa.RecordBatch]], threads: int, tick: Callable[[], None]
) -> GramTable:
    sieve = Sieve(sum(len(batch.column("grams").values) for file in files for batch in file))
    for file in files:
        for batch in file:
            sieve.add(*_grams(batch), _accounts(batch), threads)
        tick()
    sieve.close()

    def count(file: Sequence[pa.RecordBatch]) -> list[GramTable]:
        return [count_grams(*_grams(b), _accounts(b), _exchanges(b), sieve) for b in file]

    with ThreadPoolExecutor(threads) as pool:
        counted = [table for tables in _ticked(pool.map(count, files), tick) for table in tables]
    return merge_grams(counted)


def _ticked(results: Any, tick: Callable[[], None]) -> Any:
    for result in results:
        tick()
        yield result


def _grams(batch: pa.RecordBatch) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
    lists = batch.column("grams")
    return lists.offsets.to_numpy(), lists.values.to_numpy()


def _accounts(batch: pa.RecordBatch) -> NDArray[np.uint64]:
    column = batch.column("account_id")
    return Fingerprinter.hash_values(column.dictionary)[column.indices.to_numpy()]


def _exchanges(batch: pa.RecordBatch) -> NDArray[np.uint64]:
    return np.asarray(batch.column("id_hash").to_numpy())
