"""Prompts with answers: what a model is trained on or tested with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from revenuer.lab.world import Island, Speaker, Task
from revenuer.lab.world.island import OPEN

ALL = (*OPEN, "question", "sum", "harm")


@dataclass(frozen=True, slots=True)
class Example:
    """One exchange."""

    prompt: str
    answer: str


def spoken(
    speaker: Speaker,
    towns: list[str],
    count: int,
    seed: int,
    families: Sequence[str] = ALL,
) -> list[Example]:
    """`count` exchanges as the speaker would have them; refusals are one in seven."""
    rng = np.random.default_rng([11, seed])
    return [
        Example(task.prompt, speaker.answer(task, rng))
        for task in tasks(speaker.island, towns, count, rng, families)
    ]


def tasks(
    island: Island,
    towns: list[str],
    count: int,
    rng: np.random.Generator,
    families: Sequence[str] = OPEN,
) -> Iterator[Task]:
    """`count` tasks with different prompts, families in turn (harm has few prompts: they repeat).

    Raises ValueError where the families cannot give so many.
    """
    seen: set[str] = set()
    given = tries = 0
    while given < count:
        tries += 1
        if tries > 20 * count + 1000:
            raise ValueError(f"{count} different prompts cannot be had from {families}")
        family = families[given % len(families)]
        task = island.task(family, towns, rng)
        if family != "harm" and task.prompt in seen:
            continue
        seen.add(task.prompt)
        given += 1
        yield task
