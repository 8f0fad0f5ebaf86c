"""A small JSON interface: queue, case, accounts, judgements, notes, actions, the audit trail."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import orjson
from starlette.responses import Response

from revenuer.cases import AuditFilter, CaseFilter, CaseRow, Conflict, Sort, State
from revenuer.console import openapi
from revenuer.console.call import Call
from revenuer.console.pages.case import found
from revenuer.console.refusals import Refused

SIZE = 100


def document(call: Call) -> Response:
    """What there is, as OpenAPI 3.1."""
    return _json(openapi.document(call.desk.place.url))


def cases(call: Call) -> Response:
    """A page of cases."""
    state, verdict = call.query.text("state", 20), call.query.text("verdict", 20)
    _one_of(state, ("", *State), "state")
    _one_of(verdict, ("", "campaign", "pool", "watch"), "verdict")
    sort = call.query.text("sort", 20) or Sort.PRIORITY.value
    _one_of(sort, tuple(Sort), "sort")
    listed = call.desk.store.cases(
        CaseFilter(
            states=(State(state),) if state else (),
            verdicts=(verdict,) if verdict else (),
            text=call.query.text("q", 120),
        ),
        Sort(sort),
        _page(call),
        SIZE,
    )
    rows = [_row(row) for row in listed.rows]
    return _json({"cases": rows, "total": listed.total, "page": listed.page, "size": listed.size})


def case(call: Call) -> Response:
    """One case: its record, judgements and notes; never exchange text."""
    kept = found(call.desk, call.path["id"])
    return _json(
        {
            "case": _row(kept.row),
            "campaign": dict(kept.campaign),
            "judgements": [asdict(j) for j in kept.judgements],
            "notes": [asdict(n) for n in kept.notes],
            "allowed": [] if kept.row.merged_into else list(kept.allowed),
        }
    )


def accounts(call: Call) -> Response:
    """A page of a case's accounts."""
    kept = found(call.desk, call.path["id"])
    listed = call.desk.store.accounts(kept.row.id, _page(call), SIZE)
    return _json(
        {
            "accounts": [asdict(account) for account in listed.rows],
            "total": listed.total,
            "page": listed.page,
            "size": listed.size,
        }
    )


def judge(call: Call) -> Response:
    """Record a judgement of the case as it was at `revision`."""
    kept = found(call.desk, call.path["id"])
    body = _body(call, {"revision": int, "after": str}, {"reason": str, "note": str})
    _one_of(body["after"], tuple(State), "after")
    try:
        given = call.desk.store.judge(
            kept.row.id,
            call.person.login,
            body["revision"],
            State(body["after"]),
            body.get("reason", ""),
            body.get("note", ""),
        )
    except Conflict as conflict:
        raise Refused(409, conflict.what, conflict.hint) from conflict
    return _json(asdict(given), 201)


def note(call: Call) -> Response:
    """Add a note."""
    kept = found(call.desk, call.path["id"])
    body = _body(call, {"text": str}, {})
    given = call.desk.store.note(kept.row.id, call.person.login, body["text"])
    return _json(asdict(given), 201)


def actions(call: Call) -> Response:
    """All actions, newest first."""
    held = call.desk.actions.all()
    kept = [{k: v for k, v in asdict(action).items() if k != "events"} for action in held]
    return _json({"actions": kept})


def audit(call: Call) -> Response:
    """A page of the audit trail, newest first."""
    wanted = AuditFilter(call.query.text("subject", 120), call.query.text("actor", 120))
    listed = call.desk.store.audit_entries(wanted, _page(call), SIZE)
    rows = [asdict(entry) for entry in listed.rows]
    return _json({"entries": rows, "total": listed.total, "page": listed.page, "size": listed.size})


def _row(row: CaseRow) -> dict[str, Any]:
    return asdict(row)


def _page(call: Call) -> int:
    text = call.query.text("page", 12)
    if text and not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1_000_000):
        raise Refused(400, "page is a whole number from 1 to 1000000.")
    return int(text) if text else 1


def _one_of(value: str, options: tuple[str, ...], name: str) -> None:
    if value not in options:
        named = ", ".join(option for option in options if option)
        raise Refused(400, f"{name} is one of {named}.")


def _body(call: Call, needed: Mapping[str, type], allowed: Mapping[str, type]) -> Mapping[str, Any]:
    """The body where it is an object with these fields and no other. Raises Refused."""
    body = call.json
    if not isinstance(body, dict):
        raise Refused(400, "The body is a JSON object.")
    for name, kind in {**needed, **allowed}.items():
        if name not in body:
            if name in needed:
                raise Refused(400, f"{name} is missing.")
        elif not isinstance(body[name], kind) or isinstance(body[name], bool):
            raise Refused(400, f"{name} is not of its type.")
        elif isinstance(body[name], int) and not 0 <= body[name] < 1 << 31:
            raise Refused(400, f"{name} is out of its range.")
    unknown = set(body) - set(needed) - set(allowed)
    if unknown:
        raise Refused(400, "The body has a field that is not known.")
    return body


def _json(content: object, status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")
