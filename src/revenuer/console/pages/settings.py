"""Settings: your own account, and for admins everybody's."""

from datetime import UTC, datetime

import sqlalchemy as sa
from starlette.responses import Response

from revenuer.cases import CaseStore
from revenuer.console import passwords, people, sessions
from revenuer.console.audit import note
from revenuer.console.call import Call
from revenuer.console.notices import NOTICES
from revenuer.console.pages.sign_in import begun
from revenuer.console.people import Person
from revenuer.console.redirects import go
from revenuer.console.refusals import Refused, not_found
from revenuer.console.rendering import page
from revenuer.console.roles import Role
from revenuer.problems import Problem


def settings(call: Call, failed: str = "") -> Response:
    """The page; people's sign-in names are for those who keep them."""
    store = call.desk.store
    with store.read() as connection:
        everyone = people.everyone(connection)
    own = call.person.id
    return page(
        call,
        "console/settings.html",
        status=400 if failed else 200,
        notices=NOTICES,
        failed=failed,
        everyone=everyone if call.may(Role.ADMIN) else [p for p in everyone if p.id == own],
        store_name=store.name,
        clauses=call.desk.terms.clauses,
        terms=call.desk.terms,
        example_terms=call.desk.example_terms,
        prices=call.desk.prices,
        public_key=_public_key(store),
        place=call.desk.place,
    )


def _public_key(store: CaseStore) -> str:
    """What others verify checkpoints, decisions and dossiers with."""
    try:
        return str(store.key.notes.verifier)
    except Problem as problem:
        return f"none: {problem.what}"


def rename(call: Call) -> Response:
    """Your own name."""
    with call.desk.store.write() as connection:
        people.set_name(connection, call.person.id, call.form.text("name"))
        note(connection, call, call.person, "renamed", name=call.form.text("name"))
    return go("/settings", "saved")


def password(call: Call) -> Response:
    """Your own password: the old one is asked for, other sessions end, this one is renewed."""
    own = call.person
    if own.subject is not None:
        raise Refused(403, "Your team's identity provider keeps your password.")
    wait = call.desk.attempts.wait(own.login, call.address, call.now)
    old = call.form.text("old", 1_000)
    if wait > 0 or (own.password is not None and not passwords.matches(own.password, old)):
        call.desk.attempts.failed(own.login, call.address, call.now)
        return settings(call, "The password now is not the one you typed.")
    try:
        kept = passwords.hashed(call.form.text("new", 1_000), own.login)
    except Problem as problem:
        return settings(call, f"{problem.what} {problem.hint}")
    with call.desk.store.write() as connection:
        people.set_password(connection, own.id, kept)
        sessions.end_all(connection, own.id)
        note(connection, call, own, "password changed")
    return begun(call, own, "/settings?said=saved", "password change")


def add(call: Call) -> Response:
    """Another person."""
    try:
        login = passwords.login_of(call.form.text("login"))
        kept = passwords.hashed(call.form.text("password", 1_000), login)
        role = Role(call.form.one_of("role", tuple(Role), Role.VIEWER))
        moment = datetime.fromtimestamp(call.now, UTC).isoformat(timespec="seconds")
        with call.desk.store.write() as connection:
            people.add(
                connection,
                login=login,
                name=call.form.text("name"),
                role=role,
                now=moment,
                password=kept,
            )
            note(connection, call, call.person, "added", login=login, role=role.value)
    except Problem as problem:
        return settings(call, f"{problem.what} {problem.hint}")
    return go("/settings", "added", "people")


def set_role(call: Call) -> Response:
    """Somebody's role; their sessions end, so that no page keeps what the old role could."""
    wish = call.form.text("role")
    if wish not in set(Role):
        raise Refused(400, "There is no such role.", f"The roles are {', '.join(Role)}.")
    with call.desk.store.write() as connection:
        person = _person(connection, call)
        people.set_role(connection, person.id, Role(wish))
        if person.id != call.person.id:
            sessions.end_all(connection, person.id)
        note(connection, call, call.person, "role changed", login=person.login, role=wish)
    return go("/settings", "saved", "people")


def close(call: Call) -> Response:
    """Close somebody's account; their sessions end at once."""
    return _set_disabled(call, True)


def reopen(call: Call) -> Response:
    """Open it again."""
    return _set_disabled(call, False)


def _set_disabled(call: Call, disabled: bool) -> Response:
    with call.desk.store.write() as connection:
        person = _person(connection, call)
        people.set_disabled(connection, person.id, disabled)
        if disabled:
            sessions.end_all(connection, person.id)
        what = "closed" if disabled else "opened"
        note(connection, call, call.person, what, login=person.login)
    return go("/settings", "saved", "people")


def _person(connection: sa.Connection, call: Call) -> Person:
    person = people.by_id(connection, call.path["id"])
    if person is None:
        raise not_found("There is no such person.")
    return person
