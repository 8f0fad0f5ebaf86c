"""`revenuer formats`: the log formats that can be read, with an example line of each."""

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from revenuer.ingest import FORMATS, Format
from revenuer.ingest.detect import format_named
from revenuer.ingest.formats.mapping import EXAMPLE_MAPPING
from revenuer.ingest.row import REQUIRED
from revenuer.records import EXCHANGES


def formats(
    name: Annotated[
        str | None, typer.Argument(help="Show one format in full: fields and example lines.")
    ] = None,
) -> None:
    """List the log formats that can be read, and an example line of each."""
    console = Console(soft_wrap=True, highlight=False)
    if name is None:
        _list(console)
    else:
        _one(console, format_named(name))


def _list(console: Console) -> None:
    for form in FORMATS:
        console.print(f"[bold]{form.name}[/bold]  {escape(form.about)}")
        console.print(f"  account: {escape(form.fields['account_id'])}")
        console.print(f"  example: [dim]{escape(min(form.examples, key=len))}[/dim]")
        console.print()
    console.print(
        "Files may be JSON lines, a JSON array, CSV or Parquet; JSON and CSV also as .gz or .zst.\n"
        "The format of each file is recognised by its content; --format NAME says it.\n"
        "`revenuer formats NAME` shows where each field comes from, and whole example lines."
    )


def _one(console: Console, form: Format) -> None:
    console.print(f"[bold]{form.name}[/bold]  {escape(form.about)}\n")
    table = Table("field", "comes from", box=None, pad_edge=False)
    for field in EXCHANGES.names:
        source = form.fields.get(field)
        if source is not None:
            mark = " (required)" if field in REQUIRED else ""
            table.add_row(field + mark, escape(source))
    console.print(table)
    if form.name == "mapping":
        console.print("\nAn example mapping, to be given with --mapping FILE.toml:\n")
        console.print(escape(EXAMPLE_MAPPING))
    console.print("\nExample lines:")
    for line in form.examples:
        console.print(line, markup=False)
