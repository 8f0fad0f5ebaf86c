"""The console's cookies: never readable by scripts, never sent along from other sites' forms."""

from starlette.responses import Response

from revenuer.console.listening import Place

_SESSION = "revenuer-session"
_SIGN_IN = "revenuer-sign-in"
_TRIP = "revenuer-single-sign-on"
APPEARANCE = "revenuer-appearance"
_YEAR = 365 * 86_400


def session_name(place: Place) -> str:
    """`__Host-` binds the cookie to this host, path / and TLS, so no neighbour can plant one."""
    return _named(place, _SESSION)


def sign_in_name(place: Place) -> str:
    return _named(place, _SIGN_IN)


def trip_name(place: Place) -> str:
    return _named(place, _TRIP)


def put(response: Response, place: Place, name: str, value: str, seconds: int | None) -> None:
    """Set a cookie; None lasts until the browser closes."""
    response.set_cookie(
        name, value, max_age=seconds, path="/", secure=place.secure, httponly=True, samesite="lax"
    )


def drop(response: Response, place: Place, name: str) -> None:
    response.delete_cookie(name, path="/", secure=place.secure, httponly=True, samesite="lax")


def put_appearance(response: Response, place: Place, value: str) -> None:
    put(response, place, APPEARANCE, value, _YEAR)


def _named(place: Place, name: str) -> str:
    return f"__Host-{name}" if place.secure else name
