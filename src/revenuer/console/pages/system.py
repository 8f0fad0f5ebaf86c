"""What is no page of the casework: static files, a sign of life, the list of keys."""

from starlette.responses import PlainTextResponse, Response

from revenuer.console.call import Call
from revenuer.console.redirects import go
from revenuer.console.refusals import not_found
from revenuer.console.rendering import page
from revenuer.console.static_files import static_files

KEYBOARD = (
    (
        "Anywhere",
        (
            ("g q", "the queue"),
            ("g a", "accounts"),
            ("g d", "actions"),
            ("g s", "scans"),
            ("g t", "the audit trail"),
            ("g e", "settings"),
            ("?", "this page"),
            ("Esc", "leave a field"),
        ),
    ),
    (
        "In the queue",
        (
            ("j k", "next, previous case"),
            ("Enter o", "open it"),
            ("t", "take it into triage"),
            ("/", "search"),
            ("n p", "next, previous page"),
        ),
    ),
    (
        "In a case",
        (
            ("c", "confirm"),
            ("d", "dismiss"),
            ("t", "take into triage"),
            ("m", "write a note"),
            ("v", "ask for the text"),
            ("x", "export a dossier"),
            ("n p", "next, previous case of the queue"),
            ("u", "back to the queue"),
        ),
    ),
)


def home(call: Call) -> Response:
    """The queue is the first page."""
    return go("/cases")


def keys(call: Call) -> Response:
    """The keyboard."""
    return page(call, "console/keys.html", notices={}, keyboard=KEYBOARD)


def static(call: Call) -> Response:
    """One of the files in the fixed list."""
    found = static_files().get(call.path["name"])
    if found is None:
        raise not_found()
    return Response(
        found.content,
        media_type=found.kind,
        headers={"Cache-Control": "private, max-age=300", "ETag": found.tag},
    )


def health(call: Call) -> Response:
    """A sign of life for whoever watches the process."""
    return PlainTextResponse("ok\n")
