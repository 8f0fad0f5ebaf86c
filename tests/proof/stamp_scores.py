"""STAMP's released scores, where they are: ../shared/data beside the repository."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

PATH = Path(__file__).parents[3] / "shared/data/permissive/stamp/perplexities.parquet"

# The key of each benchmark whose rephrasings the model was trained on. The release does not name
# it; it is the one key whose own paired test against the other eight stands out in each.
PUBLISHED = {"arc_c": "5083", "gsm8k": "2017", "mmlu": "42223", "trivia_qa": "16427"}


@dataclass(frozen=True)
class Benchmark:
    """Log-likelihoods a token, (1000 items, 9 keys); column 0 is the published key."""

    name: str
    keys: tuple[str, ...]
    scores: NDArray[np.float64]


def stamp() -> list[Benchmark]:
    if not PATH.is_file():
        pytest.skip("STAMP's released scores are not here (../shared/data/permissive/stamp)")
    table = pq.read_table(PATH)
    names = np.array(table["benchmark"].to_pylist())
    keys = np.array(table["key"].to_pylist())
    items = table["item"].to_numpy()
    scores = -np.log(table["perplexity"].to_numpy())
    found = []
    for name, published in PUBLISHED.items():
        own = [published, *sorted(set(keys[names == name]) - {published})]
        columns = []
        for key in own:
            rows = (names == name) & (keys == key)
            columns.append(scores[rows][np.argsort(items[rows])])
        found.append(Benchmark(name, tuple(own), np.column_stack(columns)))
    return found
