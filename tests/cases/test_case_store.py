"""The store: scans become cases, people judge them, nothing is ever overwritten."""

from pathlib import Path

import pytest
import sqlalchemy as sa
import staged_cases as staged

from revenuer.cases import (
    NEEDS_REASON,
    TRANSITIONS,
    CaseFilter,
    CaseStore,
    Conflict,
    NoSuchCase,
    Sort,
    State,
)
from revenuer.cases.tables import META
from revenuer.problems import Problem


def test_a_scan_becomes_cases(store: CaseStore, one_scan: Path) -> None:
    done = store.import_scan(one_scan, "ana")
    assert done.cases("new") == ("case-00001", "case-00002", "case-00003")
    queue = store.cases()
    assert [row.verdict for row in queue.rows] == ["campaign", "pool", "watch"]
    assert queue.total == 3
    assert queue.by_state == {"new": 3}
    assert queue.by_verdict == {"campaign": 1, "pool": 1, "watch": 1}
    first = store.case("case-00001")
    assert first.row.accounts == 40
    assert first.row.accounts_before is None
    assert first.campaign["coordination"]["e_value"] == 4000.0
    assert "accounts" not in first.campaign
    assert [s.change for s in first.sightings] == ["new"]
    page = store.accounts("case-00001", size=15, page=3)
    assert page.total == 40
    assert len(page.rows) == 10
    assert page.rows[0].exchanges == 100
    exhibit = store.exhibit("case-00001")
    assert exhibit is not None
    assert exhibit["campaign_id"] == "campaign-a"
    assert store.exhibit("case-00003") is None
    scan = store.scan(1)
    assert scan.scan["fdr"] == 0.01
    assert scan.cannot_assess[0]["signal"] == "handover"


def test_the_same_scan_twice_changes_nothing(store: CaseStore, one_scan: Path) -> None:
    store.import_scan(one_scan, "ana")
    before = store.cases().rows, store.audit_entries().total
    assert store.import_scan(one_scan, "ana").already
    assert (store.cases().rows, store.audit_entries().total) == before


def test_filters_and_orders(store: CaseStore, one_scan: Path) -> None:
    store.import_scan(one_scan, "ana")

    def found(wanted: CaseFilter, sort: Sort = Sort.OLDEST) -> list[int]:
        return [row.number for row in store.cases(wanted, sort).rows]

    assert found(CaseFilter(verdicts=("pool", "watch"))) == [2, 3]
    assert found(CaseFilter(states=(State.CONFIRMED,))) == []
    assert found(CaseFilter(text="POOL-B")) == [2]
    assert found(CaseFilter(text="acct_00203")) == [3]
    assert found(CaseFilter(text="acct_0020")) == []
    assert found(CaseFilter(text="100%_")) == []
    assert found(CaseFilter(model="heron-3-large", least_accounts=7)) == [1, 2]
    assert found(CaseFilter(model="heron-3")) == []
    assert found(CaseFilter(seen_before=True)) == []
    assert found(CaseFilter(matches_indicators=False)) == [1, 2, 3]
    for sort in Sort:
        assert sorted(found(CaseFilter(), sort)) == [1, 2, 3]
    assert found(CaseFilter(), Sort.ACCOUNTS) == [1, 2, 3]
    assert found(CaseFilter(), Sort.NEWEST) == [3, 2, 1]
    counts = store.cases(CaseFilter(states=(State.NEW,), verdicts=("pool",)))
    assert counts.by_verdict == {"campaign": 1, "pool": 1, "watch": 1}
    assert counts.by_state == {"new": 1}


def test_pages_never_overlap(sqlite_store: CaseStore, tmp_path: Path) -> None:
    many = [
        staged.campaign(staged.names(10 * i, 10 * i + 5), name=f"campaign-{i}") for i in range(23)
    ]
    sqlite_store.import_scan(staged.write_scan(tmp_path / "many", many), "ana")
    for sort in Sort:
        pages = [sqlite_store.cases(sort=sort, page=page, size=10) for page in (1, 2, 3)]
        seen = [row.id for page in pages for row in page.rows]
        assert len(seen) == len(set(seen)) == 23


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("then", list(State))
def test_every_transition(
    sqlite_store: CaseStore, one_scan: Path, state: State, then: State
) -> None:
    """A case gets to any state on the shortest way, and from there only where the table says."""
    sqlite_store.import_scan(one_scan, "ana")
    for step in _way_to(state):
        sqlite_store.judge("case-00001", "ana", _revision(sqlite_store), step, "seen")
    revision = _revision(sqlite_store)
    if then in TRANSITIONS[state]:
        sqlite_store.judge("case-00001", "bea", revision, then, "seen")
        assert sqlite_store.row("case-00001").state is then
    else:
        with pytest.raises(Problem, match=f"A case that is {state} cannot become {then}"):
            sqlite_store.judge("case-00001", "bea", revision, then, "seen")
        assert sqlite_store.row("case-00001").state is state
    assert not sqlite_store.verify_audit().flaws


