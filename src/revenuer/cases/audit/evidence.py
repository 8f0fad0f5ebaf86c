"""Whether what people judged and decided on still stands as their audit entries saw it: each scan's
record of a case, the accounts a case names now, and the accounts and standing of each action."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from revenuer.cases.lineage.rows import accounts_digest, row_digest
from revenuer.cases.tables import (
    ACTION_ACCOUNTS,
    ACTION_EVENTS,
    ACTIONS,
    CASE_ACCOUNTS,
    CASES,
    SIGHTINGS,
)

SEEN = ("case.opened", "case.seen")
_STANDING = ("proposed", "approved", "rejected", "withdrawn", "lapsed", "issued", "ended")

Told = Mapping[tuple[str, int], Mapping[str, Any]]
"""Details of entries by case and scan."""


def sightings(connection: sa.Connection, told: Told) -> Iterator[str]:
    """What is wrong with the records of scans, and with the accounts that cases name now."""
    seen = set()
    for row in connection.execute(sa.select(SIGHTINGS)):
        key = (row.case_id, row.scan_number)
        seen.add(key)
        if key not in told:
            yield f"{row.case_id} in scan {row.scan_number} has no audit entry: inserted"
        elif told[key].get("sighting") != row_digest(dict(row._mapping)):
            yield f"{row.case_id} in scan {row.scan_number} is not what was imported: edited"
    for case_id, number in sorted(set(told) - seen):
        yield f"{case_id} in scan {number} is missing: removed"
    query = sa.select(CASES.c.id, CASES.c.scan_number).order_by(CASES.c.number)
    for case_id, number in connection.execute(query).all():
        detail = told.get((case_id, number))
        if detail is not None and detail.get("members") != _members(connection, case_id, number):
            yield f"the accounts of {case_id} are not those that were imported: edited"


def actions(connection: sa.Connection, proposed: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What is wrong with actions: their accounts, their status, who proposed and who agreed."""
    events: dict[str, list[sa.Row[Any]]] = {}
    for event in connection.execute(sa.select(ACTION_EVENTS).order_by(ACTION_EVENTS.c.number)):
        events.setdefault(event.action_id, []).append(event)
    for row in connection.execute(sa.select(ACTIONS).order_by(ACTIONS.c.number)).all():
        mine = events.get(row.id, [])
        by = {event.event: event.actor for event in mine}
        if (row.proposed_by, row.approved_by) != (by.get("proposed"), by.get("approved", "")):
            yield f"{row.id} names others than those who proposed it and agreed: edited"
        if row.status != _standing(mine):
            yield f"{row.id} is {row.status}, its events say {_standing(mine)}: edited"
        query = sa.select(ACTION_ACCOUNTS.c.account_id, ACTION_ACCOUNTS.c.membership)
        found = connection.execute(query.where(ACTION_ACCOUNTS.c.action_id == row.id))
        members = {hit[0]: hit[1] for hit in found}
        if proposed.get(row.id, {}).get("members") != accounts_digest(members):
            yield f"the accounts of {row.id} are not those it was proposed for: edited"


def _members(connection: sa.Connection, case_id: str, number: int) -> str:
    table = CASE_ACCOUNTS
    query = sa.select(table.c.account_id, table.c.membership)
    found = connection.execute(query.where(table.c.case_id == case_id, table.c.last_scan == number))
    return accounts_digest({row[0]: row[1] for row in found})


def _standing(events: list[sa.Row[Any]]) -> str:
    standing = ""
    for event in events:
        # Lifting one account leaves the action standing; lifting all names no account.
        if event.event in _STANDING or (event.event == "lifted" and not event.account_id):
            standing = event.event
    return standing
