"""Cases: from a scan's findings to a decision somebody answers for.

    store = CaseStore.open("cases.db")            # or postgresql://…, keys=Path(…)
    store.import_scan(Path("demo-out/scan"), actor="ana") -> Imported
    store.cases(CaseFilter(states=(State.NEW,)), Sort.PRIORITY, page=1, size=50) -> CasePage
    store.row(case_id) -> CaseRow
    store.case(case_id) -> Case                   # campaign, sightings, links, judgements, notes
    store.accounts(case_id, page, size, current=True) -> AccountPage
    store.cases_of_account(account_id) -> tuple[CaseRow, ...]
    store.exhibit(case_id) -> dict | None         # exhibits.json of this case; log text inside
    store.scans() -> tuple[Scan, ...];  store.scan(number) -> Scan
    store.judge(case_id, actor, expected_revision, new_state, reason="", note="") -> Judgement
    store.note(case_id, actor, text) -> Note
    store.assign(case_id, actor, expected_revision, assignee) -> None
    store.record_read(actor, case_id, exchange_ids, reason) -> Entry
    store.audit_entries(AuditFilter(subject=case_id), page, size) -> AuditPage
    store.audit(connection, actor, action, subject, **detail) -> Entry   # inside `write`
    store.checkpoint() -> bytes                   # a signed note
    with store.write() as connection: ...         # the one write transaction; commits at the end
    with store.read() as connection: ...
    store.engine, store.now(), store.clock, store.signer, store.name, store.close()

Actors are names of at most 120 characters; the store does not know roles. Other tables may live in
the same database: write to them inside `store.write()`, so that their audit entry shares the
transaction. `Conflict.now` is the case as it is. `TRANSITIONS`, `NEEDS_REASON` and `DISMISSALS`
say what a person may do with a case.
"""

from revenuer.cases.audit.chain import Entry
from revenuer.cases.audit.trail import AuditFilter, AuditPage
from revenuer.cases.judging import Conflict
from revenuer.cases.lineage.importing import Imported
from revenuer.cases.queue import CaseFilter, Sort
from revenuer.cases.reading import NoSuchCase
from revenuer.cases.records import (
    Account,
    AccountPage,
    Case,
    CasePage,
    CaseRow,
    Judgement,
    Link,
    Note,
    Scan,
    Sighting,
)
from revenuer.cases.states import DISMISSALS, NEEDS_REASON, OPEN, TRANSITIONS, State
from revenuer.cases.store import CaseStore

__all__ = [
    "DISMISSALS",
    "NEEDS_REASON",
    "OPEN",
    "TRANSITIONS",
    "Account",
    "AccountPage",
    "AuditFilter",
    "AuditPage",
    "Case",
    "CaseFilter",
    "CasePage",
    "CaseRow",
    "CaseStore",
    "Conflict",
    "Entry",
    "Imported",
    "Judgement",
    "Link",
    "NoSuchCase",
    "Note",
    "Scan",
    "Sighting",
    "Sort",
    "State",
]
