"""An action and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from revenuer.cases.actions.kinds import ActionKind


class Status(StrEnum):
    """Where an action stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    ISSUED = "issued"
    ENDED = "ended"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an action. `account_id` is empty but for appeals and what they
    lift."""

    number: int
    action_id: str
    at: str
    actor: str
    event: str
    account_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Action:
    """A proposed action. `needs_second_person` says whether somebody other than `proposed_by` must
    agree; `lapses_at` ends a proposal that nobody took up; `effective_at` and `ends_at` are None
    until it is issued. `simulation` is `Simulation.as_dict()` of the moment it was proposed."""

    id: str
    number: int
    case_id: str
    scan_number: int
    kind: ActionKind
    status: Status
    revision: int
    proposed_by: str
    proposed_at: str
    approved_by: str
    reason: str
    least_membership: float
    lasts_days: int
    lapses_at: str
    effective_at: str | None
    ends_at: str | None
    simulation: Mapping[str, Any]
    accounts: int
    lifted: int
    needs_second_person: bool
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against an action. `outcome` is open, upheld (the account is let go) or refused."""

    number: int
    action_id: str
    account_id: str
    at: str
    actor: str
    text: str
    outcome: str
    decided_by: str
    decided_at: str
    decision: str
