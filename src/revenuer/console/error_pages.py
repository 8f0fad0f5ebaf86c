"""Errors as pages for people and as one JSON shape for programs."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from revenuer.console import cookies, rendering, sessions
from revenuer.console.desk import Desk
from revenuer.console.refusals import Refused

_TITLES = {
    400: "That did not work",
    401: "Sign in first",
    403: "Not allowed",
    404: "Nothing here",
    405: "Not possible here",
    409: "Somebody was faster",
    413: "Too much at once",
    429: "Too many attempts",
    500: "Something broke",
}


def error_page(desk: Desk, request: Request, refused: Refused) -> Response:
    """What happened and what to do; nothing of the machine's inside."""
    if request.url.path.startswith("/api/"):
        error = {"status": refused.status, "what": refused.what, "hint": refused.hint}
        return JSONResponse({"error": error}, refused.status)
    secret = request.cookies.get(cookies.session_name(desk.place), "")
    text = rendering.bare(
        "console/error.html",
        rendering.appearance_of(request.cookies),
        sessions.find(desk.store, secret, desk.clock()) if secret else None,
        status=refused.status,
        title=_TITLES.get(refused.status, "That did not work"),
        what=refused.what,
        hint=refused.hint,
    )
    return HTMLResponse(text, refused.status)
