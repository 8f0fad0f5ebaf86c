"""People who may sign in. Every function works on a connection, so that a change and its audit
entry share one transaction."""

import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from revenuer.console.passwords import login_of
from revenuer.console.roles import Role
from revenuer.console.tables import PEOPLE
from revenuer.problems import Problem


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with an account on this console."""

    id: str
    login: str
    name: str
    role: Role
    password: str | None
    subject: str | None
    disabled: bool
    created_at: str


def everyone(connection: sa.Connection) -> tuple[Person, ...]:
    """All people, by sign-in name."""
    rows = connection.execute(sa.select(PEOPLE).order_by(PEOPLE.c.login))
    return tuple(_person(row) for row in rows)


def by_id(connection: sa.Connection, person_id: str) -> Person | None:
    return _one(connection, PEOPLE.c.id == person_id)


def by_login(connection: sa.Connection, login: str) -> Person | None:
    return _one(connection, PEOPLE.c.login == login.strip().lower())


def by_subject(connection: sa.Connection, subject: str) -> Person | None:
    return _one(connection, PEOPLE.c.subject == subject)


def add(
    connection: sa.Connection,
    *,
    login: str,
    name: str,
    role: Role,
    now: str,
    password: str | None = None,
    subject: str | None = None,
) -> Person:
    """A new person; `password` is already hashed. Raises Problem where the name is taken."""
    person = Person(
        secrets.token_hex(8),
        login_of(login),
        name_of(name),
        role,
        password,
        subject,
        False,
        now,
    )
    if by_login(connection, person.login) is not None:
        raise Problem("That sign-in name is taken.", hint="Choose another one.")
    connection.execute(
        sa.insert(PEOPLE).values(
            id=person.id,
            login=person.login,
            name=person.name,
            role=person.role.value,
            password=person.password,
            subject=person.subject,
            disabled=False,
            created_at=now,
        )
    )
    return person


def name_of(text: str) -> str:
    """The name that stands beside judgements. Raises Problem where it is empty or endless."""
    name = " ".join(text.split())
    if not name or len(name) > 80 or not name.isprintable():
        raise Problem("That name cannot be used.", hint="Use 1 to 80 visible characters.")
    return name


def set_role(connection: sa.Connection, person_id: str, role: Role) -> None:
    """Raises Problem where this would leave nobody who may keep people and settings."""
    _keep_an_admin(connection, person_id, still=role is Role.ADMIN)
    _update(connection, person_id, role=role.value)


def set_password(connection: sa.Connection, person_id: str, hashed: str) -> None:
    _update(connection, person_id, password=hashed)


def set_name(connection: sa.Connection, person_id: str, name: str) -> None:
    _update(connection, person_id, name=name_of(name))


def set_disabled(connection: sa.Connection, person_id: str, disabled: bool) -> None:
    """Raises Problem where this would leave nobody who may keep people and settings."""
    _keep_an_admin(connection, person_id, still=not disabled)
    _update(connection, person_id, disabled=disabled)


def _keep_an_admin(connection: sa.Connection, person_id: str, *, still: bool) -> None:
    others = [
        p
        for p in everyone(connection)
        if p.role is Role.ADMIN and not p.disabled and p.id != person_id
    ]
    if not others and not still:
        raise Problem(
            "This is the last admin.", hint="Make somebody else admin first, then change this one."
        )


def _update(connection: sa.Connection, person_id: str, **values: object) -> None:
    connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == person_id).values(**values))


def _one(connection: sa.Connection, where: sa.ColumnElement[bool]) -> Person | None:
    row = connection.execute(sa.select(PEOPLE).where(where)).first()
    return None if row is None else _person(row)


def _person(row: sa.Row[tuple[object, ...]]) -> Person:
    kept = row._mapping
    return Person(
        id=kept["id"],
        login=kept["login"],
        name=kept["name"],
        role=Role(kept["role"]),
        password=kept["password"],
        subject=kept["subject"],
        disabled=bool(kept["disabled"]),
        created_at=kept["created_at"],
    )
