"""Between the route table and a page's function: who asks, from where, and may they.

A page's function runs only when all of this holds: a changing request comes from our own pages (its
Origin, and the token of the session's forms), its body is small, the session is live, and the
person's role is at least the route's.
"""

import hmac
import time
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, quote, urlsplit

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from revenuer.console import cookies, sessions
from revenuer.console.call import Call, Fields
from revenuer.console.desk import Desk
from revenuer.console.error_pages import error_page
from revenuer.console.listening import Place
from revenuer.console.refusals import Refused
from revenuer.console.roles import may
from revenuer.console.route import Route
from revenuer.console.sessions import Session
from revenuer.problems import Problem

BODY = 256 * 1024
"""Most bytes of a request's body."""
QUERY = 8 * 1024
"""Most characters of a query."""
_FIELDS = 200

Endpoint = Callable[[Request], Awaitable[Response]]


def guarded(route: Route, desk: Desk) -> Endpoint:
    """The ASGI endpoint of a route."""

    async def endpoint(request: Request) -> Response:
        try:
            call = await _checked(route, desk, request)
            if isinstance(call, Response):
                return call
            return await run_in_threadpool(_answer, route, call)
        except Refused as refused:
            return await run_in_threadpool(error_page, desk, request, refused)

    return endpoint


def _answer(route: Route, call: Call) -> Response:
    try:
        return route.answer(call)
    except Problem as problem:
        raise Refused(400, problem.what, problem.hint) from problem


async def _checked(route: Route, desk: Desk, request: Request) -> Call | Response:
    changing = request.method not in {"GET", "HEAD"}
    if changing:
        check_origin(request, desk.place)
    if len(request.url.query) > QUERY:
        raise Refused(414, "That address is too long.")
    now = desk.clock()
    secret = request.cookies.get(cookies.session_name(desk.place), "")
    session = await run_in_threadpool(sessions.find, desk.store, secret, now) if secret else None
    if route.least is not None:
        if session is None:
            return _ask_to_sign_in(route, request)
        if not may(session.person.role, route.least):
            raise Refused(
                403,
                "Your role does not allow this.",
                f"It needs the role {route.least}; yours is {session.person.role}. "
                "An admin can change that in Settings.",
            )
    form, content = Fields(), None
    if changing:
        form, content = await _body(request)
        if route.least is not None and session is not None:
            _check_token(request, form, session)
    return Call(
        desk=desk,
        path=dict(request.path_params),
        query=_fields(request.url.query),
        form=form,
        session=session,
        address=request.client.host if request.client else "",
        cookies=dict(request.cookies),
        url_path=request.url.path,
        now=now,
        json=content,
    )


def check_origin(request: Request, place: Place) -> None:
    """A changing request must say that it comes from one of our own origins."""
    origin = request.headers.get("origin")
    if origin is None:
        referer = urlsplit(request.headers.get("referer", ""))
        origin = f"{referer.scheme}://{referer.netloc}" if referer.netloc else None
    site = request.headers.get("sec-fetch-site", "same-origin")
    own = origin is not None and origin.lower() in place.origins
    if not own or site not in {"same-origin", "none"}:
        raise Refused(
            403,
            "This request did not come from one of the console's own pages.",
            f"Open {place.url} and do it there.",
        )


def _check_token(request: Request, form: Fields, session: Session) -> None:
    given = form.text("form_token") or request.headers.get("x-form-token", "")
    if not hmac.compare_digest(given.encode(), session.form_token.encode()):
        raise Refused(
            403,
            "The page was opened in an earlier session.",
            "Go back, load it again and repeat what you did. Nothing was changed.",
        )


async def _body(request: Request) -> tuple[Fields, object]:
    raw = bytearray()
    try:
        async for part in request.stream():
            raw += part
            if len(raw) > BODY:
                raise Refused(413, "That is too much at once.", f"Send at most {BODY // 1024} kB.")
    except ClientDisconnect as gone:
        raise Refused(400, "The request broke off.") from gone
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            return Fields(), orjson.loads(bytes(raw))
        except orjson.JSONDecodeError as error:
            raise Refused(400, "The body is not JSON.") from error
    if raw and kind != "application/x-www-form-urlencoded":
        raise Refused(415, "A form's content was expected.")
    return _fields(raw.decode("utf-8", "replace")), None


def _fields(text: str) -> Fields:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError as error:
        raise Refused(400, "That has too many fields.") from error
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        # What no database takes, and what no form of ours can hold.
        found[name] = (*found.get(name, ()), value.replace("\0", "\ufffd"))
    return Fields(found)


def _ask_to_sign_in(route: Route, request: Request) -> Response:
    if route.method != "GET" or route.machine:
        raise Refused(401, "You are not signed in.", "Sign in and repeat what you did.")
    query = f"?{request.url.query}" if request.url.query else ""
    back = quote(request.url.path + query, safe="")
    return RedirectResponse(f"/sign-in?next={back}", 303)


def clock() -> float:
    """Seconds since 1970."""
    return time.time()
