"""Dossiers: made of the case as it is, taken away as a page, a PDF, or a pack to verify."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

from revenuer.cases.dossier import pack, printing
from revenuer.console.call import Call
from revenuer.console.notices import NOTICES
from revenuer.console.pages.case import found
from revenuer.console.refusals import Refused
from revenuer.console.rendering import page
from revenuer.console.roles import Role

Files = Mapping[str, bytes]
_ROWS = "membership.parquet"


def choose(call: Call) -> Response:
    """What a dossier can be, and with which names."""
    return page(
        call,
        "console/dossier.html",
        notices=NOTICES,
        case=found(call.desk, call.path["id"]).row,
        pdf=any(shutil.which(name) for name in printing.NAMES),
        example_terms=call.desk.example_terms,
    )


def make(call: Call) -> Response:
    """Make it and hand it over. Accounts by their own names are for approvers."""
    row = found(call.desk, call.path["id"]).row
    identify = call.form.one_of("names", ("hidden", "kept"), "hidden") == "kept"
    if identify and not call.may(Role.APPROVER):
        raise Refused(403, "Accounts by their own names are for approvers.")
    form = _FORMS.get(call.form.text("kind"))
    if form is None:
        raise Refused(400, "A dossier is made as html, pdf or pack.")
    files = pack.build(
        call.desk.store,
        row.id,
        call.person.login,
        call.desk.terms,
        identify=identify,
        scan_folder=_scan_folder(call, row.scan_number),
    )
    return Response(
        form.content(files),
        media_type=form.kind,
        headers={"Content-Disposition": f'attachment; filename="{row.id}.{form.ending}"'},
    )


def _scan_folder(call: Call, scan_number: int) -> Path | None:
    """The folder the console was started on, where the case's latest scan is the one in it."""
    folder = call.desk.scan_folder
    if folder is None or scan_number != call.desk.scan_number:
        return None
    return folder if (folder / _ROWS).is_file() else None


def _page(files: Files) -> bytes:
    return files["dossier.html"]


def _printed(files: Files) -> bytes:
    with tempfile.TemporaryDirectory(prefix="revenuer-") as folder:
        html, pdf = Path(folder, "dossier.html"), Path(folder, "dossier.pdf")
        html.write_bytes(files["dossier.html"])
        printing.print_pdf(html, pdf)
        return pdf.read_bytes()


@dataclass(frozen=True, slots=True)
class _Form:
    content: Callable[[Files], bytes]
    kind: str
    ending: str


_FORMS = {
    "html": _Form(_page, "text/html; charset=utf-8", "html"),
    "pdf": _Form(_printed, "application/pdf", "pdf"),
    "pack": _Form(pack.as_zip, "application/zip", "zip"),
}
