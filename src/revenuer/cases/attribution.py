"""Who may be behind a case: hypotheses that people hold, graded in words, never a score.

Nothing that a scan measures says who somebody is. An analyst writes down each hypothesis with what
speaks for it and against it, in the words of the estimative scale of ICD 203 (2015).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from revenuer.cases.audit.chain import record
from revenuer.cases.judging import check_text
from revenuer.cases.lineage.rows import row_digest
from revenuer.cases.moments import written
from revenuer.cases.reading import row_of
from revenuer.cases.tables import HYPOTHESES
from revenuer.problems import Problem

SCALE: dict[str, tuple[int, int]] = {
    "almost no chance": (1, 5),
    "very unlikely": (5, 20),
    "unlikely": (20, 45),
    "roughly even chance": (45, 55),
    "likely": (55, 80),
    "very likely": (80, 95),
    "almost certain": (95, 99),
}
"""The words and the percentages they stand for."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Who may be behind a case, how sure its author is, and why. `low` and `high` are the
    percentages that `term` stands for."""

    number: int
    case_id: str
    at: str
    actor: str
    statement: str
    term: str
    basis: str
    against: str

    @property
    def low(self) -> int:
        """The least percentage the term stands for."""
        return SCALE[self.term][0]

    @property
    def high(self) -> int:
        """The greatest percentage the term stands for."""
        return SCALE[self.term][1]


def hypothesise(
    connection: sa.Connection,
    case_id: str,
    actor: str,
    statement: str,
    term: str,
    basis: str,
    against: str,
    now: datetime,
) -> Hypothesis:
    """Append a hypothesis, or a new grade of one. Raises NoSuchCase or Problem."""
    row_of(connection, case_id)
    if term not in SCALE:
        raise Problem(f"{term!r} is not on the scale.", hint="; ".join(SCALE))
    for text, what in ((statement, "statement"), (basis, "basis"), (against, "counter-evidence")):
        check_text(text, what)
        if not text.strip():
            raise Problem(
                f"A hypothesis needs its {what}.",
                where=case_id,
                hint="what speaks for it and what against it; if nothing does, say what you tried",
            )
    values: dict[str, Any] = {
        "number": (connection.scalar(sa.select(sa.func.max(HYPOTHESES.c.number))) or 0) + 1,
        "case_id": case_id,
        "at": written(now),
        "actor": actor,
        "statement": statement.strip(),
        "term": term,
        "basis": basis.strip(),
        "against": against.strip(),
    }
    connection.execute(sa.insert(HYPOTHESES).values(values))
    record(
        connection,
        at=now,
        actor=actor,
        action="case.hypothesis",
        subject=case_id,
        detail={"number": values["number"], "term": term, "row": row_digest(values)},
    )
    return Hypothesis(**values)


def hypotheses_of(connection: sa.Connection, case_id: str) -> tuple[Hypothesis, ...]:
    """The newest grade of each hypothesis, most likely first."""
    table = HYPOTHESES
    query = sa.select(table).where(table.c.case_id == case_id).order_by(table.c.number)
    newest = {row.statement: Hypothesis(**row._mapping) for row in connection.execute(query)}
    return tuple(sorted(newest.values(), key=lambda h: (-h.high, h.number)))
