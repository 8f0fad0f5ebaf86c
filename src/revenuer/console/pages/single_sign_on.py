"""Signing in through the team's identity provider."""

import re
from datetime import UTC, datetime

import sqlalchemy as sa
from starlette.responses import RedirectResponse, Response

from revenuer.console import cookies, people, sessions
from revenuer.console.audit import note
from revenuer.console.call import Call
from revenuer.console.pages.sign_in import begun
from revenuer.console.people import Person
from revenuer.console.redirects import own_path
from revenuer.console.refusals import Refused, not_found
from revenuer.console.roles import Role
from revenuer.console.single_sign_on import Identity, SingleSignOn

_TRIP = 600


def leave(call: Call) -> Response:
    """Send the browser to the identity provider."""
    secret, address = _team(call).begin(own_path(call.query.text("next", 2_000)), call.now)
    response = RedirectResponse(address, 303)
    cookies.put(response, call.desk.place, cookies.trip_name(call.desk.place), secret, _TRIP)
    return response


def come_back(call: Call) -> Response:
    """The identity provider sends the browser back."""
    team = _team(call)
    if call.query.text("error"):
        raise Refused(403, "The identity provider did not sign you in.", "Begin again.")
    secret = call.cookies.get(cookies.trip_name(call.desk.place), "")
    state, code = call.query.text("state", 400), call.query.text("code", 4_000)
    identity, back = team.finish(secret, state, code, call.now)
    role = team.team.role_of(identity.claims)
    if role is None:
        raise Refused(
            403,
            "You are signed in, but none of your groups has a role here.",
            "Whoever keeps the team file can give one of your groups a role.",
        )
    with call.desk.store.write() as connection:
        person = _known(connection, call, identity, role)
    if person.disabled:
        raise Refused(403, "This account is closed.", "An admin can open it in Settings.")
    response = begun(call, person, back, "single sign-on")
    cookies.drop(response, call.desk.place, cookies.trip_name(call.desk.place))
    return response


def _team(call: Call) -> SingleSignOn:
    if call.desk.team is None:
        raise not_found()
    return call.desk.team


def _known(connection: sa.Connection, call: Call, identity: Identity, role: Role) -> Person:
    """The person of this identity, with the role that the provider's groups give today."""
    person = people.by_subject(connection, identity.subject)
    if person is None:
        person = people.add(
            connection,
            login=_free_login(connection, identity.login),
            name=" ".join(c for c in identity.name.split() if c.isprintable())[:80] or "Unnamed",
            role=role,
            subject=identity.subject,
            now=datetime.fromtimestamp(call.now, UTC).isoformat(timespec="seconds"),
        )
        note(connection, call, person, "added", login=person.login, role=role.value)
    elif person.role is not role:
        people.set_role(connection, person.id, role)
        sessions.end_all(connection, person.id)
        note(connection, call, person, "role changed", login=person.login, role=role.value)
        person = people.by_id(connection, person.id) or person
    return person


def _free_login(connection: sa.Connection, wish: str) -> str:
    """A sign-in name near the wish that is nobody's: an identity never takes over an account."""
    base = re.sub(r"[^a-z0-9._@+-]", "-", wish.lower()).strip("-._@+")[:60]
    base = base if len(base) >= 2 else "member"
    login, number = base, 1
    while people.by_login(connection, login) is not None:
        number += 1
        login = f"{base}-{number}"
    return login
