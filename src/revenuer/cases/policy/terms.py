"""Reads the terms file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from revenuer.problems import Problem
from revenuer.signals import SIGNALS

_VERDICTS = frozenset({"campaign", "pool", "watch"})


@dataclass(frozen=True, slots=True)
class Rule:
    """When evidence touches a clause: the verdict is one of `verdicts`, and at least `at_least` of
    `signals` have an e-value of `least_e_value`. `why` says it in words."""

    verdicts: frozenset[str]
    signals: frozenset[str]
    least_e_value: float
    at_least: int
    why: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the terms, in the provider's words."""

    id: str
    topic: str
    title: str
    text: str
    touched_by: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """The provider's terms."""

    name: str
    version: str
    effective: str
    source: str
    clauses: tuple[Clause, ...]


def example() -> str:
    """The shipped example, to begin from."""
    return files("revenuer.cases.policy").joinpath("example.toml").read_text(encoding="utf-8")


def example_terms() -> Terms:
    """The shipped example, read."""
    return _terms(tomllib.loads(example()), "the shipped example")


def read_terms(path: Path) -> Terms:
    """Read a terms file. Raises Problem naming what is wrong in which clause."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem(
            f"The terms cannot be read: {error}.",
            where=str(path),
            hint="`revenuer policy example` prints one to begin from",
        ) from error
    return _terms(document, str(path))


def _terms(document: Mapping[str, Any], where: str) -> Terms:
    listed = document.get("clause")
    if not isinstance(listed, list) or not listed:
        raise Problem("The terms hold no [[clause]].", where=where)
    clauses = tuple(_clause(c, f"{where}, clause {i + 1}") for i, c in enumerate(listed))
    ids = [clause.id for clause in clauses]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice is not None:
        raise Problem(f"Two clauses are numbered {twice}.", where=where)
    return Terms(
        name=_text(document, "name", where),
        version=str(document.get("version", "")),
        effective=str(document.get("effective", "")),
        source=str(document.get("source", "")),
        clauses=clauses,
    )


def _clause(raw: Any, where: str) -> Clause:
    if not isinstance(raw, dict):
        raise Problem("A clause is a table, [[clause]].", where=where)
    rules = raw.get("touched_by", [])
    if not isinstance(rules, list):
        raise Problem("touched_by is a list of tables, [[clause.touched_by]].", where=where)
    return Clause(
        id=_text(raw, "id", where),
        topic=_text(raw, "topic", where),
        title=_text(raw, "title", where),
        text=_text(raw, "text", where).strip(),
        touched_by=tuple(_rule(rule, where) for rule in rules),
    )


def _rule(raw: Any, where: str) -> Rule:
    verdicts = _names(raw, "verdicts", _VERDICTS, where)
    signals = _names(raw, "signals", frozenset(s.name for s in SIGNALS), where)
    least, count = raw.get("least_e_value"), raw.get("at_least", 1)
    if isinstance(least, bool) or not isinstance(least, int | float) or least < 1:
        raise Problem(
            "least_e_value must be a number of 1 or more.",
            where=where,
            hint="evidence below 1 speaks for the innocent explanation",
        )
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= len(signals):
        raise Problem("at_least must be between 1 and the number of signals.", where=where)
    return Rule(verdicts, signals, float(least), count, _text(raw, "why", where))


def _names(raw: Any, key: str, known: frozenset[str], where: str) -> frozenset[str]:
    names = raw.get(key) if isinstance(raw, dict) else None
    if not isinstance(names, list) or not names:
        raise Problem(f"A rule needs {key}, a list.", where=where)
    unknown = sorted(str(name) for name in names if name not in known)
    if unknown:
        raise Problem(
            f"There is no {unknown[0]!r} among {key}.",
            where=where,
            hint=f"there are {', '.join(sorted(known))}",
        )
    return frozenset(names)


def _text(raw: Mapping[str, Any], key: str, where: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Problem(f"{key} is missing.", where=where)
    return value
