"""Going on after a form: always to a path of our own."""

from starlette.responses import RedirectResponse

from revenuer.console.rendering import with_query


def own_path(wish: str, default: str = "/cases") -> str:
    """The wish where it is a path on this console, the default otherwise.

    Browsers read a backslash as a slash and drop tabs and line feeds, so `/\\host` and `//host`
    both lead elsewhere.
    """
    good = wish.startswith("/") and not wish.startswith("//") and len(wish) <= 2_000
    if not good or "\\" in wish or not wish.isprintable():
        return default
    return wish


def go(path: str, said: str = "", anchor: str = "") -> RedirectResponse:
    """See other. `said` names a notice that the next page shows."""
    query = with_query({"said": said})
    joint = "&" if "?" in path else "?"
    target = path + (f"{joint}{query}" if query else "") + (f"#{anchor}" if anchor else "")
    return RedirectResponse(target, 303)
