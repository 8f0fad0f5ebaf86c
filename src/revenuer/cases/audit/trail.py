"""Reading the trail, and noting who read exchange text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from revenuer.cases.audit.chain import Entry, record
from revenuer.cases.tables import AUDIT
from revenuer.problems import Problem

MOST_A_PAGE = 1_000
READ = "exchange.read"


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries. Empty fields do not filter; `action` may be a prefix such as "case."."""

    subject: str = ""
    actor: str = ""
    action: str = ""


EVERYTHING = AuditFilter()


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of entries, newest first."""

    rows: tuple[Entry, ...]
    total: int
    page: int
    size: int


def entries(connection: sa.Connection, wanted: AuditFilter, page: int, size: int) -> AuditPage:
    """Page `page` (from 1) of the entries that match."""
    size, page = max(1, min(size, MOST_A_PAGE)), max(1, page)
    clauses: list[sa.ColumnElement[bool]] = []
    if wanted.subject:
        clauses.append(AUDIT.c.subject == wanted.subject)
    if wanted.actor:
        clauses.append(AUDIT.c.actor == wanted.actor)
    if wanted.action:
        clauses.append(AUDIT.c.action.startswith(wanted.action, autoescape=True))
    count = sa.select(sa.func.count()).select_from(AUDIT).where(*clauses)
    query = sa.select(AUDIT).where(*clauses).order_by(AUDIT.c.number.desc())
    rows = connection.execute(query.limit(size).offset((page - 1) * size))
    return AuditPage(
        tuple(Entry(**row._mapping) for row in rows), connection.scalar(count) or 0, page, size
    )


def record_read(
    connection: sa.Connection,
    actor: str,
    case_id: str,
    exchange_ids: Sequence[str],
    reason: str,
    now: datetime,
) -> Entry:
    """Note that `actor` reads the text of these exchanges, and why. Raises Problem."""
    if not reason.strip():
        raise Problem(
            "Exchange text is read only with a reason.",
            where=case_id,
            hint="say what you look for; the reason is kept",
        )
    return record(
        connection,
        at=now,
        actor=actor,
        action=READ,
        subject=case_id,
        detail={"exchanges": sorted(set(exchange_ids)), "reason": reason.strip()},
    )
