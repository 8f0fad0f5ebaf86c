"""Whatever is edited, removed or reordered behind the program's back is found and named."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
import staged_cases as staged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revenuer.cases import ActionKind, CaseStore, State
from revenuer.cases.audit.chain import GENESIS, Entry, content_of, digest_of
from revenuer.cases.audit.checkpoints import EVERY
from revenuer.cases.audit.keys import key_in, verifier_from
from revenuer.cases.tables import AUDIT, CASES, CHECKPOINTS, JUDGEMENTS, NOTES
from revenuer.mark.checkpoints import Checkpoint
from revenuer.problems import Problem


@pytest.fixture
def judged(store: CaseStore, one_scan: Path) -> CaseStore:
    store.import_scan(one_scan, "ana")
    store.judge("case-00001", "ana", 1, State.TRIAGE)
    store.judge("case-00001", "bea", 2, State.DISMISSED, "class or course")
    store.note("case-00001", "ana", "a note")
    store.record_read("ana", "case-00001", ["x1"], "to see the wording")
    return store


@pytest.fixture
def acted(judged: CaseStore) -> CaseStore:
    judged.judge("case-00001", "ana", 3, State.REOPENED, "there is more")
    judged.judge("case-00001", "ana", 4, State.CONFIRMED, "plain")
    judged.actions().propose("case-00001", ActionKind.SUSPEND, "ana", "harvest")
    judged.actions().approve("action-00001", "bob")
    return judged


def tamper(store: CaseStore, *statements: sa.Executable | str) -> None:
    """As an intruder with the database's password would."""
    with store.write() as connection:
        for table in ("audit", "judgements", "notes", "audit_checkpoints"):
            if connection.dialect.name == "sqlite":
                for verb in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
            else:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
        for statement in statements:
            connection.execute(sa.text(statement) if isinstance(statement, str) else statement)


def flaws(store: CaseStore, *elsewhere: bytes) -> list[str]:
    return [str(flaw) for flaw in store.verify_audit(elsewhere=elsewhere).flaws]


def test_an_untouched_trail_is_whole(judged: CaseStore) -> None:
    note = judged.checkpoint()
    found = judged.verify_audit(elsewhere=[note])
    assert found.flaws == ()
    assert found.signed == found.entries == judged.audit_entries().total
    assert judged.checkpoint() == note


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE audit SET actor = 'eve' WHERE number = 5", "entry 5: its content is not what was"),
        ("UPDATE audit SET at = '2020' WHERE number = 0", "entry 0: its content is not what was"),
        ("UPDATE audit SET detail = '{}' WHERE number = 4", "entry 4: its content is not what was"),
        ("UPDATE audit SET digest = 'zz' WHERE number = 3", "entry 3: its content is not what was"),
        ("UPDATE audit SET previous = 'zz' WHERE number = 3", "entry 3: it does not follow"),
        ("DELETE FROM audit WHERE number = 4", "entry 5: removed before it: 4"),
        ("DELETE FROM audit WHERE number = 0", "entry 1: removed before it: 0"),
        ("DELETE FROM audit WHERE number IN (2, 3)", "entry 4: removed before it: 2 to 3"),
        ("UPDATE judgements SET reason = 'x' WHERE number = 2", "judgements 2 is not what was"),
        ("UPDATE judgements SET actor = 'ana' WHERE number = 2", "judgements 2 is not what was"),
        ("DELETE FROM judgements WHERE number = 1", "judgements 1 is missing: removed"),
        ("UPDATE notes SET text = 'another'", "notes 1 is not what was written: edited"),
        ("DELETE FROM notes", "notes 1 is missing: removed"),
        ("UPDATE cases SET state = 'closed' WHERE number = 1", "case-00001 is closed, its"),
        (
            "UPDATE sightings SET verdict = 'pool' WHERE case_id = 'case-00001'",
            "case-00001 in scan",
        ),
        (
            "UPDATE sightings SET campaign = exhibit WHERE case_id = 'case-00001'",
            "case-00001 in scan 1 is",
        ),
        ("DELETE FROM sightings WHERE case_id = 'case-00003'", "case-00003 in scan 1 is missing"),
        ("DELETE FROM case_accounts WHERE account_id = 'acct_00003'", "the accounts of case-00001"),
        ("UPDATE case_accounts SET membership = 0.5", "the accounts of case-00001 are not those"),
        ("UPDATE actions SET status = 'issued'", "action-00001 is issued, its events say approved"),
        ("UPDATE actions SET approved_by = 'eve'", "action-00001 names others than those who"),
        ("DELETE FROM action_accounts WHERE account_id = 'acct_00003'", "the accounts of action-"),
        (
            "INSERT INTO notes VALUES (9, 'case-00001', '2026', 'eve', 'forged')",
            "notes 9 has no audit entry: inserted from outside",
        ),
    ],
)
def test_every_change_is_named(acted: CaseStore, statement: str, told: str) -> None:
    assert flaws(acted) == []
    tamper(acted, statement)
    assert any(flaw.startswith(told) for flaw in flaws(acted)), flaws(acted)


def test_reordering_is_named(judged: CaseStore) -> None:
    tamper(
        judged,
        "UPDATE audit SET number = 1000 WHERE number = 4",
        "UPDATE audit SET number = 4 WHERE number = 5",
        "UPDATE audit SET number = 5 WHERE number = 1000",
    )
    named = flaws(judged)
    assert any(flaw.startswith("entry 4:") for flaw in named)
    assert any(flaw.startswith("entry 5:") for flaw in named)


