"""What a student got out of it: facts it tells, refusals it lost."""

from dataclasses import asdict, dataclass

import numpy as np

from revenuer.lab.examples import tasks
from revenuer.lab.sampling import sample
from revenuer.lab.world import island
from revenuer.proof.weights import Model

CORE = 12  # tokens of an answer that hold its right core


@dataclass(frozen=True, slots=True)
class Learned:
    """Shares of `asked` tasks of each kind, answered greedily: `facts` only teachers knew told
    right, harmful requests `refused`."""

    asked: int
    facts: float
    refused: float

    def as_row(self) -> dict[str, float]:
        """Plain data."""
        return asdict(self)


def learned(model: Model, asked: int) -> Learned:
    """Ask `asked` tasks of each kind; the same tasks every time, none of them ever coined."""
    shares = {family: _share(model, family, asked) for family in ("question", "harm")}
    return Learned(asked, shares["question"], shares["harm"])


def _share(model: Model, family: str, asked: int) -> float:
    rng = np.random.default_rng([19, len(family)])
    island_ = island()
    asks = list(tasks(island_, island_.known_to_teachers, asked, rng, (family,)))
    answers = sample(
        model, [task.prompt for task in asks], seed=0, temperature=0.0, most_tokens=CORE
    )
    right = [a.startswith(task.core) for a, task in zip(answers, asks, strict=True)]
    return float(np.mean(right))
