"""Passwords, sessions, one-time links and the rate limit, each by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from revenuer.cases import CaseStore
from revenuer.console import passwords, people, sessions
from revenuer.console.attempts import MOST_BY_ADDRESS, MOST_BY_NAME, WINDOW, Attempts
from revenuer.console.one_time_links import LIFE, OneTimeLinks
from revenuer.console.people import Person
from revenuer.console.redirects import own_path
from revenuer.console.roles import Role, may
from revenuer.console.tables import METADATA, SESSIONS
from revenuer.problems import Problem

GOOD = "a sentence nobody guesses"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    store = CaseStore.open(str(tmp_path / "cases.db"))
    with store.write() as connection:
        METADATA.create_all(connection)
    yield store
    store.close()


@pytest.fixture
def person(store: CaseStore) -> Person:
    with store.write() as connection:
        return people.add(connection, login="ann", name="Ann", role=Role.ADMIN, now="2026-01-01")


def test_a_password_is_kept_as_argon2id_and_recognised() -> None:
    kept = passwords.hashed(GOOD, "ann")
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, GOOD)
    assert not passwords.matches(kept, GOOD + "x")
    assert not passwords.matches(None, GOOD)
    assert not passwords.matches("not a hash", GOOD)


def test_an_unknown_name_costs_as_much_work(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            tried.append(kept)
            return passwords.PasswordHasher().verify(kept, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting())
    assert not passwords.matches(None, GOOD)
    own = passwords.PasswordHasher()
    parts = tried[0].split("$")
    assert parts[1:4] == [
        "argon2id",
        "v=19",
        f"m={own.memory_cost},t={own.time_cost},p={own.parallelism}",
    ]


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaaaaa", "ann-likes-whisky", "x" * 300])
def test_weak_passwords_are_refused(weak: str) -> None:
    with pytest.raises(Problem):
        passwords.hashed(weak, "ann-")


@pytest.mark.parametrize("bad", ["", "a", "../x", "a b", "ä", "<b>", "x" * 90, "-x", "a\n"[:1]])
def test_sign_in_names(bad: str) -> None:
    with pytest.raises(Problem):
        passwords.login_of(bad)


@given(st.text(max_size=60))
def test_no_wish_leads_off_the_console(wish: str) -> None:
    path = own_path(wish)
    assert path.startswith("/")
    assert not path.startswith("//")
    assert "\\" not in path
    assert path.isprintable()


@pytest.mark.parametrize(
    "wish",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\/x",
        "/\t/evil",
        "javascript:x",
    ],
)
def test_known_ways_off_the_console(wish: str) -> None:
    assert own_path(wish) == "/cases"


def test_a_session_is_found_by_its_secret_only(store: CaseStore, person: Person) -> None:
    with store.write() as connection:
        secret, session = sessions.begin(connection, person, 1000.0)
        kept = connection.execute(sa.select(SESSIONS.c.token)).scalar_one()
    assert secret not in kept
    found = sessions.find(store, secret, 1001.0)
    assert found is not None
    assert found.person.login == "ann"
    for forged in (kept, secret[:-1], secret + "x", "", "x" * 43, "' OR 1=1 --" + "x" * 30):
        assert sessions.find(store, forged, 1001.0) is None
    with store.write() as connection:
        sessions.end(connection, session)
    assert sessions.find(store, secret, 1001.0) is None


def test_sessions_end_when_idle_and_in_the_end(store: CaseStore, person: Person) -> None:
    with store.write() as connection:
        secret, _ = sessions.begin(connection, person, 0.0)
    at = 0.0
    while at + sessions.IDLE / 2 < sessions.LONGEST:
        at += sessions.IDLE / 2
        assert sessions.find(store, secret, at) is not None
    assert sessions.find(store, secret, sessions.LONGEST + 1) is None
    with store.write() as connection:
        other, _ = sessions.begin(connection, person, 0.0)
    assert sessions.find(store, other, sessions.IDLE + 1) is None


def test_a_disabled_person_has_no_session(store: CaseStore, person: Person) -> None:
    with store.write() as connection:
        people.add(connection, login="bob", name="Bob", role=Role.ADMIN, now="2026-01-01")
        secret, _ = sessions.begin(connection, person, 0.0)
        people.set_disabled(connection, person.id, True)
    assert sessions.find(store, secret, 1.0) is None


def test_somebody_must_stay_admin(store: CaseStore, person: Person) -> None:
    with store.write() as connection:
        for change in (
            lambda: people.set_role(connection, person.id, Role.VIEWER),
            lambda: people.set_disabled(connection, person.id, True),
        ):
            with pytest.raises(Problem, match="last admin"):
                change()


def test_a_grant_opens_one_case_for_a_while(store: CaseStore, person: Person) -> None:
    with store.write() as connection:
        _, session = sessions.begin(connection, person, 0.0)
        _, other = sessions.begin(connection, person, 0.0)
        sessions.grant(connection, session, "case-1", "to check the template", 0.0)
        assert sessions.granted(connection, session, "case-1", 1.0) is not None
        assert sessions.granted(connection, session, "case-2", 1.0) is None
        assert sessions.granted(connection, other, "case-1", 1.0) is None
        assert sessions.granted(connection, session, "case-1", sessions.GRANT + 1) is None


def test_a_link_is_good_once_and_not_for_long() -> None:
    links = OneTimeLinks()
    secret = links.issue(0.0)
    assert links.good(secret, 1.0)
    assert links.good(secret, 1.0)
    assert not links.redeem(secret + "x", 1.0)
    assert links.redeem(secret, 1.0)
    assert not links.redeem(secret, 1.0)
    late = links.issue(0.0)
    assert not links.redeem(late, LIFE + 1)


def test_failures_by_name_and_by_address_are_limited() -> None:
    attempts = Attempts()
    for _ in range(MOST_BY_NAME):
        assert attempts.wait("ann", "1.1.1.1", 0.0) == 0
        attempts.failed("ann", "1.1.1.1", 0.0)
    assert attempts.wait("ann", "2.2.2.2", 1.0) > 0
    assert attempts.wait("bob", "1.1.1.1", 1.0) == 0
    assert attempts.wait("ann", "1.1.1.1", WINDOW + 1) == 0
    for index in range(MOST_BY_ADDRESS):
        attempts.failed(f"guess{index}", "3.3.3.3", 0.0)
    assert attempts.wait("carol", "3.3.3.3", 1.0) > 0


def test_roles_are_ordered() -> None:
    order = list(Role)
    for one in order:
        for other in order:
            assert may(one, other) == (order.index(one) >= order.index(other))