def _revision(store: CaseStore) -> int:
    return store.row("case-00001").revision


def _way_to(state: State) -> list[State]:
    ways: dict[State, list[State]] = {State.NEW: []}
    while state not in ways:
        for here, way in list(ways.items()):
            for there in TRANSITIONS[here]:
                ways.setdefault(there, [*way, there])
    return ways[state]


@pytest.mark.parametrize("state", NEEDS_REASON[:3])
def test_no_judgement_without_its_reason(
    sqlite_store: CaseStore, one_scan: Path, state: State
) -> None:
    sqlite_store.import_scan(one_scan, "ana")
    with pytest.raises(Problem, match=f"becomes {state} only with a reason"):
        sqlite_store.judge("case-00001", "ana", 1, state, "  ")
    sqlite_store.judge("case-00001", "ana", 1, State.TRIAGE)


def test_judgements_pile_up(store: CaseStore, one_scan: Path) -> None:
    store.import_scan(one_scan, "ana")
    store.judge("case-00001", "ana", 1, State.TRIAGE, note="looking")
    store.judge("case-00001", "bea", 2, State.DISMISSED, "class or course")
    store.judge("case-00001", "ana", 3, State.REOPENED, "the class was made up")
    store.note("case-00001", "cy", "agreed")
    case = store.case("case-00001")
    assert [(j.actor, j.before, j.after, j.revision) for j in case.judgements] == [
        ("ana", State.NEW, State.TRIAGE, 1),
        ("bea", State.TRIAGE, State.DISMISSED, 2),
        ("ana", State.DISMISSED, State.REOPENED, 3),
    ]
    assert [n.text for n in case.notes] == ["agreed"]
    assert case.allowed == TRANSITIONS[State.REOPENED]
    assert store.audit_entries().rows[0].action == "case.noted"


def test_the_second_of_two_is_told(store: CaseStore, one_scan: Path) -> None:
    store.import_scan(one_scan, "ana")
    store.judge("case-00001", "ana", 1, State.CONFIRMED, "plain")
    with pytest.raises(Conflict) as told:
        store.judge("case-00001", "bea", 1, State.DISMISSED, "class or course")
    assert str(told.value) == (
        "case-00001 changed while you were looking at it: ana judged it confirmed. "
        "Your judgement was not stored.\n"
        "  where: you saw revision 1, it is at 2 (confirmed)\n"
        "  try:   look at the case again, then judge it as it is now"
    )
    assert told.value.now.state is State.CONFIRMED
    assert len(store.case("case-00001").judgements) == 1


def test_new_evidence_is_news_too(store: CaseStore, one_scan: Path, tmp_path: Path) -> None:
    store.import_scan(one_scan, "ana")
    again = staged.campaign(staged.names(0, 45), name="campaign-a2")
    store.import_scan(staged.write_scan(tmp_path / "scan-2", [again]), "ana")
    with pytest.raises(Conflict, match="a scan brought new evidence"):
        store.judge("case-00001", "bea", 1, State.TRIAGE)


def test_assigning(store: CaseStore, one_scan: Path) -> None:
    store.import_scan(one_scan, "ana")
    store.assign("case-00002", "ana", 1, "bea")
    assert [r.id for r in store.cases(CaseFilter(assignee="bea")).rows] == ["case-00002"]
    with pytest.raises(Conflict):
        store.assign("case-00002", "cy", 1, "cy")


def test_what_is_written_stays(store: CaseStore, one_scan: Path) -> None:
    """The database itself refuses to change or delete what is append-only."""
    store.import_scan(one_scan, "ana")
    store.judge("case-00001", "ana", 1, State.TRIAGE)
    store.note("case-00001", "ana", "a note")
    store.checkpoint()
    store.hypothesise("case-00001", "ana", "a lab", "likely", "this", "that")
    for table in ("judgements", "notes", "audit", "audit_checkpoints", "hypotheses"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {_column(table)}"):
            with pytest.raises(sa.exc.DBAPIError, match="append-only"), store.write() as connection:
                connection.execute(sa.text(statement))
    assert not store.verify_audit().flaws


def _column(table: str) -> str:
    return "size = 1" if table == "audit_checkpoints" else "number = 1"


def test_a_broken_write_leaves_nothing(store: CaseStore, one_scan: Path) -> None:
    store.import_scan(one_scan, "ana")
    before = store.audit_entries().total

    def half() -> None:
        with store.write() as connection:
            store.audit(connection, "ana", "case.noted", "case-00001", number=1)
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError):
        half()
    assert store.audit_entries().total == before


@pytest.mark.parametrize("actor", ["", "  ", "x" * 121, "a\nb", "a\u202eb"])
def test_nameless_changes_are_refused(sqlite_store: CaseStore, one_scan: Path, actor: str) -> None:
    sqlite_store.import_scan(one_scan, "ana")
    with pytest.raises(Problem, match="needs a name"):
        sqlite_store.judge("case-00001", actor, 1, State.TRIAGE)
    assert sqlite_store.row("case-00001").state is State.NEW


