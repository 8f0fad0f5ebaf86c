"""Reads one case, its accounts, its exhibit, and the scans."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from revenuer.cases.findings.found import Print
from revenuer.cases.packed import unpack
from revenuer.cases.queue import case_row
from revenuer.cases.records import (
    Account,
    AccountPage,
    Case,
    CaseRow,
    Judgement,
    Link,
    Note,
    Scan,
    Sighting,
)
from revenuer.cases.states import TRANSITIONS, State
from revenuer.cases.tables import (
    CASE_ACCOUNTS,
    CASE_PRINTS,
    CASES,
    JUDGEMENTS,
    LINKS,
    NOTES,
    SCANS,
    SIGHTINGS,
)
from revenuer.problems import Problem

MOST_A_PAGE = 5_000


class NoSuchCase(Problem):
    """A case that the store does not hold."""

    def __init__(self, case_id: str) -> None:
        super().__init__(
            f"There is no case {case_id[:40]!r}.",
            hint="`revenuer cases list` shows them",
        )


def row_of(connection: sa.Connection, case_id: str) -> CaseRow:
    """The case's row. Raises NoSuchCase."""
    row = connection.execute(sa.select(CASES).where(CASES.c.id == case_id)).first()
    if row is None:
        raise NoSuchCase(case_id)
    return case_row(row)


def read_case(connection: sa.Connection, case_id: str) -> Case:
    """The case. Raises NoSuchCase."""
    row = row_of(connection, case_id)
    here = SIGHTINGS.c.case_id == case_id
    newest = SIGHTINGS.c.scan_number == row.scan_number
    campaign = connection.scalar(sa.select(SIGHTINGS.c.campaign).where(here, newest))
    return Case(
        row=row,
        campaign=unpack(campaign) if campaign else {},
        sightings=_sightings(connection, case_id),
        links=_links(connection, case_id),
        judgements=judgements_of(connection, case_id),
        notes=notes_of(connection, case_id),
        allowed=TRANSITIONS[row.state],
    )


def _sightings(connection: sa.Connection, case_id: str) -> tuple[Sighting, ...]:
    names = [name for name in Sighting.__dataclass_fields__ if name != "scan_id"]
    query = (
        sa.select(SCANS.c.id.label("scan_id"), *(SIGHTINGS.c[name] for name in names))
        .join(SCANS, SCANS.c.number == SIGHTINGS.c.scan_number)
        .where(SIGHTINGS.c.case_id == case_id)
        .order_by(SIGHTINGS.c.scan_number)
    )
    return tuple(Sighting(**row._mapping) for row in connection.execute(query))


def _links(connection: sa.Connection, case_id: str) -> tuple[Link, ...]:
    query = sa.select(LINKS).where(sa.or_(LINKS.c.child == case_id, LINKS.c.parent == case_id))
    rows = connection.execute(query.order_by(LINKS.c.scan_number, LINKS.c.parent, LINKS.c.child))
    return tuple(Link(**row._mapping) for row in rows)


def judgements_of(connection: sa.Connection, case_id: str) -> tuple[Judgement, ...]:
    """All judgements of a case, oldest first."""
    query = sa.select(JUDGEMENTS).where(JUDGEMENTS.c.case_id == case_id)
    rows = connection.execute(query.order_by(JUDGEMENTS.c.number))
    return tuple(judgement(row) for row in rows)


def judgement(row: sa.Row[Any]) -> Judgement:
    """A row as a record."""
    kept = dict(row._mapping)
    return Judgement(**kept | {"before": State(kept["before"]), "after": State(kept["after"])})


def notes_of(connection: sa.Connection, case_id: str) -> tuple[Note, ...]:
    """All notes on a case, oldest first."""
    query = sa.select(NOTES).where(NOTES.c.case_id == case_id).order_by(NOTES.c.number)
    return tuple(Note(**row._mapping) for row in connection.execute(query))


