"""Which clauses a case's evidence touches: those whose rule holds, never more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from revenuer.cases.policy.terms import Clause, Rule, Terms


@dataclass(frozen=True, slots=True)
class Support:
    """A finding that a clause rests on. `detail` may quote the log."""

    signal: str
    e_value: float
    detail: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A clause, why it is touched, and the findings it rests on, strongest first."""

    clause: Clause
    why: str
    support: tuple[Support, ...]


def touched(terms: Terms, campaign: Mapping[str, Any]) -> tuple[Touched, ...]:
    """Clauses of the terms that the record of `campaigns.json` touches, in the terms' order."""
    findings = [
        Support(str(f["signal"]), float(f["e_value"]), str(f["detail"]))
        for axis in ("coordination", "extraction")
        for f in campaign[axis]["findings"]
        if f["e_value"] is not None
    ]
    verdict = str(campaign["verdict"])
    return tuple(found for c in terms.clauses for found in _touched(c, verdict, findings))


def _touched(clause: Clause, verdict: str, findings: list[Support]) -> Iterator[Touched]:
    for rule in clause.touched_by:
        support = _support(rule, verdict, findings)
        if len(support) >= rule.at_least:
            yield Touched(clause, rule.why, support)
            return


def _support(rule: Rule, verdict: str, findings: list[Support]) -> tuple[Support, ...]:
    if verdict not in rule.verdicts:
        return ()
    strong = [f for f in findings if f.signal in rule.signals and f.e_value >= rule.least_e_value]
    return tuple(sorted(strong, key=lambda f: (-f.e_value, f.signal)))
