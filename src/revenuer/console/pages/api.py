"""A small JSON interface: queue, case, accounts, judgements, notes, actions, the audit trail."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import orjson
from starlette.responses import Response

from revenuer.cases import AuditFilter, CaseFilter, CaseRow, Sort, State
from revenuer.console import openapi
from revenuer.console.call import Call
from revenuer.console.pages.case import found
from revenuer.console.refusals import Refused
from revenuer.problems import Problem

SIZE = 100


def document(call: Call) -> Response:
    """What there is, as OpenAPI 3.1."""
    return _json(openapi.document(call.desk.place.url))


def cases(call: Call) -> Response:
    """A page of cases."""
    state = _one_of(call, "state", tuple(State))
    verdict = _one_of(call, "verdict", ("campaign", "pool", "watch"))
    sort = _one_of(call, "sort", tuple(Sort)) or Sort.PRIORITY
    listed = call.desk.store.cases(
        CaseFilter(
            states=(State(state),) if state else (),
            verdicts=(verdict,) if verdict else (),
            text=_given(call, "q") or "",
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
    if body["after"] not in set(State):
        raise Refused(400, f"after is one of {', '.join(State)}.")
    try:
        given = call.desk.store.judge(
            kept.row.id,
            call.person.login,
            body["revision"],
            State(body["after"]),
            body.get("reason", ""),
            body.get("note", ""),
        )
    except Problem as problem:  # changed meanwhile, or not a judgement this case can take now
        raise Refused(409, problem.what, problem.hint) from problem
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
    wanted = AuditFilter(_given(call, "subject") or "", _given(call, "actor") or "")
    listed = call.desk.store.audit_entries(wanted, _page(call), SIZE)
    rows = [asdict(entry) for entry in listed.rows]
    return _json({"entries": rows, "total": listed.total, "page": listed.page, "size": listed.size})


def _row(row: CaseRow) -> dict[str, Any]:
    return asdict(row)


def _given(call: Call, name: str) -> str | None:
    """A parameter's value; None where it is missing. Raises Refused where it stands twice."""
    values = call.query.pairs.get(name, ())
    if len(values) > 1:
        raise Refused(400, f"{name} stands more than once.")
    return values[0][:200] if values else None


def _page(call: Call) -> int:
    text = _given(call, "page")
    if text is None:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= 1_000_000):
        raise Refused(400, "page is a whole number from 1 to 1000000.")
    return int(text)


def _one_of(call: Call, name: str, options: tuple[str, ...]) -> str | None:
    value = _given(call, name)
    if value is not None and value not in options:
        raise Refused(400, f"{name} is one of {', '.join(options)}.")
    return value


def _body(call: Call, needed: Mapping[str, type], allowed: Mapping[str, type]) -> Mapping[str, Any]:
    """The body where it is an object with these fields and no other. Raises Refused."""
    if not isinstance(call.json, dict):
        raise Refused(400, "The body is a JSON object.")
    body: dict[str, Any] = {name: _whole(value) for name, value in call.json.items()}
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


def _whole(value: object) -> object:
    """JSON Schema counts 3.0 among the whole numbers."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _json(content: object, status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")
