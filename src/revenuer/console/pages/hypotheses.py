"""Who may be behind a case: a graded hypothesis, put on record with what speaks against it."""

from starlette.responses import Response

from revenuer.console.call import Call
from revenuer.console.pages.case import found
from revenuer.console.redirects import go


def hypothesise(call: Call) -> Response:
    """Append a hypothesis, or a new grade of one."""
    kept = found(call.desk, call.path["id"])
    form = call.form
    call.desk.store.hypothesise(
        kept.row.id,
        call.person.login,
        form.text("statement", 2_000),
        form.text("term", 40),
        form.text("basis", 8_000),
        form.text("against", 8_000),
    )
    return go(f"/cases/{kept.row.id}", "noted", "who")
