"""Issuing an action: the signed decision file that whoever enforces it reads."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from revenuer import __version__
from revenuer.cases.actions.carve_outs import spared_among
from revenuer.cases.actions.kinds import GRADES
from revenuer.cases.actions.ledger import accounts_of, append_event, let_go, read_action, update
from revenuer.cases.actions.proposals import check_unchanged
from revenuer.cases.actions.records import Action, Status
from revenuer.cases.audit.envelope import Key, seal
from revenuer.cases.judging import judge
from revenuer.cases.moments import read, written
from revenuer.cases.reading import row_of
from revenuer.cases.states import State
from revenuer.cases.tables import ACTIONS
from revenuer.problems import Problem

DECISION = "application/vnd.revenuer.decision+json"


def issue(
    connection: sa.Connection,
    action_id: str,
    actor: str,
    effective_at: datetime | None,
    now: datetime,
    key: Key,
    second_from: int,
) -> bytes:
    """Sign the decision and mark the case as actioned. Raises Problem."""
    action = read_action(connection, action_id, second_from)
    ready = Status.APPROVED if action.needs_second_person else action.status
    if action.status not in (Status.APPROVED, Status.PROPOSED) or action.status is not ready:
        raise Problem(
            f"{action_id} is {action.status}; {action.kind} is issued once a second person agreed."
            if action.needs_second_person
            else f"{action_id} is {action.status} and cannot be issued.",
            where=action_id,
        )
    if read(action.lapses_at) <= now:
        raise Problem(f"{action_id} lapsed at {action.lapses_at}.", hint="propose it again")
    check_unchanged(connection, action)
    accounts = accounts_of(connection, action_id, lifted=False)
    spared = spared_among(connection, accounts)
    let_go(connection, action_id, sorted(spared))
    left = [account for account in accounts if account not in spared]
    if not left:
        raise Problem("Everybody the action is for has been carved out since.", where=action_id)
    start = effective_at or now
    ends = start + timedelta(days=action.lasts_days)
    sealed = seal(DECISION, _decision(action, left, start, ends, now), key)
    append_event(
        connection, action_id, actor, "issued", now, accounts=len(left), effective=written(start)
    )
    update(
        connection,
        action,
        status=Status.ISSUED.value,
        effective_at=written(start),
        ends_at=written(ends),
        decision=sealed,
    )
    row = row_of(connection, action.case_id)
    if row.state is State.CONFIRMED and GRADES[action.kind].level > 0:
        reason = f"{action_id} ({action.kind}) was issued"
        judge(connection, row.id, actor, row.revision, State.ACTIONED, reason, "", now)
    return sealed


def _decision(
    action: Action, accounts: list[str], start: datetime, ends: datetime, now: datetime
) -> dict[str, Any]:
    grade = GRADES[action.kind]
    return {
        "schema": "revenuer/decision/1",
        "id": action.id,
        "does": "apply",
        "action": action.kind.value,
        "meaning": grade.meaning,
        "undo": grade.undo,
        "level": grade.level,
        "case": action.case_id,
        "reason": action.reason,
        "proposed_by": action.proposed_by,
        "approved_by": action.approved_by or None,
        "issued_at": written(now),
        "effective_at": written(start),
        "expires_at": written(ends),
        "accounts": accounts,
        "expected_wrong": action.simulation["wrong"],
        "version": __version__,
    }


def lift(
    connection: sa.Connection,
    action_id: str,
    actor: str,
    why: str,
    accounts: list[str] | None,
    now: datetime,
    key: Key,
    second_from: int,
) -> bytes:
    """End an issued action early, for all or for some accounts: a decision that says undo. Raises
    Problem."""
    action = read_action(connection, action_id, second_from)
    if action.status is not Status.ISSUED:
        raise Problem(f"{action_id} is {action.status}: there is nothing to lift.")
    if not why.strip():
        raise Problem("An action is lifted for a reason.", where=action_id)
    standing = accounts_of(connection, action_id, lifted=False)
    chosen = sorted(standing) if accounts is None else sorted(set(accounts))
    unknown = [account for account in chosen if account not in standing]
    if unknown or not chosen:
        raise Problem(
            "The action does not stand against that account.",
            where=action_id,
            hint="`revenuer cases action` shows whom it hits",
        )
    let_go(connection, action_id, chosen)
    everybody = len(chosen) == len(standing)
    for account in [] if accounts is None else chosen:
        append_event(connection, action_id, actor, "lifted", now, text=why, account_id=account)
    if everybody:
        append_event(connection, action_id, actor, "lifted", now, text=why, accounts=len(chosen))
    update(connection, action, **({"status": Status.LIFTED.value} if everybody else {}))
    return seal(
        DECISION,
        {
            "schema": "revenuer/decision/1",
            "id": action.id,
            "does": "undo",
            "action": action.kind.value,
            "undo": GRADES[action.kind].undo,
            "case": action.case_id,
            "reason": why.strip(),
            "issued_at": written(now),
            "effective_at": written(now),
            "accounts": chosen,
            "version": __version__,
        },
        key,
    )


def sweep(connection: sa.Connection, now: datetime, second_from: int) -> tuple[str, ...]:
    """Let proposals lapse and issued actions end whose time has come; returns their ids."""
    waiting = [Status.PROPOSED.value, Status.APPROVED.value]
    moment = written(now)
    due = sa.or_(
        sa.and_(ACTIONS.c.status.in_(waiting), ACTIONS.c.lapses_at <= moment),
        sa.and_(ACTIONS.c.status == Status.ISSUED.value, ACTIONS.c.ends_at <= moment),
    )
    ids = list(connection.scalars(sa.select(ACTIONS.c.id).where(due).order_by(ACTIONS.c.number)))
    for action_id in ids:
        action = read_action(connection, action_id, second_from)
        status = Status.ENDED if action.status is Status.ISSUED else Status.LAPSED
        append_event(connection, action_id, "expiry", status.value, now)
        update(connection, action, status=status.value)
    return tuple(ids)
