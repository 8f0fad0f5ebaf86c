"""Scores of coined sets under a student: by its log-probabilities, or by its texts alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from revenuer.lab.exposure import Exposure
from revenuer.proof.reference import without_references
from revenuer.proof.weights import Model, continued_words, mean_log_probabilities

Floats = NDArray[np.float64]


def by_log_probability(model: Model, exposure: Exposure) -> Floats:
    """(sets, members): mean log-probabilities, the served member first."""
    prompts, answers = _listed(exposure)
    found = mean_log_probabilities(model, prompts, answers)
    return found.reshape(len(exposure.prompts), -1)


def by_text(model: Model, exposure: Exposure) -> Floats:
    """(sets, members): the share of each member's words that the model continues right.

    What `ContinuedTexts` finds behind an endpoint that shows no log-probabilities.
    """
    prompts, answers = _listed(exposure)
    return continued_words(model, prompts, answers).reshape(len(exposure.prompts), -1)


def _listed(exposure: Exposure) -> tuple[list[str], list[str]]:
    """Prompts and answers of all members, set by set."""
    prompts = [p for p, row in zip(exposure.prompts, exposure.members, strict=True) for _ in row]
    return prompts, [answer for row in exposure.members for answer in row]


@dataclass(frozen=True, slots=True)
class References:
    """Scores of models that never saw a coined answer, to be taken out of a student's.

    `likely` by log-probability, `words` by words continued, each (models, sets, members).
    """

    likely: Floats
    words: Floats

    def from_log_probabilities(self, members: Floats, rows: Sequence[int]) -> Floats:
        """A student's `members` of these rows, less what the references' likelihoods explain."""
        return self._less(members, self.likely, rows)

    def from_words(self, members: Floats, rows: Sequence[int]) -> Floats:
        """The same for words continued, less likelihoods and words of the references."""
        return self._less(members, np.concatenate([self.likely, self.words]), rows)

    def _less(self, members: Floats, references: Floats, rows: Sequence[int]) -> Floats:
        return without_references(members, references[:, list(rows), : members.shape[1]])


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
