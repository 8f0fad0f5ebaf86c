"""A tiny untrained model of each architecture, and a few exchanges."""

from functools import cache

from revenuer.lab.cast import Cast
from revenuer.lab.examples import Example, spoken
from revenuer.lab.models import Architecture, fresh
from revenuer.lab.scale import MINIATURE
from revenuer.lab.tokens import new_tokenizer
from revenuer.lab.world import Speaker, island
from revenuer.proof.weights import Model

__all__ = ["MINIATURE", "Cast", "exchanges", "small"]


@cache
def exchanges(count: int) -> tuple[Example, ...]:
    return tuple(spoken(Speaker.of(island(), 1), island().towns, count, 1))


def small(make: Architecture, seed: int = 0, vocabulary: int = 600) -> Model:
    texts = (f"{e.prompt}\n\n{e.answer}" for e in exchanges(200))
    model = fresh(make, new_tokenizer(texts, vocabulary), 32, 2, seed)
    model.network.eval()
    return model
