"""Actions in words a reader knows, and the steps one has gone through."""

from dataclasses import dataclass

from revenuer.cases.actions.kinds import ActionKind
from revenuer.cases.actions.records import Action

KIND_WORDS = {
    ActionKind.WATCH: "Watch",
    ActionKind.VERIFY_IDENTITY: "Verify identity",
    ActionKind.RATE_LIMIT: "Rate limit",
    ActionKind.MARK: "Mark answers",
    ActionKind.REDUCE_REASONING: "Reduce reasoning detail",
    ActionKind.SUSPEND: "Suspend",
    ActionKind.TERMINATE: "Terminate",
}


@dataclass(frozen=True, slots=True)
class StepDone:
    """Something that happened to an action."""

    at: str
    what: str
    who: str
    text: str


def steps_of(action: Action) -> list[StepDone]:
    """Newest first."""
    return [
        StepDone(
            event.at,
            event.event.replace("_", " ").capitalize()
            + (f" ({event.account_id})" if event.account_id else ""),
            event.actor,
            event.text,
        )
        for event in reversed(action.events)
    ]
