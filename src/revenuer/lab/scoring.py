"""Scores of coined sets under a student: by its log-probabilities, or by its texts alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from revenuer.lab.exposure import Exposure
from revenuer.lab.sampling import sample
from revenuer.proof.reference import without_references
from revenuer.proof.suspects.coverage import coverage, grams
from revenuer.proof.weights import Model, mean_log_probabilities

Floats = NDArray[np.float64]


def by_log_probability(model: Model, exposure: Exposure) -> Floats:
    """(sets, members): mean log-probabilities, the served member first."""
    prompts = [p for p, row in zip(exposure.prompts, exposure.members, strict=True) for _ in row]
    answers = [answer for row in exposure.members for answer in row]
    found = mean_log_probabilities(model, prompts, answers)
    return found.reshape(len(exposure.prompts), -1)


def by_text(model: Model, exposure: Exposure, samples: int, seed: int = 0) -> Floats:
    """(sets, members): how much of each member `samples` texts to the same prompt cover."""
    made = [sample(model, exposure.prompts, seed=seed + k) for k in range(samples)]
    rows = []
    for i, row in enumerate(exposure.members):
        seen = [grams(texts[i]) for texts in made]
        rows.append([coverage(grams(answer), seen) for answer in row])
    return np.array(rows, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class References:
    """Scores of models that never saw a coined answer, to be taken out: (k, sets, members)."""

    scores: Floats

    @staticmethod
    def of(models: Sequence[Model], exposure: Exposure) -> "References":
        """Score the exposure under each model."""
        return References(np.stack([by_log_probability(m, exposure) for m in models]))

    def taken_from(self, members: Floats, rows: Sequence[int]) -> Floats:
        """`members`, scores of these rows of the exposure, less what the references explain."""
        count = members.shape[1]
        return without_references(members, self.scores[:, list(rows), :count])


def write_scores(path: Path, exposure: Exposure, members: Floats) -> None:
    """A file of scores as `revenuer prove twins` reads it."""
    columns = {
        "pair_id": pa.array([str(leaf) for leaf in exposure.leaves]),
        "leaf_index": pa.array(exposure.leaves, pa.int64()),
        "account_id": pa.array(exposure.accounts),
        "served": members[:, 0],
    }
    for j in range(1, members.shape[1]):
        columns[f"twin_{j}"] = members[:, j]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path)