@pytest.mark.parametrize("text", ["x" * 20_001, "a\x00b", "\ud800"])
def test_text_no_database_can_keep(store: CaseStore, one_scan: Path, text: str) -> None:
    store.import_scan(one_scan, "ana")
    with pytest.raises(Problem):
        store.note("case-00001", "ana", text)
    with pytest.raises(Problem):
        store.judge("case-00001", "ana", 1, State.DISMISSED, text)


def test_no_such_case(store: CaseStore) -> None:
    for ask in (store.case, store.row, store.accounts):
        with pytest.raises(NoSuchCase, match="There is no case 'case-1; DROP'"):
            ask("case-1; DROP")


def test_a_store_of_another_version(url: str) -> None:
    CaseStore.open(url).close()
    opened = CaseStore.open(url)
    with opened.write() as connection:
        connection.execute(sa.update(META).values(value="99"))
    opened.close()
    with pytest.raises(Problem, match="version 99 of the tables, this program knows 1"):
        CaseStore.open(url)


def test_reopening_finds_everything(url: str, one_scan: Path, tmp_path: Path) -> None:
    first = CaseStore.open(url, keys=tmp_path / "keys")
    first.import_scan(one_scan, "ana")
    first.judge("case-00001", "ana", 1, State.TRIAGE)
    first.close()
    second = CaseStore.open(url, keys=tmp_path / "keys")
    assert second.row("case-00001").state is State.TRIAGE
    assert not second.verify_audit().flaws
    second.close()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mysql://x/y", "Cases are not kept in mysql"),
        ("no/such/folder/cases.db", "The store cannot be opened"),
        ("postgresql://x@/y?host=/nowhere", "The store cannot be opened"),
    ],
)
def test_addresses_that_cannot_be(address: str, told: str) -> None:
    with pytest.raises(Problem, match=told):
        CaseStore.open(address)


def test_a_password_is_not_shown() -> None:
    with pytest.raises(Problem) as told:
        CaseStore.open("postgresql://x:hunter2@/y?host=/nowhere")
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"schema": "other"}, "its schema is not revenuer/campaigns/1"),
        ({"campaigns": [{"id": "x"}]}, "does not hold what a scan writes"),
        ({"campaigns": 5}, "does not hold what a scan writes"),
        ({"scan": []}, "does not hold what a scan writes"),
    ],
)
def test_a_folder_that_is_no_scan(
    sqlite_store: CaseStore, one_scan: Path, change: dict[str, object], told: str
) -> None:
    import orjson

    path = one_scan / "campaigns.json"
    path.write_bytes(orjson.dumps(orjson.loads(path.read_bytes()) | change))
    with pytest.raises(Problem, match=told):
        sqlite_store.import_scan(one_scan, "ana")
    assert sqlite_store.cases().total == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("verdict", "guilty"),
        ("first_seen", "yesterday"),
        ("exchange_count", -1),
        ("exchange_count", 10**30),
        ("accounts", [{"account_id": "a", "membership": 7}]),
        ("tokens", {}),
        ("id", ""),
        ("models", [5]),
    ],
)
def test_findings_that_cannot_be(
    sqlite_store: CaseStore, tmp_path: Path, field: str, value: object
) -> None:
    bad = staged.campaign(staged.names(0, 5)) | {field: value}
    path = staged.write_scan(tmp_path / "s", [])
    import json

    document = json.loads((path / "campaigns.json").read_text())
    document["campaigns"] = [bad]
    (path / "campaigns.json").write_text(json.dumps(document))
    with pytest.raises(Problem, match=r"campaigns\.json cannot be read"):
        sqlite_store.import_scan(path, "ana")


def test_hostile_names_are_kept_as_they_can_be(store: CaseStore, tmp_path: Path) -> None:
    hostile = ["a\x00b", "'; DROP TABLE cases; --", "<script>", "x" * 5_000, "\u202ename"]
    found = staged.campaign(hostile, models=["m\x00<b>", "=1+1"], name="campaign-'\"")
    shown = staged.exhibit(
        "campaign-'\"", hostile, things=[("payment", "p\x00"), ("ip", "y" * 900)]
    )
    store.import_scan(staged.write_scan(tmp_path / "s", [found], [shown]), "ana")
    row = store.cases().rows[0]
    assert row.accounts == 5
    assert row.models == ("m\x00<b>", "=1+1")
    kept = {a.account_id for a in store.accounts(row.id).rows}
    assert {"'; DROP TABLE cases; --", "<script>", "\u202ename", "a\u2400b"} <= kept
    assert store.cases(CaseFilter(text="'; DROP TABLE cases; --")).total == 1
    assert not store.verify_audit().flaws