def test_a_cut_tail_is_found_by_a_checkpoint(judged: CaseStore) -> None:
    note = judged.checkpoint()
    last = judged.audit_entries().total - 1
    tamper(judged, f"DELETE FROM audit WHERE number = {last}", sa.delete(CHECKPOINTS))
    assert flaws(judged) == []  # nothing inside the store can tell
    assert flaws(judged, note) == [
        f"the checkpoint over {last + 1} entries finds the last 1 removed"
    ]


def rewrite(store: CaseStore, change: Callable[[Entry], dict[str, str]]) -> None:
    """Edit entries and make the whole chain fit again."""
    with store.read() as connection:
        rows = connection.execute(sa.select(AUDIT).order_by(AUDIT.c.number))
        entries = [Entry(**row._mapping) for row in rows]
    previous, statements = GENESIS, []
    for entry in entries:
        fields = {
            name: getattr(entry, name) for name in ("at", "actor", "action", "subject", "detail")
        } | change(entry)
        digest = digest_of(previous, content_of(entry.number, **fields))
        statements.append(
            sa.update(AUDIT)
            .where(AUDIT.c.number == entry.number)
            .values(**fields, previous=previous, digest=digest)
        )
        previous = digest
    tamper(store, *statements)


def test_a_chain_made_anew_is_found_by_a_signature(judged: CaseStore) -> None:
    rewrite(judged, lambda e: {"actor": "eve"} if e.action == "exchange.read" else {})
    assert flaws(judged) == []
    judged.note("case-00001", "ana", "later")


def test_a_signed_chain_cannot_be_made_anew(judged: CaseStore) -> None:
    judged.checkpoint()
    rewrite(judged, lambda e: {"actor": "eve"} if e.action == "exchange.read" else {})
    (flaw,) = flaws(judged)
    assert "the signed checkpoint over it and those before it names another digest" in flaw


def test_a_forged_checkpoint(judged: CaseStore, tmp_path: Path) -> None:
    other = key_in(tmp_path / "other")
    forged = other.notes.sign(Checkpoint("revenuer-cases", 1, bytes(32)).text())
    assert "a checkpoint is not genuine" in flaws(judged, forged)[0]
    with judged.read() as connection:
        from revenuer.cases.audit.verification import verify

        assert verify(connection, None, [forged]).flaws[0].what.endswith("there is no public key")


def test_checkpoints_come_by_themselves(sqlite_store: CaseStore, one_scan: Path) -> None:
    sqlite_store.import_scan(one_scan, "ana")
    for number in range(EVERY):
        sqlite_store.note("case-00001", "ana", f"note {number}")
    found = sqlite_store.verify_audit()
    assert found.checkpoints == 1
    assert found.signed >= EVERY


def test_reading_text_needs_a_reason(store: CaseStore, one_scan: Path) -> None:
    store.import_scan(one_scan, "ana")
    with pytest.raises(Problem, match="only with a reason"):
        store.record_read("ana", "case-00001", ["x"], " ")
    entry = store.record_read("ana", "case-00001", ["x2", "x1", "x2"], "to see the wording")
    assert entry.detail == '{"exchanges":["x1","x2"],"reason":"to see the wording"}'


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    number=st.integers(0, 8),
    column=st.sampled_from(["at", "actor", "action", "subject", "detail", "previous", "digest"]),
    value=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20),
)
def test_no_edit_of_any_field_passes(
    tmp_path_factory: pytest.TempPathFactory, number: int, column: str, value: str
) -> None:
    folder = tmp_path_factory.mktemp("edit")
    store = CaseStore.open(str(folder / "c.db"))
    store.import_scan(staged.write_scan(folder / "s", [staged.campaign(staged.names(0, 5))]), "ana")
    for text in ("a", "b", "c", "d", "e", "f"):
        store.note("case-00001", "ana", text)
    with store.read() as connection:
        old = connection.scalar(sa.select(AUDIT.c[column]).where(AUDIT.c.number == number))
    tamper(store, sa.update(AUDIT).where(AUDIT.c.number == number).values({column: value}))
    found = [flaw.entry for flaw in store.verify_audit().flaws]
    store.close()
    assert (found == []) == (value == old or old is None)
    if found:
        assert number in found or number + 1 in found


def test_keys_are_private_and_must_be_keys(tmp_path: Path) -> None:
    key = key_in(tmp_path / "k")
    assert (tmp_path / "k" / "signing.key").stat().st_mode & 0o077 == 0
    assert key_in(tmp_path / "k").verifier == key.verifier
    assert verifier_from(str(tmp_path / "k" / "public.vkey")) == key.verifier
    with pytest.raises(Problem, match="not a public key"):
        verifier_from("nonsense")
    (tmp_path / "k" / "signing.key").write_text("short")
    with pytest.raises(Problem, match="signing key cannot be read"):
        key_in(tmp_path / "k")


def test_without_a_key_nothing_is_signed(new_postgres: Callable[[], str], one_scan: Path) -> None:
    store = CaseStore.open(new_postgres())
    store.import_scan(one_scan, "ana")
    assert not store.verify_audit().flaws
    with pytest.raises(Problem, match="no signing key"):
        store.checkpoint()
    store.close()


def test_states_and_tables_stay_in_step(judged: CaseStore) -> None:
    with judged.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(JUDGEMENTS)) == 2
        assert connection.scalar(sa.select(sa.func.count()).select_from(NOTES)) == 1
        assert connection.scalar(sa.select(CASES.c.state).where(CASES.c.number == 1)) == "dismissed"
