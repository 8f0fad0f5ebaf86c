"""The prompt bank: what people, applications, harvesters and look-alikes write. Data, no logic.

Each TOML file is one voice. `topics_<lang>.toml` holds what people talk about; the other files
hold grammars (see `revenuer.drill.grammar` for the notation), `apps/` one a kind of application.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from revenuer.drill.grammar import Grammar


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject: things (noun phrases), acts (verb phrases), snags (what goes wrong)."""

    name: str
    lang: str
    things: tuple[str, ...]
    acts: tuple[str, ...]
    snags: tuple[str, ...]


@cache
def topics(lang: str) -> tuple[Topic, ...]:
    """All topics of a language ("en", "zh", "de", "es")."""
    return tuple(
        Topic(name, lang, *(_terms(table[part]) for part in ("things", "acts", "snags")))
        for name, table in _toml(f"topics_{lang}").items()
    )


@cache
def grammar(name: str) -> Grammar:
    """The grammar in `<name>.toml`, with names of persons, places and firms added."""
    return Grammar({**_toml("names")["rules"], **_toml(name)["rules"]})


def rules(name: str) -> dict[str, list[str]]:
    """The rules of `<name>.toml` as they stand."""
    return dict(_toml(name)["rules"])


@cache
def applications() -> tuple[tuple[str, str, Grammar], ...]:
    """(kind, language, grammar with `system`, `user` and `answer`) of every kind of application."""
    names = _toml("names")["rules"]
    found = []
    for file in sorted(item.name for item in (files(__package__) / "apps").iterdir()):
        kind = file.removesuffix(".toml")
        table = _toml(f"apps/{kind}")
        found.append((kind, table["lang"], Grammar({**names, **table["rules"]})))
    return tuple(found)


def _terms(text: str) -> tuple[str, ...]:
    return tuple(term.strip() for term in text.split(";") if term.strip())


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))
