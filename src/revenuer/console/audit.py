"""Entries of the audit trail about people: written in the transaction of what they record."""

from typing import Any

import sqlalchemy as sa

from revenuer.console.call import Call
from revenuer.console.people import Person


def note(connection: sa.Connection, call: Call, actor: Person, what: str, **detail: Any) -> None:
    """Append `person.<what>` about the actor; the sign-in name is who acts, since it never
    changes and belongs to one person."""
    action = "person." + what.replace(" ", "_")
    subject = str(detail.pop("login", actor.login))
    call.desk.store.audit(connection, actor.login, action, subject, **detail)
