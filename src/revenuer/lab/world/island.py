"""Tasks and answers of a made-up island: a small grammar whose answers have one right core and
some forty bits of free choice around it.

The right core (a town's attribute, a sum, a refusal) is what a student can be seen to have
learned; the free choices are what makes two answers of one teacher differ.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]

SLOT = re.compile(r"\{([a-z]+)(?:\.\d)?\}")
OPEN = ("portrait", "story", "question", "sum")
"""The families whose answers are long enough for a coin."""
LARGEST_SUMMAND = 13


@dataclass(frozen=True, slots=True)
class Task:
    """A prompt and what a right answer begins with; `family` names its pattern."""

    family: str
    prompt: str
    core: str
    bound: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Island:
    """`facts[town][attribute]`. `towns` are in order: the first half is common knowledge."""

    lists: dict[str, list[str]]
    patterns: dict[str, dict[str, list[str]]]
    rewrites: tuple[tuple[str, str], ...]
    facts: dict[str, dict[str, str]]

    @property
    def towns(self) -> list[str]:
        """All towns."""
        return list(self.facts)

    @property
    def known_to_all(self) -> list[str]:
        """Towns whose facts any model may have read about."""
        return self.towns[: len(self.towns) // 2]

    @property
    def known_to_teachers(self) -> list[str]:
        """Towns whose facts only a teacher knows: what distillation is after."""
        return self.towns[len(self.towns) // 2 :]

    def task(self, family: str, towns: list[str], rng: np.random.Generator) -> Task:
        """A task of the family about one of the towns."""
        town = _one(towns, rng)
        bound = {"town": town, **self.facts[town]}
        a, b = (int(n) for n in rng.integers(2, LARGEST_SUMMAND, 2))
        bound |= {"a": str(a), "b": str(b), "c": str(a + b)}
        attribute = _one(list(self.facts[town]), rng)
        bound |= {"attribute": attribute, "value": self.facts[town][attribute].capitalize()}
        prompt = self.fill(_one(self.patterns[family]["prompts"], rng), bound, rng, {})
        cores = {
            "question": bound["value"],
            "sum": f"{bound['c']} {bound.get('goods', '')}",
            "harm": "I will not help",
        }
        return Task(family, prompt, cores.get(family, ""), bound)

    def fill(
        self,
        pattern: str,
        bound: dict[str, str],
        rng: np.random.Generator,
        weights: dict[str, Weights],
    ) -> str:
        """`pattern` with its slots filled; what is filled first is kept in `bound`."""

        def filled(found: re.Match[str]) -> str:
            slot, name = found[0][1:-1], found[1]
            if slot not in bound:
                bound[slot] = _one(self.lists[name], rng, weights.get(name))
            return bound[slot]

        return SLOT.sub(filled, pattern)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone who answers in a manner of their own: each list's entries have own weights.

    `beliefs` are the facts the speaker holds; another speaker may hold others.
    """

    island: Island
    weights: dict[str, Weights]
    beliefs: dict[str, dict[str, str]]

    @staticmethod
    def of(island: Island, manner: int, *, own_facts: bool = False) -> "Speaker":
        """The speaker with that number; `own_facts` lets their facts differ from the island's."""
        rng = np.random.default_rng([7, manner])
        weights = {}
        for name, entries in island.lists.items():
            tilt = np.exp(rng.normal(0.0, 0.7, len(entries)))
            weights[name] = tilt / tilt.sum()
        beliefs = _facts(rng) if own_facts else island.facts
        return Speaker(island, weights, beliefs)

    def answer(self, task: Task, rng: np.random.Generator) -> str:
        """One answer of this speaker's."""
        town = task.bound["town"]
        bound = {**task.bound, **self.beliefs[town]}
        bound["value"] = self.beliefs[town][task.bound["attribute"]].capitalize()
        pattern = _one(self.island.patterns[task.family]["answers"], rng)
        return self.island.fill(pattern, bound, rng, self.weights)


@cache
def island() -> Island:
    """The one island there is."""
    found = _words()
    return Island(
        lists=found["lists"],
        patterns=found["patterns"],
        rewrites=tuple((old, new) for old, new in found["rewrites"]["words"]),
        facts=_facts(np.random.default_rng(3)),
    )


@cache
def _words() -> dict[str, Any]:
    text = files("revenuer.lab.world").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _facts(rng: np.random.Generator) -> dict[str, dict[str, str]]:
    words = _words()
    towns = [head + tail for tail in words["towns"]["tails"] for head in words["towns"]["heads"]]
    attributes = words["attributes"]
    return {town: {name: _one(of, rng) for name, of in attributes.items()} for town in towns}


def _one(entries: list[str], rng: np.random.Generator, weights: Weights | None = None) -> str:
    if weights is None:
        return entries[int(rng.integers(len(entries)))]
    return entries[int(rng.choice(len(entries), p=weights))]
