"""Signing in and out: a password, or the link printed on the terminal."""

import hmac
import re
import secrets
import unicodedata
from datetime import UTC, datetime
from getpass import getuser
from hashlib import sha256

from starlette.responses import RedirectResponse, Response

from revenuer.console import cookies, passwords, people, sessions
from revenuer.console.audit import note
from revenuer.console.call import Call
from revenuer.console.people import Person
from revenuer.console.redirects import go, own_path
from revenuer.console.refusals import Refused
from revenuer.console.rendering import APPEARANCES, page
from revenuer.console.roles import Role
from revenuer.problems import Problem

_FORM = 3600
_WRONG = "Name or password is wrong."


def form(call: Call) -> Response:
    """The sign-in page."""
    if call.session is not None:
        return go(own_path(call.query.text("next", 2_000)))
    return _form(call, own_path(call.query.text("next", 2_000)))


def sign_in(call: Call) -> Response:
    """A name and a password."""
    _check_form(call)
    login, password = call.form.text("login", 80).lower(), call.form.text("password", 1_000)
    back = own_path(call.form.text("next", 2_000))
    wait = call.desk.attempts.wait(login, call.address, call.now)
    if wait > 0:
        minutes = max(round(wait / 60), 1)
        return _form(call, back, login, f"Too many attempts. Try again in {minutes} min.", 429)
    with call.desk.store.read() as connection:
        person = people.by_login(connection, login)
    kept = None if person is None or person.disabled else person.password
    if not passwords.matches(kept, password) or person is None:
        call.desk.attempts.failed(login, call.address, call.now)
        return _form(call, back, login, _WRONG, 403)
    call.desk.attempts.succeeded(login)
    return begun(call, person, back, "password")


def link_form(call: Call) -> Response:
    """The page behind a one-time link: opening it uses nothing up, so a preview cannot."""
    _check_link(call)
    return _welcome(call)


def link(call: Call) -> Response:
    """Use up a one-time link: the first person becomes admin, later it signs in that admin."""
    _check_form(call)
    _check_link(call)
    with call.desk.store.read() as connection:
        owner = _owner(people.everyone(connection))
    if owner is None:
        try:
            name = people.name_of(call.form.text("name"))
        except Problem as problem:
            return _welcome(call, f"{problem.what} {problem.hint}")
    if not call.desk.links.redeem(call.path["secret"], call.now):
        raise _spent()
    if owner is None:
        moment = datetime.fromtimestamp(call.now, UTC).isoformat(timespec="seconds")
        with call.desk.store.write() as connection:
            owner = people.add(
                connection, login=_login(name), name=name, role=Role.ADMIN, now=moment
            )
            note(connection, call, owner, "added", login=owner.login, role=owner.role.value)
    return begun(call, owner, "/cases", "terminal link")


def sign_out(call: Call) -> Response:
    """End the session."""
    response = RedirectResponse("/sign-in", 303)
    cookies.drop(response, call.desk.place, cookies.session_name(call.desk.place))
    if call.session is not None:
        with call.desk.store.write() as connection:
            sessions.end(connection, call.session)
            note(connection, call, call.session.person, "signed out")
    return response


def appearance(call: Call) -> Response:
    """Light, dark, or as the system has it."""
    response = go(own_path(call.form.text("back", 2_000)))
    wish = call.form.one_of("appearance", APPEARANCES, "auto")
    cookies.put_appearance(response, call.desk.place, wish)
    return response


def begun(call: Call, person: Person, back: str, how: str) -> Response:
    """A new session for a person who has shown who they are; an old one of this browser ends."""
    with call.desk.store.write() as connection:
        if call.session is not None:
            sessions.end(connection, call.session)
        secret, _ = sessions.begin(connection, person, call.now)
        note(connection, call, person, "signed in", how=how)
    response = go(back)
    name = cookies.session_name(call.desk.place)
    cookies.put(response, call.desk.place, name, secret, None)
    cookies.drop(response, call.desk.place, cookies.sign_in_name(call.desk.place))
    return response


def _form(call: Call, back: str, login: str = "", failed: str = "", status: int = 200) -> Response:
    token = secrets.token_urlsafe(24)
    team = call.desk.team.team.name if call.desk.team else ""
    response = page(
        call,
        "console/sign_in.html",
        status=status,
        notices={},
        sign_in_token=_signed(call, token),
        next=back,
        login=login,
        failed=failed,
        team=team,
        single_machine=call.desk.place.single_machine,
    )
    return _with_token(call, response, token)


def _welcome(call: Call, failed: str = "") -> Response:
    with call.desk.store.read() as connection:
        owner = _owner(people.everyone(connection))
    token = secrets.token_urlsafe(24)
    response = page(
        call,
        "console/welcome.html",
        notices={},
        sign_in_token=_signed(call, token),
        first=owner is None,
        name=owner.name if owner else _user(),
        failed=failed,
        here_link=call.url_path,
        status=400 if failed else 200,
    )
    return _with_token(call, response, token)


def _with_token(call: Call, response: Response, token: str) -> Response:
    cookies.put(response, call.desk.place, cookies.sign_in_name(call.desk.place), token, _FORM)
    return response


def _check_form(call: Call) -> None:
    """The form was ours: it holds the signature of a cookie that other sites cannot set or read."""
    token = call.cookies.get(cookies.sign_in_name(call.desk.place), "")
    given = call.form.text("sign_in_token")
    if not token or not hmac.compare_digest(_signed(call, token).encode(), given.encode()):
        raise Refused(403, "This page was open for too long.", "Load it again and sign in.")


def _signed(call: Call, token: str) -> str:
    return hmac.new(call.desk.secret, token.encode("utf-8", "replace"), sha256).hexdigest()


def _check_link(call: Call) -> None:
    if not call.desk.place.single_machine:
        raise Refused(404, "There is no such page.")
    if not call.desk.links.good(call.path["secret"], call.now):
        raise _spent()


def _spent() -> Refused:
    return Refused(
        403,
        "This link was used already, or is too old.",
        "Start `revenuer serve` again: it prints a new one.",
    )


def _owner(known: tuple[Person, ...]) -> Person | None:
    """Whom the terminal's link signs in: the first admin, since who starts the console owns it."""
    admins = [p for p in known if p.role is Role.ADMIN and not p.disabled]
    return min(admins, key=lambda person: (person.created_at, person.id), default=None)


def _login(name: str) -> str:
    """A sign-in name made of a name: "Ana Weber" becomes "ana.weber"."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", plain)
    joined = ".".join(parts)[:60]
    return joined if len(joined) > 1 else "admin"


def _user() -> str:
    try:
        return people.name_of(getuser())
    except (OSError, KeyError, Problem):
        return ""
