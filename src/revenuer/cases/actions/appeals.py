"""Appeals: a customer objects, and somebody who had no part in the action decides."""

from datetime import datetime

import sqlalchemy as sa

from revenuer.cases.actions.ledger import append_event, read_action
from revenuer.cases.actions.proposals import same_person
from revenuer.cases.actions.records import Appeal
from revenuer.cases.judging import check_text
from revenuer.cases.tables import ACTION_ACCOUNTS, ACTION_EVENTS
from revenuer.problems import Problem


def appeal(
    connection: sa.Connection,
    action_id: str,
    account_id: str,
    actor: str,
    text: str,
    now: datetime,
    second_from: int,
) -> int:
    """Put an appeal on record; returns its number. Raises Problem."""
    read_action(connection, action_id, second_from)
    table = ACTION_ACCOUNTS
    known = connection.scalar(
        sa.select(sa.func.count())
        .select_from(table)
        .where(table.c.action_id == action_id, table.c.account_id == account_id)
    )
    if not known:
        raise Problem("The action does not concern that account.", where=action_id)
    check_text(text, "appeal")
    if not text.strip():
        raise Problem("An appeal says what is wrong.", where=action_id)
    return append_event(
        connection, action_id, actor, "appealed", now, text=text, account_id=account_id
    )


def decide(
    connection: sa.Connection,
    number: int,
    actor: str,
    uphold: bool,
    why: str,
    now: datetime,
    second_from: int,
) -> Appeal:
    """Answer an appeal; an upheld one still has to be lifted by the caller. Raises Problem where
    it was answered, or the judge had a part in the action."""
    found = next((a for a in appeals(connection) if a.number == number), None)
    if found is None:
        raise Problem(f"There is no appeal {number}.", hint="`revenuer cases appeals`")
    if found.outcome != "open":
        raise Problem(f"Appeal {number} was answered by {found.decided_by}: {found.outcome}.")
    action = read_action(connection, found.action_id, second_from)
    if any(same_person(actor, name) for name in (action.proposed_by, action.approved_by) if name):
        raise Problem(
            "Who proposed an action or agreed to it cannot judge an appeal against it.",
            where=action.id,
            hint="somebody else must decide",
        )
    check_text(why, "answer")
    if not why.strip():
        raise Problem("An appeal is answered with a reason.", where=action.id)
    append_event(
        connection,
        action.id,
        actor,
        "upheld" if uphold else "refused",
        now,
        text=f"{number}: {why.strip()}",
        account_id=found.account_id,
    )
    return next(a for a in appeals(connection) if a.number == number)


def appeals(connection: sa.Connection, action_id: str = "") -> tuple[Appeal, ...]:
    """Appeals, oldest first, with their answers."""
    table = ACTION_EVENTS
    query = sa.select(table).where(table.c.event.in_(("appealed", "upheld", "refused")))
    if action_id:
        query = query.where(table.c.action_id == action_id)
    opened: dict[int, Appeal] = {}
    for row in connection.execute(query.order_by(table.c.number)):
        if row.event == "appealed":
            opened[row.number] = Appeal(
                row.number,
                row.action_id,
                row.account_id,
                row.at,
                row.actor,
                row.text,
                "open",
                "",
                "",
                "",
            )
            continue
        number, _, words = row.text.partition(": ")
        first = opened.get(int(number)) if number.isdecimal() else None
        if first is not None:
            opened[first.number] = Appeal(
                first.number,
                first.action_id,
                first.account_id,
                first.at,
                first.actor,
                first.text,
                row.event,
                row.actor,
                row.at,
                words,
            )
    return tuple(opened.values())
