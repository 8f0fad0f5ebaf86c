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
    store.verify_audit(verifier=None, elsewhere=()) -> Verification      # .flaws
    with store.write() as connection: ...         # the one write transaction; commits at the end
    with store.read() as connection: ...
    store.engine, store.now(), store.clock, store.key, store.name, store.close()

Actions (`revenuer.cases.actions`), each step one transaction:

    actions = store.actions(prices=read_prices(path), second_person_from=2) -> Actions
    actions.simulate(case_id, ActionKind.SUSPEND, least_membership=0.0) -> Simulation
    actions.propose(case_id, kind, actor, reason, least_membership=0.0, lasts_days=None) -> Action
    actions.approve(action_id, actor, note="") -> Action       # Problem for the proposer
    actions.turn_down(action_id, actor, why) -> Action         # rejected, or withdrawn by oneself
    actions.issue(action_id, actor, effective_at=None) -> bytes   # signed decision, DSSE JSON
    actions.decision(action_id) -> bytes
    actions.deliver(action_id, url, actor) -> Delivery         # webhook, signed, tried again
    actions.lift(action_id, actor, why, accounts=None) -> bytes
    actions.sweep() -> tuple[str, ...]                         # lapse and end what is due
    actions.all(case_id="", status=None) -> tuple[Action, ...];  actions.get(action_id) -> Action
    actions.appeal(action_id, account_id, actor, text) -> int
    actions.decide_appeal(number, actor, uphold=True, why="") -> Appeal
    actions.appeals(action_id="") -> tuple[Appeal, ...]
    actions.spare(accounts, label, why, actor) -> int;  actions.unspare(account_id, why, actor)
    actions.carve_outs() -> tuple[CarveOut, ...]
    actions.displacement(action_id, scan_folder) -> Displacement
    telling.sentences(simulation) -> Iterator[str]
    GRADES[kind] -> Grade(level, meaning, undo, default_days, most_days, stops_revenue)

Attribution, terms, dossiers, indicators, dismissed cases:

    store.hypothesise(case_id, actor, statement, term, basis, against) -> Hypothesis
    store.hypotheses(case_id) -> tuple[Hypothesis, ...];  attribution.SCALE
    policy.terms: read_terms(path), example_terms() -> Terms;  example() -> str
    policy.touched: touched(terms, case.campaign) -> tuple[Touched, ...]
    dossier.pack: build(store, case_id, actor, terms, identify=False, scan_folder=None) -> files
                  write(files, folder, pdf=False) -> paths;  as_zip(files) -> bytes
    dossier.verification: verify_pack(path, key=None) -> PackVerification   # .whole, .checks
    store.indicators(): keep_salt, salt, export, take_in, unknown_salts, of_case, match_accounts
    reference.folder: write_dismissed(store, folder, actor), read_dismissed(folder)
    store.import_scan(folder, actor, dismissed=folder)
    spreadsheet.rows_as_csv(header, rows) -> bytes             # no cell can act as a formula

Actors are names of at most 120 characters; the store does not know roles. Other tables may live in
the same database: write to them inside `store.write()`, so that their audit entry shares the
transaction. `Conflict.now` is the case as it is. `TRANSITIONS`, `NEEDS_REASON` and `DISMISSALS`
say what a person may do with a case.
"""

from revenuer.cases.actions.carve_outs import CarveOut
from revenuer.cases.actions.desk import Actions
from revenuer.cases.actions.displacement import Displacement
from revenuer.cases.actions.kinds import GRADES, ActionKind, Grade
from revenuer.cases.actions.prices import Price, Prices, read_prices
from revenuer.cases.actions.records import Action, Appeal, Event, Status
from revenuer.cases.actions.simulation import Simulation
from revenuer.cases.actions.webhook import Delivery
from revenuer.cases.audit.chain import Entry
from revenuer.cases.audit.trail import AuditFilter, AuditPage
from revenuer.cases.audit.verification import Flaw, Verification
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
    "GRADES",
    "NEEDS_REASON",
    "OPEN",
    "TRANSITIONS",
    "Account",
    "AccountPage",
    "Action",
    "ActionKind",
    "Actions",
    "Appeal",
    "AuditFilter",
    "AuditPage",
    "CarveOut",
    "Case",
    "CaseFilter",
    "CasePage",
    "CaseRow",
    "CaseStore",
    "Conflict",
    "Delivery",
    "Displacement",
    "Entry",
    "Event",
    "Flaw",
    "Grade",
    "Imported",
    "Judgement",
    "Link",
    "NoSuchCase",
    "Note",
    "Price",
    "Prices",
    "Scan",
    "Sighting",
    "Simulation",
    "Sort",
    "State",
    "Status",
    "Verification",
    "read_prices",
]
