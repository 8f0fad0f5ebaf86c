"""The actions there are, mildest first. All can be undone; each says how."""

from dataclasses import dataclass
from enum import StrEnum

from revenuer.problems import Problem


class ActionKind(StrEnum):
    """What may be done to a case's accounts."""

    WATCH = "watch"
    VERIFY_IDENTITY = "verify_identity"
    RATE_LIMIT = "rate_limit"
    MARK = "mark"
    REDUCE_REASONING = "reduce_reasoning"
    SUSPEND = "suspend"
    TERMINATE = "terminate"


@dataclass(frozen=True, slots=True)
class Grade:
    """An action's weight. `level` 0 changes nothing for a customer, 4 ends the contract;
    `default_days` it lasts unless said otherwise, `most_days` at the most."""

    level: int
    meaning: str
    undo: str
    default_days: int
    most_days: int
    stops_revenue: bool


GRADES: dict[ActionKind, Grade] = {
    ActionKind.WATCH: Grade(
        0, "log more and look again; the customer sees nothing", "stop looking", 30, 365, False
    ),
    ActionKind.VERIFY_IDENTITY: Grade(
        1, "ask who the customer is before going on", "drop the request", 30, 90, False
    ),
    ActionKind.RATE_LIMIT: Grade(
        2, "fewer requests a minute", "restore the limits of the plan", 14, 90, False
    ),
    ActionKind.MARK: Grade(
        2, "serve answers chosen by committed coin flips", "stop marking", 30, 180, False
    ),
    ActionKind.REDUCE_REASONING: Grade(
        2, "shorter traces of reasoning in answers", "restore full traces", 14, 90, False
    ),
    ActionKind.SUSPEND: Grade(
        3, "no requests are served until it ends", "serve again", 14, 60, True
    ),
    ActionKind.TERMINATE: Grade(
        4, "the account is closed", "reopen the account and refund what was paid", 365, 3650, True
    ),
}
"""Marking and shorter reasoning change answers without the customer being told: that is for
accounts one is sure of, and vetted researchers and evaluators are carved out."""

SECOND_PERSON_FROM = 2
"""The level from which somebody else must agree, unless the policy says otherwise."""


def kind_named(text: str) -> ActionKind:
    """Raises Problem for an action there is not."""
    try:
        return ActionKind(text.strip().lower().replace("-", "_").replace(" ", "_"))
    except ValueError as error:
        raise Problem(
            f"There is no action {text!r}.", hint=f"there are {', '.join(ActionKind)}"
        ) from error
