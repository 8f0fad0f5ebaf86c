"""Finds what was changed behind the program's back.

Three questions. Is the chain whole: every entry numbered in turn, naming the one before, and its
digest that of its content? Do the signed checkpoints, those in the store and any kept elsewhere,
fit the chain? And do the rows that entries speak of (judgements, notes, the state of each case,
what scans brought, what became of actions) still say what they said?
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from revenuer.cases.audit import evidence
from revenuer.cases.audit.chain import GENESIS, Entry
from revenuer.cases.lineage.rows import row_digest
from revenuer.cases.states import State
from revenuer.cases.tables import (
    ACTION_EVENTS,
    AUDIT,
    CASES,
    CHECKPOINTS,
    HYPOTHESES,
    JUDGEMENTS,
    NOTES,
)
from revenuer.mark.checkpoints import Checkpoint
from revenuer.mark.notes import NoteError, Verifier

_TOLD_BY = {
    "case.judged": JUDGEMENTS,
    "case.noted": NOTES,
    "action.event": ACTION_EVENTS,
    "case.hypothesis": HYPOTHESES,
}
"""Tables whose rows have their digest in an audit entry, by the entry's action."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not as it was written. `entry` is the audit entry's number, None where the
    flaw lies elsewhere."""

    what: str
    entry: int | None = None

    def __str__(self) -> str:
        return self.what if self.entry is None else f"entry {self.entry}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what was found. `signed` is how many entries stand under the newest
    good checkpoint: those after it are only chained, and an intruder with the whole database could
    write them anew."""

    entries: int
    head: str
    checkpoints: int
    signed: int
    flaws: tuple[Flaw, ...]


def verify(
    connection: sa.Connection, verifier: Verifier | None, elsewhere: Sequence[bytes] = ()
) -> Verification:
    """Check everything. `elsewhere` are checkpoint notes kept outside the store; without a
    `verifier` no signature is checked, and that is a flaw where there are any."""
    flaws: list[Flaw] = []
    last: Entry | None = None
    digests: dict[int, str] = {}
    told: dict[str, dict[int, Any]] = {action: {} for action in _TOLD_BY}
    seen: dict[tuple[str, int], Any] = {}
    proposed: dict[str, Any] = {}
    for entry in _entries(connection):
        flaws += _chained(entry, last)
        last = entry
        digests[entry.number] = entry.digest
        detail = _detail(entry)
        if entry.action in told and isinstance(detail.get("number"), int):
            told[entry.action][detail["number"]] = detail
        if entry.action in evidence.SEEN and isinstance(detail.get("scan_number"), int):
            seen[entry.subject, detail["scan_number"]] = detail
        if detail.get("event") == "proposed":
            proposed[entry.subject] = detail
    for action, table in _TOLD_BY.items():
        flaws += _rows(connection, table, told[action])
    flaws += _states(connection)
    flaws += [Flaw(what) for what in evidence.sightings(connection, seen)]
    flaws += [Flaw(what) for what in evidence.actions(connection, proposed)]
    stored = list(connection.scalars(sa.select(CHECKPOINTS.c.note).order_by(CHECKPOINTS.c.size)))
    signed = 0
    for note in (*stored, *elsewhere):
        size, flaw = _checkpoint(note, digests, verifier)
        signed = max(signed, size)
        flaws += [flaw] if flaw else []
    head = last.digest if last else GENESIS
    return Verification(len(digests), head, len(stored), signed, tuple(flaws))


def _entries(connection: sa.Connection) -> Iterator[Entry]:
    query = sa.select(AUDIT).order_by(AUDIT.c.number)
    for row in connection.execution_options(yield_per=2_000).execute(query):
        yield Entry(**row._mapping)


def _chained(entry: Entry, last: Entry | None) -> Iterator[Flaw]:
    place, previous = (last.number + 1, last.digest) if last else (0, GENESIS)
    if entry.number != place:
        gone = f"{place} to {entry.number - 1}" if entry.number - place > 1 else f"{place}"
        yield Flaw(f"removed before it: {gone}", entry.number)
    if entry.previous != previous:
        yield Flaw("it does not follow the entry before it: removed, moved or edited", entry.number)
    if not _fits(entry):
        yield Flaw("its content is not what was written: edited", entry.number)


def _fits(entry: Entry) -> bool:
    try:
        return entry.digest == entry.expected()
    except ValueError:  # a digest that is not even hexadecimal
        return False


def _detail(entry: Entry) -> dict[str, Any]:
    try:
        detail = orjson.loads(entry.detail)
    except orjson.JSONDecodeError:
        return {}
    return detail if isinstance(detail, dict) else {}


def _rows(connection: sa.Connection, table: sa.Table, told: dict[int, Any]) -> Iterator[Flaw]:
    seen = set()
    for row in connection.execute(sa.select(table).order_by(table.c.number)):
        seen.add(row.number)
        detail = told.get(row.number)
        if detail is None:
            yield Flaw(f"{table.name} {row.number} has no audit entry: inserted from outside")
        elif detail.get("row") != row_digest(dict(row._mapping)):
            yield Flaw(f"{table.name} {row.number} is not what was written: edited")
    for number in sorted(set(told) - seen):
        yield Flaw(f"{table.name} {number} is missing: removed")


def _states(connection: sa.Connection) -> Iterator[Flaw]:
    last: dict[str, str] = {}
    for row in connection.execute(sa.select(JUDGEMENTS).order_by(JUDGEMENTS.c.number)):
        last[row.case_id] = row.after
    query = sa.select(CASES.c.id, CASES.c.state).order_by(CASES.c.number)
    for row in connection.execute(query):
        judged = last.get(row.id, State.NEW.value)
        if row.state != judged:
            yield Flaw(f"{row.id} is {row.state}, its last judgement says {judged}: edited")


def _checkpoint(
    note: bytes, digests: Mapping[int, str], verifier: Verifier | None
) -> tuple[int, Flaw | None]:
    if verifier is None:
        return 0, Flaw("a checkpoint could not be checked: there is no public key")
    try:
        found = Checkpoint.open(bytes(note), verifier)
    except NoteError as error:
        return 0, Flaw(f"a checkpoint is not genuine: {error}")
    last = max(digests, default=-1)
    if found.size - 1 > last:
        gone = found.size - 1 - last
        return 0, Flaw(f"the checkpoint over {found.size} entries finds the last {gone} removed")
    head = digests.get(found.size - 1) if found.size else GENESIS
    if head != found.root.hex():
        return 0, Flaw(
            "the signed checkpoint over it and those before it names another digest: rewritten",
            found.size - 1,
        )
    return found.size, None
