"""Who takes part: two teachers, students before they were taught, and the provider's own model.

Everyone is trained from scratch on the made-up island, so nothing is downloaded and everything
each one has read is known.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from revenuer.lab.examples import Example, spoken
from revenuer.lab.models import Architecture, fresh, hybrid, plain, save
from revenuer.lab.scale import Scale
from revenuer.lab.tokens import new_tokenizer
from revenuer.lab.train import Recipe, fine_tune
from revenuer.lab.world import Speaker, island
from revenuer.proof.weights import Model, load

PRETRAINING = 3e-3  # peak learning rate
BATCH = 16


@dataclass(frozen=True, slots=True)
class Cast:
    """The models of one lab, kept in `folder` and made when first asked for.

    Manner 0 is how people speak, 1 the provider's teacher, 2 another teacher with other facts.
    """

    folder: Path
    scale: Scale

    def teacher(self) -> Model:
        """The provider's: a hybrid, a little wider than its students."""
        texts = self.spoken_by_teacher()
        return self._kept("teacher", lambda: self._pretrained(hybrid, texts, texts, wider=True))

    def other_teacher(self) -> Model:
        """Another firm's: it speaks otherwise and holds other facts for true."""
        speaker = Speaker.of(island(), 2, own_facts=True)
        texts = spoken(speaker, island().towns, self.scale.base_texts, 2)
        return self._kept("other-teacher", lambda: self._pretrained(hybrid, texts, texts))

    def base_plain(self) -> Model:
        """A plain transformer that read people only, with the teacher's (published) tokenizer."""
        vocabulary, texts = self.spoken_by_teacher(), self.human(self.scale.base_texts, 3)
        return self._kept("base-plain", lambda: self._pretrained(plain, vocabulary, texts))

    def base_hybrid(self) -> Model:
        """A hybrid that read people only, with a tokenizer of its own."""
        texts = self.human(self.scale.base_texts, 4)
        return self._kept("base-hybrid", lambda: self._pretrained(hybrid, texts, texts))

    def spoken_by_teacher(self) -> list[Example]:
        """What the provider's teacher was trained on."""
        return spoken(Speaker.of(island(), 1), island().towns, self.scale.teacher_texts, 1)

    def human(self, count: int, seed: int, families: Sequence[str] | None = None) -> list[Example]:
        """Exchanges as people have them, on towns that everyone knows."""
        speaker = Speaker.of(island(), 0)
        if families is None:
            return spoken(speaker, island().known_to_all, count, seed)
        return spoken(speaker, island().known_to_all, count, seed, families)

    def _pretrained(
        self,
        make: Architecture,
        vocabulary: Sequence[Example],
        texts: Sequence[Example],
        *,
        wider: bool = False,
    ) -> Model:
        tokenizer = new_tokenizer(f"{e.prompt}\n\n{e.answer}" for e in vocabulary)
        width = self.scale.width + (16 if wider else 0)
        layers = self.scale.layers + (1 if wider else 0)
        model = fresh(make, tokenizer, width, layers, seed=0)
        fine_tune(model, texts, Recipe(batch=BATCH, rate=PRETRAINING))
        return model

    def _kept(self, name: str, make: Callable[[], Model]) -> Model:
        path = self.folder / "models" / name
        if not path.is_dir():
            save(make(), path)
        return load(str(path))
