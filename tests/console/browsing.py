"""A browser without a screen: one console, and visitors who are signed in or not."""

from dataclasses import dataclass, field
from typing import Any

from starlette.testclient import TestClient

from revenuer.console import Opened, build, people, sessions
from revenuer.console.passwords import hashed
from revenuer.console.people import Person
from revenuer.console.roles import Role
from revenuer.console.sessions import Session

ORIGIN = "http://127.0.0.1:8321"
PASSWORD = "whisky from the old still"


@dataclass
class Clock:
    """A clock that stands still until told otherwise."""

    now: float = 1_780_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Visitor:
    """A browser: its cookies, and the token of the session's forms."""

    client: TestClient
    person: Person | None = None
    session: Session | None = None

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(path, **more)

    def post(self, path: str, form: dict[str, Any] | None = None, **more: Any) -> Any:
        """As a form of our own pages would send it."""
        data = {"form_token": self.session.form_token if self.session else "", **(form or {})}
        headers = {"Origin": ORIGIN, **more.pop("headers", {})}
        return self.client.post(path, data=data, headers=headers, **more)


@dataclass
class Console:
    """A console under test."""

    opened: Opened
    clock: Clock
    known: dict[str, Person] = field(default_factory=dict)

    def anybody(self, raising: bool = True) -> Visitor:
        """Somebody who is not signed in."""
        app = build(self.opened.desk)
        client = TestClient(
            app, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=raising
        )
        return Visitor(client)

    def visitor(self, role: Role, login: str = "", raising: bool = True) -> Visitor:
        """Somebody signed in with a role."""
        visitor = self.anybody(raising)
        visitor.person = self.person(role, login or role.value)
        with self.opened.desk.store.write() as connection:
            secret, visitor.session = sessions.begin(connection, visitor.person, self.clock())
        visitor.client.cookies.set("revenuer-session", secret)
        return visitor

    def person(self, role: Role, login: str) -> Person:
        """A person of this role, made once."""
        if login not in self.known:
            with self.opened.desk.store.write() as connection:
                self.known[login] = people.add(
                    connection,
                    login=login,
                    name=f"Name of {login}",
                    role=role,
                    now="2026-05-20T00:00:00+00:00",
                    password=KEPT,
                )
        return self.known[login]

    def audit(self, action: str = "") -> list[Any]:
        """Entries of the trail with this action, newest first."""
        rows = self.opened.desk.store.audit_entries(size=1000).rows
        return [row for row in rows if not action or row.action == action]


KEPT = hashed(PASSWORD, "nobody")
