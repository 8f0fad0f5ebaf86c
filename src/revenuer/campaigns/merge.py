"""Groups above the bar that are one operation seen from several sides become one campaign."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.campaigns.decide import Decision, Judged
from revenuer.groups.build import ViewBuilder
from revenuer.groups.traffic import Traffic
from revenuer.records.campaigns import Verdict

HARVEST = (
    "trace_coercion",
    "chain_of_thought",
    "rubric_grading",
    "task_generation",
    "reasoning_cleanup",
    "safe_rewriting",
    "synthetic_dialogue",
)
"""Intents whose exchanges are harvest when the accounts around them are one operator's."""
_OVERLAP = 0.5
_TOUCHES = 0.25
"""Overlap with a graver verdict from which a weaker one on the rest is not worth a row."""
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Merged:
    """Several groups as one. `lead` is the strongest; `rows` the campaign's own events in time
    order; `accounts` rows of the account table, ascending."""

    verdict: Verdict
    lead: Decision
    groups: tuple[int, ...]
    rows: NDArray[np.int64]
    accounts: NDArray[np.int32]


def merge(
    decisions: Sequence[Decision],
    groups: Sequence[Judged],
    traffic: Traffic,
    builder: ViewBuilder,
) -> list[Merged]:
    """Join decisions of one verdict whose accounts overlap by half of the smaller, widest groups
    first, so that parts find the whole. A weaker verdict on the same accounts adds nothing and is
    dropped: campaign before pool before watch. Most serious first."""
    rank = {"campaign": 0, "pool": 1, "watch": 2}
    order = sorted(
        decisions,
        key=lambda d: (rank[d.verdict], -len(groups[d.group].candidate.accounts), d.group),
    )
    clusters: list[tuple[list[Decision], NDArray[np.int32]]] = []
    for decision in order:
        members = groups[decision.group].candidate.accounts
        home = _home(decision, members, clusters)
        if home is None:
            clusters.append(([decision], members))
        elif clusters[home][0][0].verdict == decision.verdict:
            inside, accounts = clusters[home]
            clusters[home] = ([*inside, decision], np.union1d(accounts, members))
    merged = [_join(inside, groups, traffic, builder) for inside, _ in clusters]
    return sorted((m for m in merged if len(m.rows)), key=lambda m: (rank[m.verdict], -len(m.rows)))


def _home(
    decision: Decision,
    members: NDArray[np.int32],
    clusters: Sequence[tuple[list[Decision], NDArray[np.int32]]],
) -> int | None:
    for i, (inside, accounts) in enumerate(clusters):
        common = len(np.intersect1d(accounts, members, assume_unique=True))
        smaller = min(len(accounts), len(members))
        same = inside[0].verdict == decision.verdict
        if common >= (_OVERLAP if same else _TOUCHES) * smaller:
            return i
    return None


def _strength(decision: Decision) -> float:
    """The e-value that the verdict rests on."""
    rests_on: dict[Verdict, float] = {
        "campaign": min(decision.coordination, decision.extraction),
        "pool": decision.coordination,
        "watch": decision.extraction,
    }
    return rests_on[decision.verdict]


def _join(
    inside: Sequence[Decision], groups: Sequence[Judged], traffic: Traffic, builder: ViewBuilder
) -> Merged:
    lead = max(
        inside,
        key=lambda d: (
            _strength(d),
            len(groups[d.group].candidate.accounts),
        ),
    )
    texts = [d for d in inside if groups[d.group].candidate.families is not None]
    wholes = [d for d in inside if groups[d.group].candidate.families is None]
    parts = [builder.rows(groups[d.group].candidate) for d in texts]
    core = _carriers(traffic, parts)
    for decision in wholes:
        rows = builder.rows(groups[decision.group].candidate)
        if core is not None and lead.verdict != "pool":
            owner = traffic.events["code:account_id"][rows]
            rows = _harvest(traffic, rows[np.isin(owner, core)], True)
        elif lead.verdict != "pool":
            rows = _harvest(traffic, rows, False)
        parts.append(rows)
    rows = np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64)
    rows = rows[np.argsort(traffic.events["ts"][rows], kind="stable")]
    accounts = np.unique(traffic.events["code:account_id"][rows]).astype(np.int32)
    return Merged(
        lead.verdict,
        lead,
        tuple(sorted((d.group for d in inside), key=lambda g: (g != lead.group, g))),
        rows,
        accounts,
    )


def _carriers(traffic: Traffic, parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int32] | None:
    """Accounts that carry the campaign's texts as a matter of course: at least a tenth as often as
    its median account. None where it has no text."""
    if not parts:
        return None
    rows = np.unique(np.concatenate(parts))
    owner, count = np.unique(traffic.events["code:account_id"][rows], return_counts=True)
    return np.asarray(owner[count >= 0.1 * np.median(count)], np.int32)


def _harvest(traffic: Traffic, rows: NDArray[np.int64], text_known: bool) -> NDArray[np.int64]:
    """The harvested exchanges among all those of one operator's accounts: those with a harvest
    intent; all of them where nearly everything is harvest or no wording tells."""
    mask = np.uint64(0)
    for name in HARVEST:
        if name in traffic.intents:
            mask |= np.uint64(1 << traffic.intents.index(name))
    asked = (traffic.events["intents"][rows] & mask) != 0
    if text_known or 0.02 < asked.mean() < _MOSTLY:
        return rows[asked]
    return rows
