"""Proposing an action and agreeing to it."""

from datetime import datetime, timedelta

import orjson
import sqlalchemy as sa

from revenuer.cases.actions.kinds import GRADES, ActionKind
from revenuer.cases.actions.ledger import append_event, read_action, update
from revenuer.cases.actions.records import Action, Status
from revenuer.cases.actions.simulation import Simulated
from revenuer.cases.judging import check_text
from revenuer.cases.lineage.rows import accounts_digest
from revenuer.cases.moments import read, written
from revenuer.cases.reading import row_of
from revenuer.cases.records import CaseRow
from revenuer.cases.states import State
from revenuer.cases.tables import ACTION_ACCOUNTS, ACTIONS
from revenuer.problems import Problem

PROPOSAL_DAYS = 7
"""A proposal nobody took up lapses after a week: the traffic it was simulated on has changed."""


def propose(
    connection: sa.Connection,
    simulated: Simulated,
    kind: ActionKind,
    actor: str,
    reason: str,
    lasts_days: int | None,
    now: datetime,
) -> str:
    """Store a proposal with its simulation; returns its id. Raises Problem."""
    case_id = simulated.simulation.case_id
    check_case(row_of(connection, case_id), kind)
    check_text(reason, "reason")
    if not reason.strip():
        raise Problem("An action is proposed with a reason.", where=case_id)
    if not simulated.accounts:
        raise Problem(
            "The action would hit nobody.",
            where=case_id,
            hint="lower the least membership, or look at who is carved out",
        )
    grade = GRADES[kind]
    days = grade.default_days if lasts_days is None else lasts_days
    if not 1 <= days <= grade.most_days:
        raise Problem(
            f"{kind} may last 1 to {grade.most_days} days, not {days}.", where="how long it lasts"
        )
    number = (connection.scalar(sa.select(sa.func.max(ACTIONS.c.number))) or 0) + 1
    action_id = f"action-{number:05d}"
    connection.execute(
        sa.insert(ACTIONS).values(
            number=number,
            id=action_id,
            case_id=case_id,
            scan_number=simulated.simulation.scan_number,
            kind=kind.value,
            status=Status.PROPOSED.value,
            revision=1,
            proposed_by=actor,
            proposed_at=written(now),
            approved_by="",
            reason=reason.strip(),
            least_membership=simulated.simulation.least_membership,
            lasts_days=days,
            lapses_at=written(now + timedelta(days=PROPOSAL_DAYS)),
            simulation=orjson.dumps(simulated.simulation.as_dict()).decode(),
        )
    )
    connection.execute(
        sa.insert(ACTION_ACCOUNTS),
        [
            {"action_id": action_id, "account_id": a, "membership": m, "lifted": False}
            for a, m in sorted(simulated.accounts.items())
        ],
    )
    append_event(
        connection,
        action_id,
        actor,
        "proposed",
        now,
        text=reason,
        case=case_id,
        kind=kind.value,
        accounts=len(simulated.accounts),
        members=accounts_digest(simulated.accounts),
    )
    return action_id


def approve(
    connection: sa.Connection,
    action_id: str,
    actor: str,
    note: str,
    now: datetime,
    second_from: int,
) -> None:
    """A second person agrees. Raises Problem where that is the proposer, the proposal lapsed, or
    the case has changed since it was simulated."""
    action = read_action(connection, action_id, second_from)
    _check_open(action, now)
    check_text(note, "note")
    if same_person(actor, action.proposed_by):
        raise Problem(
            "Who proposed an action cannot agree to it.",
            where=action_id,
            hint=f"somebody other than {action.proposed_by} must look at it",
        )
    check_unchanged(connection, action)
    append_event(connection, action_id, actor, "approved", now, text=note)
    update(connection, action, status=Status.APPROVED.value, approved_by=actor)


def turn_down(
    connection: sa.Connection, action_id: str, actor: str, why: str, now: datetime, second_from: int
) -> None:
    """Reject a proposal, or withdraw one's own. Raises Problem."""
    action = read_action(connection, action_id, second_from)
    if action.status not in (Status.PROPOSED, Status.APPROVED):
        raise Problem(f"{action_id} is {action.status}: nothing is left to turn down.")
    check_text(why, "reason")
    if not why.strip():
        raise Problem("A proposal is turned down with a reason.", where=action_id)
    own = same_person(actor, action.proposed_by)
    status = Status.WITHDRAWN if own else Status.REJECTED
    append_event(connection, action_id, actor, status.value, now, text=why)
    update(connection, action, status=status.value)


def check_unchanged(connection: sa.Connection, action: Action) -> None:
    """Raises Problem where a scan has changed the case since the simulation, or its state forbids
    the action by now."""
    row = row_of(connection, action.case_id)
    check_case(row, action.kind)
    if row.scan_number != action.scan_number:
        raise Problem(
            f"A newer scan has changed {action.case_id} since {action.id} was simulated.",
            where=action.id,
            hint="withdraw it and propose it again, so that the simulation is of today's accounts",
        )


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's, whatever their case and spacing."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _check_open(action: Action, now: datetime) -> None:
    if action.status is not Status.PROPOSED:
        raise Problem(f"{action.id} is {action.status}, not waiting for agreement.")
    if read(action.lapses_at) <= now:
        raise Problem(
            f"{action.id} lapsed at {action.lapses_at}.", hint="propose it again on today's case"
        )


def check_case(row: CaseRow, kind: ActionKind) -> None:
    """Raises Problem where `kind` cannot be proposed on the case as it stands."""
    level = GRADES[kind].level
    allowed: tuple[State, ...] = (State.CONFIRMED, State.ACTIONED)
    if level == 0:
        allowed = (*allowed, State.NEW, State.TRIAGE, State.REOPENED)
    if row.state not in allowed:
        raise Problem(
            f"{kind} is for a case somebody confirmed; {row.id} is {row.state}.",
            where=row.id,
            hint="judge the case first",
        )
    if row.verdict == "watch" and level > 1:
        raise Problem(
            f"{kind} needs evidence on both axes or of one operator; {row.id} is only watched.",
            where=row.id,
            hint="watch it or verify the identity behind it",
        )
