"""What people say of a case: judgements, notes, and asking for its text."""

from starlette.responses import Response

from revenuer.cases import Conflict, State
from revenuer.console import sessions
from revenuer.console.call import Call
from revenuer.console.history import history
from revenuer.console.pages.case import found
from revenuer.console.redirects import go, own_path
from revenuer.console.refusals import Refused
from revenuer.console.rendering import page

_LEAST_REASON = 8


def judge(call: Call) -> Response:
    """Record a judgement; where somebody was faster, say who and keep what was written."""
    kept = found(call.desk, call.path["id"])
    wish = call.form.text("after", 20)
    if wish not in set(State) or kept.row.merged_into:
        raise Refused(400, "That is no judgement this case can take.")
    after = State(wish)
    text = call.form.text("reason", 20_000)
    story = call.form.text("story", 120)
    reason, remark = (story, text) if story else (text, "")
    revision = call.form.whole("revision", -1, 0, 1_000_000_000)
    try:
        call.desk.store.judge(kept.row.id, call.person.login, revision, after, reason, remark)
    except Conflict as conflict:
        written = "\n".join(part for part in (story, text) if part)
        return _conflict(call, conflict, after, written, revision)
    back = call.form.text("back", 2_000)
    return go(own_path(back, f"/cases/{kept.row.id}"), "judged")


def note(call: Call) -> Response:
    """Add a note."""
    kept = found(call.desk, call.path["id"])
    call.desk.store.note(kept.row.id, call.person.login, call.form.text("text", 20_000))
    return go(f"/cases/{kept.row.id}", "noted", "history")


def reveal(call: Call) -> Response:
    """Open a case's text to this session, with a reason; each reading is put on record."""
    kept = found(call.desk, call.path["id"])
    reason = " ".join(call.form.text("reason", 300).split())
    if len(reason) < _LEAST_REASON:
        raise Refused(400, "Say why you must read this text.", "A short sentence will do.")
    session = call.session
    if session is not None:
        with call.desk.store.write() as connection:
            sessions.grant(connection, session, kept.row.id, reason, call.now)
            call.desk.store.audit(
                connection, call.person.login, "text.opened", kept.row.id, reason=reason
            )
    return go(f"/cases/{kept.row.id}", "opened", "exchanges")


def mask(call: Call) -> Response:
    """Close it again."""
    kept = found(call.desk, call.path["id"])
    if call.session is not None:
        with call.desk.store.write() as connection:
            sessions.close_grant(connection, call.session, kept.row.id)
            call.desk.store.audit(connection, call.person.login, "text.masked", kept.row.id)
    return go(f"/cases/{kept.row.id}", "masked", "exchanges")


def _conflict(
    call: Call, conflict: Conflict, wanted: State, reason: str, revision: int
) -> Response:
    kept = found(call.desk, conflict.now.id)
    since = [judged for judged in kept.judgements if judged.revision >= revision]
    events = history(kept, {})
    newest = events[: max(len(since), 1)]
    return page(
        call,
        "console/conflict.html",
        status=409,
        notices={},
        case=kept.row,
        meanwhile=newest,
        wanted=wanted.value,
        reason=reason,
    )
