"""A suspect whose weights are at hand: its own log-probabilities, no endpoint between."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np

from revenuer.proof.weights import Model, load, mean_log_probabilities


@dataclass(frozen=True, slots=True)
class LocalModel:
    """Mean log-probability of the answer's tokens under a `transformers` model."""

    model: Model
    label: str

    @staticmethod
    def at(path: str) -> "LocalModel":
        """The model in a folder, or of a name `transformers` knows. Raises Problem."""
        return LocalModel(load(path), PurePath(path).name)

    @property
    def name(self) -> str:
        return f"{self.label}, log-probabilities of its weights"

    def score(self, prompt: str, answers: Sequence[str]) -> list[float | None]:
        """See `Suspect`."""
        found = mean_log_probabilities(self.model, [prompt] * len(answers), answers)
        return [float(score) if np.isfinite(score) else None for score in found]
