"""What became of a case between two scans, and whether that brings it back."""

from dataclasses import dataclass

from revenuer.cases.states import State

GREW = 1.1
NOTEWORTHY = 1.5
"""A dismissed case comes back once it has half as many accounts again as when it was dismissed."""
MOVED = 0.2
"""With fewer known accounts than this share of the smaller side, a case has moved."""


@dataclass(frozen=True, slots=True)
class Step:
    """A case before and after a scan. `known` of its `accounts` were the case's before; `rank` is
    the verdict's, 0 the gravest; `evidence` the e-value the verdict rests on."""

    accounts_before: int
    accounts: int
    known: int
    rank_before: int
    rank: int
    evidence_before: float
    evidence: float
    seen_later: bool
    merges: bool


def name_of(step: Step) -> str:
    """merged, moved, grew, shrank or same."""
    if step.merges:
        return "merged"
    if step.known < MOVED * min(step.accounts, step.accounts_before):
        return "moved"
    if step.accounts > GREW * step.accounts_before:
        return "grew"
    return "shrank" if step.accounts * GREW < step.accounts_before else "same"


def comes_back(state: State, step: Step) -> str:
    """Why a case that somebody dismissed or closed is reopened; empty where it is not.

    A dismissed case seen again as it was stays dismissed: it was looked at. A closed one is
    reopened by traffic later than what was known.
    """
    if state is State.CLOSED and step.seen_later:
        return "it was active again after what was known when it was closed"
    if state is not State.DISMISSED:
        return ""
    if step.rank < step.rank_before:
        return "the verdict is graver than when it was dismissed"
    if step.accounts > NOTEWORTHY * step.accounts_before:
        return f"it grew from {step.accounts_before} to {step.accounts} accounts"
    if step.accounts - step.known > step.known:
        return f"{step.accounts - step.known} of its {step.accounts} accounts are new"
    if step.evidence > 10 * max(1.0, step.evidence_before):
        return "its evidence is more than ten times as strong as when it was dismissed"
    return ""
