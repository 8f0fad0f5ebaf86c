"""Judgements and notes: appended with their audit entry, never changed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from revenuer.cases.audit.chain import record
from revenuer.cases.lineage.rows import judgement_detail, row_digest
from revenuer.cases.moments import written
from revenuer.cases.reading import row_of
from revenuer.cases.records import CaseRow, Judgement, Note
from revenuer.cases.states import State, check_transition
from revenuer.cases.tables import CASES, JUDGEMENTS, NOTES
from revenuer.problems import Problem

LONGEST = 20_000


class Conflict(Problem):
    """Somebody else was first; nothing was written. `now` is the case as it is."""

    def __init__(self, now: CaseRow, by: str, expected: int) -> None:
        self.now = now
        super().__init__(
            f"{now.id} changed while you were looking at it: {by}. Your judgement was not stored.",
            where=f"you saw revision {expected}, it is at {now.revision} ({now.state})",
            hint="look at the case again, then judge it as it is now",
        )


def judge(
    connection: sa.Connection,
    case_id: str,
    actor: str,
    expected_revision: int,
    state: State,
    reason: str,
    note: str,
    now: datetime,
) -> Judgement:
    """Append a judgement. Raises NoSuchCase, Conflict, or Problem for a transition that is not
    allowed."""
    row = row_of(connection, case_id)
    check_revision(connection, row, expected_revision)
    check_transition(case_id, row.state, state, reason)
    check_text(reason, "reason")
    check_text(note, "note")
    values: dict[str, Any] = {
        "number": _next(connection, JUDGEMENTS),
        "case_id": case_id,
        "revision": row.revision,
        "at": written(now),
        "actor": actor,
        "before": row.state.value,
        "after": state.value,
        "reason": reason.strip(),
        "note": note.strip(),
    }
    connection.execute(sa.insert(JUDGEMENTS).values(values))
    connection.execute(
        sa.update(CASES)
        .where(CASES.c.id == case_id, CASES.c.revision == row.revision)
        .values(state=state.value, revision=row.revision + 1, updated_at=written(now))
    )
    record(
        connection,
        at=now,
        actor=actor,
        action="case.judged",
        subject=case_id,
        detail=judgement_detail(values),
    )
    return Judgement(**values | {"before": row.state, "after": state})


def check_revision(connection: sa.Connection, row: CaseRow, expected: int) -> None:
    """Raises Conflict where the case is no longer at the revision the actor saw."""
    if row.revision == expected:
        return
    query = sa.select(JUDGEMENTS).where(
        JUDGEMENTS.c.case_id == row.id, JUDGEMENTS.c.revision >= expected
    )
    last = connection.execute(query.order_by(JUDGEMENTS.c.number.desc()).limit(1)).first()
    by = "a scan brought new evidence" if last is None else f"{last.actor} judged it {last.after}"
    raise Conflict(row, by, expected)


def add_note(connection: sa.Connection, case_id: str, actor: str, text: str, now: datetime) -> Note:
    """Append a note. Raises NoSuchCase, or Problem where there is no text."""
    row_of(connection, case_id)
    check_text(text, "note")
    if not text.strip():
        raise Problem("A note without text is none.", where=case_id)
    values: dict[str, Any] = {
        "number": _next(connection, NOTES),
        "case_id": case_id,
        "at": written(now),
        "actor": actor,
        "text": text.strip(),
    }
    connection.execute(sa.insert(NOTES).values(values))
    record(
        connection,
        at=now,
        actor=actor,
        action="case.noted",
        subject=case_id,
        detail={"number": values["number"], "row": row_digest(values)},
    )
    return Note(**values)


def assign(
    connection: sa.Connection,
    case_id: str,
    actor: str,
    expected_revision: int,
    assignee: str,
    now: datetime,
) -> None:
    """Put a case on somebody's desk, or on nobody's (empty). Raises NoSuchCase, Conflict."""
    row = row_of(connection, case_id)
    check_revision(connection, row, expected_revision)
    connection.execute(
        sa.update(CASES)
        .where(CASES.c.id == case_id)
        .values(assignee=assignee, revision=row.revision + 1, updated_at=written(now))
    )
    record(
        connection,
        at=now,
        actor=actor,
        action="case.assigned",
        subject=case_id,
        detail={"from": row.assignee, "to": assignee},
    )


def check_text(text: str, what: str) -> None:
    """Raises Problem where a text is endless or holds what a database cannot keep."""
    if len(text) > LONGEST:
        raise Problem(f"The {what} is too long.", hint=f"at most {LONGEST:,} characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Problem(f"The {what} holds broken characters.", hint="type it again") from error
    if "\x00" in text:
        raise Problem(f"The {what} holds a null character.", hint="type it again")


def _next(connection: sa.Connection, table: sa.Table) -> int:
    return (connection.scalar(sa.select(sa.func.max(table.c.number))) or 0) + 1
