"""Around every response: only our own host name is answered, and browsers are told to be strict."""

from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from revenuer.console.listening import Place

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not no-referrer: that makes browsers send `Origin: null` with our own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


class Armour:
    """ASGI middleware: the host check and the response headers."""

    def __init__(self, app: ASGIApp, place: Place) -> None:
        self._app = app
        self._hosts = place.hosts
        self._headers = dict(HEADERS)
        if place.secure:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def strict(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(message)
            await send(message)

        if not self._ours(scope):
            answer = PlainTextResponse("This is not a name of this console.\n", 421)
            await answer(scope, receive, strict)
            return
        await self._app(scope, receive, strict)

    def _ours(self, scope: MutableMapping[str, Any]) -> bool:
        given = Headers(scope=scope).getlist("host")
        return len(given) == 1 and given[0].lower() in self._hosts

    def _add(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in self._headers.items():
            headers.setdefault(name, value)
