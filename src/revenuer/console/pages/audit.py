"""The audit trail, newest first."""

import json
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from revenuer.cases import AuditFilter, Entry, Verification
from revenuer.console.call import Call
from revenuer.console.notices import NOTICES
from revenuer.console.rendering import page
from revenuer.report import numerals

SIZE = 100
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the page lists it; `short` is the beginning of its detail."""

    number: int
    at: str
    actor: str
    action: str
    subject: str
    detail: str
    short: str
    digest: str


def audit(call: Call, **more: Any) -> Response:
    """A page of the trail."""
    wanted = AuditFilter(
        subject=call.query.text("q", 120), actor=call.query.text("actor", 120), action=""
    )
    found = call.desk.store.audit_entries(wanted, call.query.whole("page", 1, 1, 1_000_000), SIZE)
    return page(
        call,
        "console/audit.html",
        notices=NOTICES,
        rows=[_row(entry) for entry in found.rows],
        total=found.total,
        number=found.page,
        pages=max(-(-found.total // SIZE), 1),
        query={"q": wanted.subject, "actor": wanted.actor, "page": ""},
        **more,
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verification found, in words."""

    good: bool
    words: str


def verify(call: Call) -> Response:
    """Check the whole chain now."""
    found = call.desk.store.verify_audit()
    return audit(call, verified=_words(found))


def _words(found: Verification) -> Verdict:
    if found.flaws:
        named = "; ".join(str(flaw) for flaw in found.flaws[:3])
        more = f"; and {len(found.flaws) - 3} more" if len(found.flaws) > 3 else ""
        return Verdict(False, f"The trail is not as it was written. {named}{more}.")
    entries = numerals.counted(found.entries, "entry", "entries")
    signed = f"; {numerals.count(found.signed)} of them under a signed checkpoint"
    return Verdict(True, f"{entries} follow one another, none changed, removed or moved{signed}.")


def _told(detail: str) -> str:
    """A detail as names with their values. One that somebody edited may be no JSON: as it is."""
    try:
        told = json.loads(detail)
        return ", ".join(
            f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
            for name, value in told.items()
        )
    except (ValueError, AttributeError, RecursionError):
        return detail


def _row(entry: Entry) -> Row:
    words = _told(entry.detail)
    short = words if len(words) <= _SHORT else words[: _SHORT - 1] + "…"
    return Row(
        entry.number,
        entry.at,
        entry.actor,
        entry.action,
        entry.subject,
        entry.detail,
        short or "–",
        entry.digest,
    )
