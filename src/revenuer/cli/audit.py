"""`revenuer audit`: the trail, its signed heads, and whether it is whole."""

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from revenuer.cli.case_store import AsJson, Keys, Store, open_store
from revenuer.records.case_store import CASE_STORE
from revenuer.report.logged_text import one_line

app = typer.Typer(no_args_is_help=True, help="Who did what, and whether the record is whole.")


@app.command()
def verify(
    key: Annotated[
        str | None, typer.Option(help="Public key, or a file with it; by default the store's own.")
    ] = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint kept outside the store.")
    ] = None,
    json: AsJson = False,
    store: Store = CASE_STORE,
    keys: Keys = None,
) -> None:
    """Find every entry that was edited, removed or reordered. Exit status 1 if any was."""
    from revenuer.cases.audit.keys import verifier_from

    verifier = verifier_from(key) if key else None
    notes = [path.read_bytes() for path in checkpoint or ()]
    with open_store(store, keys) as opened:
        found = opened.verify_audit(verifier, notes)
    if json:
        sys.stdout.buffer.write(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")
    else:
        for flaw in found.flaws:
            typer.echo(str(flaw))
        state = "nothing was changed" if not found.flaws else f"{len(found.flaws)} flaws"
        typer.echo(
            f"{found.entries:,} entries, {found.signed:,} of them under "
            f"{found.checkpoints:,} signed checkpoints: {state}."
        )
        if not notes:
            typer.echo("Whether entries were cut off the end, only a kept --checkpoint can tell.")
        if key is None:
            typer.echo("The key came from the store's own folder: compare it with one you trust.")
    if found.flaws:
        raise typer.Exit(1)


@app.command()
def checkpoint(store: Store = CASE_STORE, keys: Keys = None) -> None:
    """Sign the head of the trail and print it, to be kept where nobody here can change it."""
    with open_store(store, keys) as opened:
        sys.stdout.buffer.write(opened.checkpoint())


@app.command()
def key(store: Store = CASE_STORE, keys: Keys = None) -> None:
    """Print the store's public key."""
    with open_store(store, keys) as opened:
        typer.echo(str(opened.key.verifier))


@app.command()
def log(
    subject: Annotated[str, typer.Option(help="Only about this case or action.")] = "",
    by: Annotated[str, typer.Option(help="Only by this person.")] = "",
    action: Annotated[str, typer.Option(help='Only this, such as "case.judged" or "case."')] = "",
    page: Annotated[int, typer.Option(min=1)] = 1,
    size: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    store: Store = CASE_STORE,
    keys: Keys = None,
) -> None:
    """The entries, newest first."""
    from revenuer.cases import AuditFilter

    with open_store(store, keys) as opened:
        found = opened.audit_entries(AuditFilter(subject, by, action), page, size)
    for entry in found.rows:
        typer.echo(
            f"{entry.number:>6}  {entry.at[:19]}  {one_line(entry.actor, 30)}  {entry.action}  "
            f"{one_line(entry.subject, 40)}  {one_line(entry.detail, 200)}"
        )
    typer.echo(f"{len(found.rows)} of {found.total} entries.")
