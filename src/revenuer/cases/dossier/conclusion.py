"""What the evidence supports, in the words of forensic reports, and what would change it.

After the ENFSI guideline for evaluative reporting (2015): two propositions, and how strongly the
observations support one over the other. An e-value stands in for the likelihood ratio: it is a bet
against the second proposition whose expectation is at most 1 if that one is true. That bounds how
often it misleads; unlike a likelihood ratio, a small one does not support the second proposition.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from revenuer.proof.wording import support

PROPOSITIONS = {
    "coordination": (
        "The accounts are run by one operator, who deals one stream of requests out to them.",
        "The accounts belong to independent customers, or to one customer in the ordinary way.",
    ),
    "extraction": (
        "The answers are collected to train a model.",
        "The answers are used by people or applications, or collected for a purpose that the "
        "terms allow.",
    ),
}
_LEAST = 1.0
_USUAL = 10.0


def conclusions(campaign: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One conclusion an axis: propositions, log10 of the e-value, and its words."""
    return [
        {
            "axis": axis,
            "first": first,
            "second": second,
            "e_value": float(campaign[axis]["e_value"] or 0.0),
            "words": words_for(float(campaign[axis]["e_value"] or 0.0)),
        }
        for axis, (first, second) in PROPOSITIONS.items()
    ]


def words_for(e_value: float) -> str:
    """The verbal scale; an e-value below 1 supports neither proposition."""
    return support(math.log10(max(e_value, _LEAST)))


def would_change(
    campaign: Mapping[str, Any],
    cannot_assess: Sequence[Mapping[str, Any]],
    scan: Mapping[str, Any],
    grew: bool,
) -> list[str]:
    """What, if it were shown, would weaken or strengthen the conclusion."""
    said = [
        "Records that the accounts belong to one declared customer (one contract, one sign-on): "
        "coordination would then be ordinary.",
        "A written agreement, an evaluation contract or a research programme that covers this use.",
    ]
    if campaign["verdict"] == "campaign":
        said.append(
            "Proof that the answers are shown to end users, or that follow-up requests react to "
            "them: extraction would lose its ground."
        )
    if campaign["verdict"] == "pool":
        said.append(
            "Evidence of harvest in a part of the pool would make that part a campaign of its own."
        )
    for axis in PROPOSITIONS:
        said += _rests_on_one(campaign, axis)
    if scan.get("reference", {}).get("name") == "shipped":
        said.append(
            "Control groups from the provider's own vetted traffic: the error rate now rests on "
            "generated benign traffic."
        )
    if cannot_assess:
        names = ", ".join(sorted(str(m["signal"]) for m in cannot_assess))
        said.append(f"Fields that the log lacked: with them these could be assessed: {names}.")
    if not grew:
        said.append("A second scan of later traffic: this case was seen by one scan only.")
    return said


def _rests_on_one(campaign: Mapping[str, Any], axis: str) -> list[str]:
    strong = [
        str(f["signal"])
        for f in campaign[axis]["findings"]
        if f["e_value"] is not None and f["e_value"] >= _USUAL
    ]
    if len(strong) != 1:
        return []
    return [
        f"An innocent explanation of {strong[0]}: the {axis} evidence rests mainly on that one."
    ]
