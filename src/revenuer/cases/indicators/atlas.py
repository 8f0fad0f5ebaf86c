"""MITRE ATLAS techniques, and the findings that show them (https://atlas.mitre.org)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Technique:
    """A technique and the signals that show its use; `verdicts` for which it is named at all."""

    id: str
    name: str
    verdicts: frozenset[str]
    signals: frozenset[str]


_ALL = frozenset({"campaign", "pool", "watch"})
_CAMPAIGN = frozenset({"campaign"})
LEAST_E_VALUE = 10.0
TECHNIQUES = (
    Technique("AML.T0040", "AI Model Inference API Access", _ALL, frozenset()),
    Technique("AML.T0024", "Exfiltration via AI Inference API", _CAMPAIGN, frozenset()),
    Technique("AML.T0024.002", "Extract AI Model", _CAMPAIGN, frozenset()),
    Technique(
        "AML.T0005.001",
        "Create Proxy AI Model: Train Proxy via Replication",
        _CAMPAIGN,
        frozenset({"trace_elicitation", "task_generation", "reasoning_cleanup", "rubric_grading"}),
    ),
    Technique(
        "AML.T0021",
        "Establish Accounts",
        frozenset({"campaign", "pool"}),
        frozenset({"infrastructure", "replacement", "life_cycle"}),
    ),
)


def techniques_of(campaign: Mapping[str, Any]) -> tuple[Technique, ...]:
    """The techniques that the record of `campaigns.json` shows."""
    strong = {
        str(finding["signal"])
        for axis in ("coordination", "extraction")
        for finding in campaign[axis]["findings"]
        if (finding["e_value"] or 0.0) >= LEAST_E_VALUE
    }
    return tuple(
        t
        for t in TECHNIQUES
        if campaign["verdict"] in t.verdicts and (not t.signals or t.signals & strong)
    )
