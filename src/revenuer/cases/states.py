"""The states of a case, and which may follow which."""

from enum import StrEnum

from revenuer.problems import Problem


class State(StrEnum):
    """Where a case stands. Only a person moves it, but for a case that comes back."""

    NEW = "new"
    TRIAGE = "triage"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    ACTIONED = "actioned"
    CLOSED = "closed"
    REOPENED = "reopened"


TRANSITIONS: dict[State, tuple[State, ...]] = {
    State.NEW: (State.TRIAGE, State.CONFIRMED, State.DISMISSED, State.CLOSED),
    State.TRIAGE: (State.CONFIRMED, State.DISMISSED, State.CLOSED),
    State.CONFIRMED: (State.ACTIONED, State.DISMISSED, State.CLOSED),
    State.ACTIONED: (State.DISMISSED, State.CLOSED, State.REOPENED),
    State.DISMISSED: (State.REOPENED,),
    State.CLOSED: (State.REOPENED,),
    State.REOPENED: (State.TRIAGE, State.CONFIRMED, State.DISMISSED, State.CLOSED),
}
"""What a person may do with a case in each state."""

OPEN = (State.NEW, State.TRIAGE, State.CONFIRMED, State.REOPENED)
"""States that wait for somebody."""

NEEDS_REASON = (State.CONFIRMED, State.DISMISSED, State.CLOSED, State.REOPENED, State.ACTIONED)
"""Judgements that are nothing without a reason."""

DISMISSALS = (
    "class or course",
    "hackathon or starter kit",
    "public benchmark run",
    "continuous integration",
    "one enterprise behind one sign-on",
    "open harness or shared prompt",
    "plain reseller",
    "own backfill or batch job",
    "evaluator or red team",
    "one account for each end customer",
    "academic data under a verified account",
    "company gateway or shared key",
    "not enough evidence",
)
"""The innocent stories a dismissal usually names. Any other text is as good."""


def check_transition(case_id: str, now: State, then: State, reason: str) -> None:
    """Raises Problem where `then` may not follow `now` or lacks its reason."""
    if then not in TRANSITIONS[now]:
        allowed = ", ".join(TRANSITIONS[now])
        raise Problem(
            f"A case that is {now} cannot become {then}.",
            where=case_id,
            hint=f"from {now} it may become: {allowed}",
        )
    if then in NEEDS_REASON and not reason.strip():
        raise Problem(
            f"A case becomes {then} only with a reason.",
            where=case_id,
            hint="say in a sentence what you saw",
        )
