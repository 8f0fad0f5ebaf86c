"""Rows of actions: read, and their events appended."""

from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from revenuer.cases.actions.kinds import GRADES, ActionKind
from revenuer.cases.actions.records import Action, Event, Status
from revenuer.cases.audit.chain import record
from revenuer.cases.lineage.rows import row_digest
from revenuer.cases.moments import written
from revenuer.cases.tables import ACTION_ACCOUNTS, ACTION_EVENTS, ACTIONS
from revenuer.problems import Problem


def append_event(
    connection: sa.Connection,
    action_id: str,
    actor: str,
    event: str,
    now: datetime,
    *,
    text: str = "",
    account_id: str = "",
    **more: Any,
) -> int:
    """An event and its audit entry; returns the event's number."""
    number = (connection.scalar(sa.select(sa.func.max(ACTION_EVENTS.c.number))) or 0) + 1
    row = {
        "number": number,
        "action_id": action_id,
        "at": written(now),
        "actor": actor,
        "event": event,
        "account_id": account_id,
        "text": text.strip(),
    }
    connection.execute(sa.insert(ACTION_EVENTS).values(row))
    record(
        connection,
        at=now,
        actor=actor,
        action="action.event",
        subject=action_id,
        detail={"number": number, "event": event, "row": row_digest(row)} | more,
    )
    return number


def update(connection: sa.Connection, action: Action, **values: Any) -> None:
    """Change an action's row; its revision moves on."""
    connection.execute(
        sa.update(ACTIONS)
        .where(ACTIONS.c.id == action.id)
        .values(revision=action.revision + 1, **values)
    )


def read_action(connection: sa.Connection, action_id: str, second_from: int) -> Action:
    """Raises Problem where there is none."""
    row = connection.execute(sa.select(ACTIONS).where(ACTIONS.c.id == action_id)).first()
    if row is None:
        raise Problem(f"There is no action {action_id[:40]!r}.", hint="`revenuer cases actions`")
    return _action(connection, row, second_from)


def read_actions(
    connection: sa.Connection, second_from: int, case_id: str = "", status: Status | None = None
) -> tuple[Action, ...]:
    """Actions, newest first, of a case or in a status."""
    query = sa.select(ACTIONS).order_by(ACTIONS.c.number.desc())
    if case_id:
        query = query.where(ACTIONS.c.case_id == case_id)
    if status is not None:
        query = query.where(ACTIONS.c.status == status.value)
    return tuple(_action(connection, row, second_from) for row in connection.execute(query).all())


def _action(connection: sa.Connection, row: sa.Row[Any], second_from: int) -> Action:
    kept = dict(row._mapping)
    kept.pop("decision")
    kind = ActionKind(kept["kind"])
    named = ACTION_ACCOUNTS.c.action_id == row.id
    count = sa.select(sa.func.count()).select_from(ACTION_ACCOUNTS).where(named)
    events = sa.select(ACTION_EVENTS).where(ACTION_EVENTS.c.action_id == row.id)
    return Action(
        **kept
        | {
            "kind": kind,
            "status": Status(kept["status"]),
            "simulation": orjson.loads(kept["simulation"]),
            "accounts": connection.scalar(count) or 0,
            "lifted": connection.scalar(count.where(ACTION_ACCOUNTS.c.lifted)) or 0,
            "needs_second_person": GRADES[kind].level >= second_from,
            "events": tuple(
                Event(**e._mapping)
                for e in connection.execute(events.order_by(ACTION_EVENTS.c.number))
            ),
        }
    )


def accounts_of(connection: sa.Connection, action_id: str, *, lifted: bool) -> dict[str, float]:
    """Accounts of an action with their membership: those that stand, or those let go."""
    table = ACTION_ACCOUNTS
    query = sa.select(table.c.account_id, table.c.membership).where(
        table.c.action_id == action_id, table.c.lifted == lifted
    )
    return {
        r.account_id: r.membership for r in connection.execute(query.order_by(table.c.account_id))
    }


def let_go(connection: sa.Connection, action_id: str, accounts: list[str]) -> None:
    """Mark accounts of an action as let go."""
    if accounts:
        connection.execute(
            sa.update(ACTION_ACCOUNTS)
            .where(
                ACTION_ACCOUNTS.c.action_id == action_id,
                ACTION_ACCOUNTS.c.account_id == sa.bindparam("a"),
            )
            .values(lifted=True),
            [{"a": account} for account in accounts],
        )
