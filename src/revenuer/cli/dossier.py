"""`revenuer dossier`: write a case's dossier, and verify one."""

from pathlib import Path
from typing import Annotated

import typer

from revenuer.cli.case_store import Actor, CaseId, Keys, Store, open_store, speaker
from revenuer.records.case_store import CASE_STORE

app = typer.Typer(no_args_is_help=True, help="A case for counsel, with a pack to verify.")


@app.command()
def write(
    case: CaseId,
    out: Annotated[Path, typer.Option("--out", help="Folder for the pack and the page.")],
    terms: Annotated[
        Path | None, typer.Option(help="The provider's terms; by default the shipped example.")
    ] = None,
    scan: Annotated[
        Path | None, typer.Option(help="The scan's folder: adds a hashed row an exchange.")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also print a PDF (needs Chromium).")] = False,
    identify: Annotated[
        bool, typer.Option("--identify", help="Keep accounts and identifiers as they are.")
    ] = False,
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Write the dossier of a case: a page, and a signed pack of the rows behind it."""
    from revenuer.cases.dossier import pack
    from revenuer.cases.policy.terms import example_terms, read_terms

    chosen = read_terms(terms) if terms else example_terms()
    with open_store(store, keys) as opened:
        files = pack.build(
            opened, case, speaker(actor), chosen, identify=identify, scan_folder=scan
        )
        public = str(opened.key.verifier)
    for path in pack.write(files, out, pdf=pdf):
        typer.echo(str(path))
    typer.echo(f"Verify it with the key {public}")


@app.command()
def verify(
    pack: Annotated[Path, typer.Argument(help="A pack, zipped or as a folder.")],
    key: Annotated[
        str | None, typer.Option(help="Public key, or a file with it; by default the pack's own.")
    ] = None,
) -> None:
    """Verify a pack with nothing but the pack and the key. Exit status 1 if anything is wrong."""
    from revenuer.cases.dossier.verification import verify_pack

    found = verify_pack(pack, key)
    for check in found.checks:
        mark = "wrong" if check.flaw else "good "
        typer.echo(f"{mark}  {check.name}: {check.flaw or check.told}")
    if found.own_key:
        typer.echo("The key came from the pack itself: compare it with one you trust.")
    if not found.whole:
        typer.echo("This pack is not as it was written.")
        raise typer.Exit(1)
    typer.echo(f"The dossier of {found.case_id} is as it was written.")
