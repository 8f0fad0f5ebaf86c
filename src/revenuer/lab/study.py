"""One lab: who takes part, what was served, and the references, each made once and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from revenuer.lab.cast import Cast
from revenuer.lab.examples import Example
from revenuer.lab.exposure import Exposure, answered, expose
from revenuer.lab.models import Architecture, copy, hybrid, plain, save
from revenuer.lab.sampling import sample
from revenuer.lab.scale import Scale
from revenuer.lab.scoring import References, by_log_probability, by_text
from revenuer.lab.train import Recipe, fine_tune
from revenuer.lab.world.island import OPEN
from revenuer.proof.weights import Model, load

RATE = 1e-3  # peak learning rate of fine-tuning
BATCH = 16


@dataclass(frozen=True)
class Study:
    """Everything students are made from and tested with, kept in `folder`."""

    folder: Path
    scale: Scale

    @cached_property
    def cast(self) -> Cast:
        """The models that are there before anything is served."""
        return Cast(self.folder, self.scale)

    @cached_property
    def teacher(self) -> Model:
        """The provider's."""
        return self.cast.teacher()

    def ask(self, prompts: Sequence[str], seed: int) -> list[str]:
        """One answer of the teacher's to each prompt."""
        return self.asked_of(self.teacher, prompts, seed)

    def asked_of(self, model: Model, prompts: Sequence[str], seed: int) -> list[str]:
        """One answer of any model's to each prompt."""
        return sample(model, prompts, seed=seed, most_tokens=self.scale.most_tokens)

    @cached_property
    def pairs(self) -> Exposure:
        """Coined exchanges with one twin each."""
        return expose(self.ask, self.folder / "pairs", self.scale.pairs, 1, seed=1)

    @cached_property
    def many_pairs(self) -> Exposure:
        """Many more of them, for a student that is served nothing else."""
        return expose(self.ask, self.folder / "many-pairs", self.scale.many_pairs, 1, seed=4)

    @cached_property
    def repeats(self) -> Exposure:
        """Coined exchanges where every prompt was asked four times, through four accounts."""
        return expose(self.ask, self.folder / "repeats", self.scale.pairs, 1, seed=5, times=4)

    @cached_property
    def eights(self) -> Exposure:
        """Coined exchanges with eight twins each."""
        return expose(self.ask, self.folder / "eights", self.scale.sets, 8, seed=2)

    @cached_property
    def uncoined(self) -> list[Example]:
        """Answers the provider's teacher gave without a coin."""
        return answered(self.ask, self.scale.reference_texts, seed=3)

    @cached_property
    def own_student(self) -> Model:
        """The provider's own student: taught by uncoined answers, so it knows no coin."""
        path = self.folder / "models" / "own-student"
        if not path.is_dir():
            student = copy(self.base(plain))
            fine_tune(student, self.uncoined, self.recipe(1, 9))
            save(student, path)
        return load(str(path))

    @cached_property
    def pair_references(self) -> References:
        """Teacher and own student on `pairs`."""
        return self._references("pairs", self.pairs)

    @cached_property
    def repeat_references(self) -> References:
        """Teacher and own student on `repeats`."""
        return self._references("repeats", self.repeats)

    @cached_property
    def many_references(self) -> References:
        """Teacher and own student on `many_pairs`."""
        return self._references("many-pairs", self.many_pairs)

    @cached_property
    def eight_references(self) -> References:
        """Teacher and own student on `eights`."""
        return self._references("eights", self.eights)

    def base(self, make: Architecture) -> Model:
        """A student before it was taught."""
        return self.cast.base_hybrid() if make is hybrid else self.cast.base_plain()

    def recipe(self, epochs: int, seed: int) -> Recipe:
        """How every student is fine-tuned."""
        return Recipe(epochs=epochs, batch=BATCH, rate=RATE, seed=seed)

    def with_others(self, served: list[Example], share: float, seed: int) -> list[Example]:
        """Training data of which `served` is the given share, the rest being people's."""
        count = round(len(served) / share) - len(served)
        return served + self.cast.human(count, 100 + seed, OPEN) if count else served

    def _references(self, name: str, exposure: Exposure) -> References:
        path = self.folder / name / "references.npz"
        if not path.is_file():
            own = (self.teacher, self.own_student)
            likely = [by_log_probability(model, exposure) for model in own]
            words = [by_text(model, exposure) for model in own]
            np.savez(path, likely=np.stack(likely), words=np.stack(words))
        found = np.load(path)
        return References(found["likely"], found["words"])
