"""Entries that each name the one before by its hash, written in the change's own transaction."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from revenuer.cases.moments import written
from revenuer.cases.packed import canonical
from revenuer.cases.tables import AUDIT
from revenuer.problems import Problem

GENESIS = "0" * 64
LONGEST_NAME = 120
_PREFIX = b"revenuer/audit/1\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what to what, and when. `detail` is canonical JSON."""

    number: int
    at: str
    actor: str
    action: str
    subject: str
    detail: str
    previous: str
    digest: str

    def content(self) -> str:
        """The hash of what the entry says."""
        return content_of(self.number, self.at, self.actor, self.action, self.subject, self.detail)

    def expected(self) -> str:
        """The digest that fits the entry's content and its place."""
        return digest_of(self.previous, self.content())


def content_of(number: int, at: str, actor: str, action: str, subject: str, detail: str) -> str:
    """SHA-256 in hexadecimal over the canonical JSON list of the fields."""
    content = canonical([number, at, actor, action, subject, detail])
    return hashlib.sha256(_PREFIX + content).hexdigest()


def digest_of(previous: str, content: str) -> str:
    """SHA-256 over both: so the chain can be followed by one who may read only some entries."""
    return hashlib.sha256(_PREFIX + bytes.fromhex(previous) + bytes.fromhex(content)).hexdigest()


def head(connection: sa.Connection) -> tuple[int, str]:
    """Entries so far, and the digest of the last one."""
    last = connection.execute(
        sa.select(AUDIT.c.number, AUDIT.c.digest).order_by(AUDIT.c.number.desc()).limit(1)
    ).first()
    return (0, GENESIS) if last is None else (last.number + 1, last.digest)


def record(
    connection: sa.Connection,
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    detail: Mapping[str, Any],
) -> Entry:
    """Append an entry within the caller's write transaction. Raises Problem for a nameless
    actor."""
    if not actor.strip() or len(actor) > LONGEST_NAME or not actor.isprintable():
        raise Problem(
            "Whoever changes something needs a name.",
            where=actor[:40],
            hint=f"1 to {LONGEST_NAME} visible characters",
        )
    number, previous = head(connection)
    told, moment = canonical(dict(detail)).decode(), written(at)
    digest = digest_of(previous, content_of(number, moment, actor, action, subject, told))
    entry = Entry(number, moment, actor, action, subject, told, previous, digest)
    connection.execute(
        sa.insert(AUDIT).values(
            number=number,
            at=moment,
            actor=actor,
            action=action,
            subject=subject,
            detail=told,
            previous=previous,
            digest=digest,
        )
    )
    return entry
