"""Sessions, kept on the server: the cookie holds a random token and nothing else."""

import hashlib
import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from revenuer.cases import CaseStore
from revenuer.console import people
from revenuer.console.people import Person
from revenuer.console.tables import GRANTS, SESSIONS

IDLE = 2 * 3600.0
"""Seconds without a request after which a session ends."""
LONGEST = 12 * 3600.0
"""Seconds after which a session ends whatever happens in it."""
GRANT = 15 * 60.0
"""Seconds for which a stated reason opens a case's text."""
_TOUCH = 60.0


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in person's session; `token` is the hash under which it is kept."""

    token: str
    form_token: str
    person: Person


def begin(connection: sa.Connection, person: Person, now: float) -> tuple[str, Session]:
    """A new session and the secret for its cookie. Never reuses a token, so none can be planted."""
    secret = secrets.token_urlsafe(32)
    session = Session(_kept(secret), secrets.token_urlsafe(32), person)
    connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.seen_at < now - LONGEST))
    connection.execute(
        sa.insert(SESSIONS).values(
            token=session.token,
            person_id=person.id,
            form_token=session.form_token,
            begun_at=now,
            seen_at=now,
        )
    )
    return secret, session


def find(store: CaseStore, secret: str, now: float) -> Session | None:
    """The live session of a cookie's secret; None where it is forged, over, or its person gone."""
    if not 20 <= len(secret) <= 200:
        return None
    token = _kept(secret)
    with store.read() as connection:
        row = connection.execute(sa.select(SESSIONS).where(SESSIONS.c.token == token)).first()
        if row is None:
            return None
        kept = row._mapping
        if now - kept["begun_at"] > LONGEST or now - kept["seen_at"] > IDLE:
            return None
        person = people.by_id(connection, kept["person_id"])
    if person is None or person.disabled:
        return None
    if now - kept["seen_at"] > _TOUCH:
        with store.write() as connection:
            touched = sa.update(SESSIONS).where(SESSIONS.c.token == token).values(seen_at=now)
            connection.execute(touched)
    return Session(token, kept["form_token"], person)


def end(connection: sa.Connection, session: Session) -> None:
    """Forget one session and its grants."""
    connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.token == session.token))
    connection.execute(sa.delete(GRANTS).where(GRANTS.c.token == session.token))


def end_all(connection: sa.Connection, person_id: str) -> None:
    """Forget every session of a person: after a new password, a new role, or a disabled account."""
    theirs = sa.select(SESSIONS.c.token).where(SESSIONS.c.person_id == person_id)
    connection.execute(sa.delete(GRANTS).where(GRANTS.c.token.in_(theirs)))
    connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.person_id == person_id))


def grant(
    connection: sa.Connection, session: Session, case_id: str, reason: str, now: float
) -> None:
    """Open one case's text to this session for `GRANT` seconds."""
    connection.execute(
        sa.delete(GRANTS).where(GRANTS.c.token == session.token, GRANTS.c.case_id == case_id)
    )
    connection.execute(
        sa.insert(GRANTS).values(
            token=session.token, case_id=case_id, reason=reason, until=now + GRANT
        )
    )


def granted(
    connection: sa.Connection, session: Session, case_id: str, now: float
) -> tuple[str, float] | None:
    """The reason given and the seconds left, where this session may read the case's text."""
    row = connection.execute(
        sa.select(GRANTS.c.reason, GRANTS.c.until).where(
            GRANTS.c.token == session.token, GRANTS.c.case_id == case_id, GRANTS.c.until > now
        )
    ).first()
    return None if row is None else (row.reason, row.until - now)


def close_grant(connection: sa.Connection, session: Session, case_id: str) -> None:
    """Mask the case's text again."""
    connection.execute(
        sa.delete(GRANTS).where(GRANTS.c.token == session.token, GRANTS.c.case_id == case_id)
    )


def _kept(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
