"""The console as an ASGI application: the route table behind the gate, inside the armour."""

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Mount
from starlette.types import ASGIApp

from revenuer.console.armour import Armour
from revenuer.console.desk import Desk
from revenuer.console.error_pages import error_page
from revenuer.console.gate import guarded
from revenuer.console.refusals import Refused
from revenuer.console.routes import ROUTES

_WHAT = {
    404: ("There is no such page.", "It may be mistyped, or have been moved."),
    405: ("This address does not take that kind of request.", ""),
}


def build(desk: Desk) -> ASGIApp:
    """The application over one desk."""

    async def told(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 400
        what, hint = _WHAT.get(status, ("That request could not be read.", ""))
        answer = await run_in_threadpool(error_page, desk, request, Refused(status, what, hint))
        answer.headers.update(getattr(error, "headers", None) or {})
        return answer

    async def broke(request: Request, error: Exception) -> Response:
        refused = Refused(
            500,
            "The console failed at this request.",
            "Nothing half-done was kept. The terminal that runs it shows what happened.",
        )
        return await run_in_threadpool(error_page, desk, request, refused)

    app = Starlette(
        routes=[
            Mount(route.path, guarded(route, desk), methods=[route.method]) for route in ROUTES
        ],
        exception_handlers={HTTPException: told, Exception: broke},
    )
    # A slash too many is an unknown page, not a redirect built from the request's host.
    app.router.redirect_slashes = False
    return Armour(app, desk.place)
