"""The case store: one object, one database."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from revenuer.cases import attribution, judging, reading
from revenuer.cases.actions.desk import Actions
from revenuer.cases.actions.kinds import SECOND_PERSON_FROM
from revenuer.cases.actions.prices import Prices
from revenuer.cases.attribution import Hypothesis
from revenuer.cases.audit import checkpoints, trail
from revenuer.cases.audit.chain import Entry, record
from revenuer.cases.audit.envelope import Key
from revenuer.cases.audit.keys import key_in
from revenuer.cases.audit.verification import Verification, verify
from revenuer.cases.database import Database
from revenuer.cases.findings.reading import read_scan
from revenuer.cases.indicators.desk import Indicators
from revenuer.cases.indicators.matching import mark_cases
from revenuer.cases.indicators.salted import kept_salts
from revenuer.cases.lineage.importing import Imported, import_scan
from revenuer.cases.queue import CaseFilter, Sort, find_cases
from revenuer.cases.records import AccountPage, Case, CasePage, CaseRow, Judgement, Note, Scan
from revenuer.cases.reference.folder import read_dismissed
from revenuer.cases.states import State
from revenuer.mark.notes import Verifier
from revenuer.problems import Problem
from revenuer.records.case_store import CASE_STORE

EVERYTHING = CaseFilter()


def _utc_now() -> datetime:
    return datetime.now(UTC)


class CaseStore:
    """Cases, judgements, notes and the audit trail. Safe to share between threads.

    Every method that changes something writes its audit entry in the same transaction and returns
    once both are durable. `engine` and `write` are for tables of others beside these.
    """

    def __init__(self, database: Database, keys: Path | None, clock: Callable[[], datetime]):
        self._database = database
        self.keys = keys
        self._key: Key | None = None
        self.clock = clock
        self.engine = database.engine
        self.name = database.name

    @classmethod
    def open(
        cls,
        url: str = CASE_STORE,
        *,
        keys: Path | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> "CaseStore":
        """Open or make the store at a path (SQLite) or a Postgres URL.

        `keys` is the folder of the signing key; by default beside a SQLite file, `cases.db.keys`.
        Without one (Postgres), nothing is signed. Raises Problem.
        """
        database = Database(url)
        if keys is None and database.path is not None:
            keys = database.path.with_name(database.path.name + ".keys")
        return cls(database, keys, clock)

    @property
    def key(self) -> Key:
        """The store's key. Raises Problem where no folder for it was named."""
        if self._key is None:
            if self.keys is None:
                raise Problem(
                    "The store has no signing key.",
                    where=self.name,
                    hint="name a folder for it with --keys",
                )
            self._key = key_in(self.keys)
        return self._key

    def now(self) -> datetime:
        """The store's clock, UTC."""
        return self.clock()

    def close(self) -> None:
        """Give back the connections."""
        self._database.close()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection for reading."""
        with self._database.read() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """The one write transaction; a checkpoint is signed with it where one is due."""
        with self._database.write() as connection:
            yield connection
            if self.keys is not None:
                checkpoints.sign_if_due(connection, self.key.notes)

    # scans and cases

    def import_scan(self, folder: Path, actor: str, dismissed: Path | None = None) -> Imported:
        """Findings of a scan become cases, or continue them; `dismissed` is a folder of another
        store's dismissed cases, and new cases like one of them say so. Raises Problem."""
        scan = read_scan(folder)
        known = () if dismissed is None else read_dismissed(dismissed)
        with self.write() as connection:
            done = import_scan(connection, scan, actor, self.now(), known)
            if not done.already:
                salts = kept_salts(self.keys)
                mark_cases(connection, done.changes, salts, done.scan_number, self.now())
        return done

    def scans(self) -> tuple[Scan, ...]:
        """All imported scans, newest first."""
        with self.read() as connection:
            return reading.scans(connection)

    def scan(self, number: int) -> Scan:
        """One imported scan. Raises Problem."""
        with self.read() as connection:
            return reading.scan_numbered(connection, number)

    def cases(
        self,
        wanted: CaseFilter = EVERYTHING,
        sort: Sort = Sort.PRIORITY,
        page: int = 1,
        size: int = 50,
    ) -> CasePage:
        """A page of the queue, with counts."""
        with self.read() as connection:
            return find_cases(connection, wanted, sort, page, size)

    def row(self, case_id: str) -> CaseRow:
        """The case's row of the queue. Raises NoSuchCase."""
        with self.read() as connection:
            return reading.row_of(connection, case_id)

    def case(self, case_id: str) -> Case:
        """One case. Raises NoSuchCase."""
        with self.read() as connection:
            return reading.read_case(connection, case_id)

    def accounts(
        self, case_id: str, page: int = 1, size: int = 200, *, current: bool = True
    ) -> AccountPage:
        """A page of the case's accounts, surest first. Raises NoSuchCase."""
        with self.read() as connection:
            return reading.accounts_of(connection, case_id, page, size, current=current)

    def cases_of_account(self, account_id: str) -> tuple[CaseRow, ...]:
        """The cases that name an account, or once did."""
        with self.read() as connection:
            return reading.cases_of_account(connection, account_id)

    def exhibit(self, case_id: str) -> dict[str, Any] | None:
        """Timeline, raster, graph, wording and samples as the scan wrote them. The wording's spans
        and the samples' prompts and responses are third parties' text: before showing them, call
        `record_read`."""
        with self.read() as connection:
            return reading.exhibit_of(connection, case_id)

    # what people say

    def judge(
        self,
        case_id: str,
        actor: str,
        expected_revision: int,
        new_state: State,
        reason: str = "",
        note: str = "",
    ) -> Judgement:
        """Append a judgement. Raises NoSuchCase, Conflict (somebody was first), or Problem."""
        with self.write() as connection:
            return judging.judge(
                connection, case_id, actor, expected_revision, new_state, reason, note, self.now()
            )

    def note(self, case_id: str, actor: str, text: str) -> Note:
        """Append a note. Raises NoSuchCase or Problem."""
        with self.write() as connection:
            return judging.add_note(connection, case_id, actor, text, self.now())

    def assign(self, case_id: str, actor: str, expected_revision: int, assignee: str) -> None:
        """Put a case on somebody's desk, or nobody's (empty). Raises NoSuchCase, Conflict."""
        with self.write() as connection:
            judging.assign(connection, case_id, actor, expected_revision, assignee, self.now())

    def hypothesise(
        self, case_id: str, actor: str, statement: str, term: str, basis: str, against: str
    ) -> Hypothesis:
        """Append a hypothesis of who is behind a case, graded in words. Raises Problem."""
        with self.write() as connection:
            return attribution.hypothesise(
                connection, case_id, actor, statement, term, basis, against, self.now()
            )

    def hypotheses(self, case_id: str) -> tuple[Hypothesis, ...]:
        """The newest grade of each hypothesis, most likely first."""
        with self.read() as connection:
            return attribution.hypotheses_of(connection, case_id)

    # audit

    def record_read(
        self, actor: str, case_id: str, exchange_ids: Sequence[str], reason: str
    ) -> Entry:
        """Note, before it is shown, that somebody reads exchange text, and why. Raises Problem."""
        with self.write() as connection:
            return trail.record_read(connection, actor, case_id, exchange_ids, reason, self.now())

    def audit(
        self,
        connection: sa.Connection,
        actor: str,
        action: str,
        subject: str,
        **detail: Any,
    ) -> Entry:
        """Append an entry within a `write` transaction of the caller's."""
        return record(
            connection, at=self.now(), actor=actor, action=action, subject=subject, detail=detail
        )

    def audit_entries(
        self, wanted: trail.AuditFilter = trail.EVERYTHING, page: int = 1, size: int = 100
    ) -> trail.AuditPage:
        """A page of the trail, newest first."""
        with self.read() as connection:
            return trail.entries(connection, wanted, page, size)

    def verify_audit(
        self, verifier: Verifier | None = None, elsewhere: Sequence[bytes] = ()
    ) -> Verification:
        """Find what was edited, removed or reordered. `verifier` is the public key (by default the
        store's own); `elsewhere` are checkpoints kept outside."""
        if verifier is None and self.keys is not None:
            verifier = self.key.verifier
        with self.read() as connection:
            return verify(connection, verifier, elsewhere)

    def actions(
        self, *, prices: Prices | None = None, second_person_from: int = SECOND_PERSON_FROM
    ) -> Actions:
        """What can be done with actions on this store's cases."""
        return Actions(self, prices=prices, second_person_from=second_person_from)

    def indicators(self) -> Indicators:
        """Indicators shared with partners and by them."""
        return Indicators(self)

    def checkpoint(self) -> bytes:
        """Sign the head of the trail now; the note is to be kept elsewhere too. Raises Problem."""
        with self.write() as connection:
            return checkpoints.sign(connection, self.key.notes)