def accounts_of(
    connection: sa.Connection, case_id: str, page: int, size: int, *, current: bool = True
) -> AccountPage:
    """A page of the case's accounts, surest first; with `current` false also those it once had.
    Raises NoSuchCase."""
    row = row_of(connection, case_id)
    size, page = max(1, min(size, MOST_A_PAGE)), max(1, page)
    table = CASE_ACCOUNTS
    clauses = [table.c.case_id == case_id]
    if current:
        clauses.append(table.c.last_scan == row.scan_number)
    total = connection.scalar(sa.select(sa.func.count()).select_from(table).where(*clauses)) or 0
    query = (
        sa.select(*_ACCOUNT)
        .where(*clauses)
        .order_by(table.c.last_scan.desc(), table.c.membership.desc(), table.c.account_id)
        .limit(size)
        .offset((page - 1) * size)
    )
    rows = tuple(_account(r, row.scan_number) for r in connection.execute(query))
    return AccountPage(rows, total, page, size)


_ACCOUNT = tuple(
    CASE_ACCOUNTS.c[name]
    for name in ("account_id", "membership", "exchanges", "first_scan", "last_scan")
)


def _account(row: Sequence[Any], newest: int) -> Account:
    # By place, not by name: a case may have tens of thousands.
    account_id, membership, exchanges, first, last = row
    return Account(account_id, membership, exchanges, first, last, last == newest)


def current_accounts(connection: sa.Connection, case_id: str) -> dict[str, Account]:
    """Every current account of the case by identifier. Raises NoSuchCase."""
    row = row_of(connection, case_id)
    table = CASE_ACCOUNTS
    query = sa.select(*_ACCOUNT).where(
        table.c.case_id == case_id, table.c.last_scan == row.scan_number
    )
    found = connection.execute(query.order_by(table.c.membership.desc(), table.c.account_id))
    return {r[0]: _account(r, row.scan_number) for r in found}


def cases_of_account(connection: sa.Connection, account_id: str) -> tuple[CaseRow, ...]:
    """The cases that name an account, or once did."""
    named = sa.select(CASE_ACCOUNTS.c.case_id).where(CASE_ACCOUNTS.c.account_id == account_id)
    query = sa.select(CASES).where(CASES.c.id.in_(named)).order_by(CASES.c.number)
    return tuple(case_row(row) for row in connection.execute(query))


def exhibit_of(connection: sa.Connection, case_id: str) -> dict[str, Any] | None:
    """The exhibit of the newest sighting that has one, as the scan wrote it. It holds log text:
    who reads it is to be recorded."""
    query = (
        sa.select(SIGHTINGS.c.exhibit)
        .where(SIGHTINGS.c.case_id == case_id, SIGHTINGS.c.exhibit.is_not(None))
        .order_by(SIGHTINGS.c.scan_number.desc())
        .limit(1)
    )
    data = connection.scalar(query)
    return None if data is None else unpack(data)


def prints_of_case(connection: sa.Connection, case_id: str) -> tuple[Print, ...]:
    """What a case can be recognised by, in order of kind and value."""
    table = CASE_PRINTS
    query = sa.select(table.c.kind, table.c.value, table.c.accounts, table.c.elsewhere)
    rows = connection.execute(
        query.where(table.c.case_id == case_id).order_by(table.c.kind, table.c.value)
    )
    return tuple(Print(**row._mapping) for row in rows)


def scans(connection: sa.Connection) -> tuple[Scan, ...]:
    """All imported scans, newest first."""
    query = sa.select(SCANS).order_by(SCANS.c.number.desc())
    return tuple(_scan(row) for row in connection.execute(query))


def scan_numbered(connection: sa.Connection, number: int) -> Scan:
    """One imported scan. Raises Problem."""
    row = connection.execute(sa.select(SCANS).where(SCANS.c.number == number)).first()
    if row is None:
        raise Problem(f"There is no scan number {number}.", hint="`revenuer cases scans`")
    return _scan(row)


def _scan(row: sa.Row[Any]) -> Scan:
    kept = dict(row._mapping)
    told = unpack(kept.pop("document"))
    return Scan(
        **kept,
        scan=told["scan"],
        cannot_assess=tuple(told["cannot_assess"]),
        manifest=told["manifest"],
    )
