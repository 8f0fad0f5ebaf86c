"""`revenuer scan`."""

from pathlib import Path
from typing import Annotated

import typer

from revenuer.cli.summary import print_summary
from revenuer.scan import ScanRequest
from revenuer.scan import scan as run
from revenuer.settings import ScanSettings


def scan(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Log files, folders or globs (.jsonl, .jsonl.gz/.zst, .parquet, .csv)."
        ),
    ],
    accounts: Annotated[
        Path | None, typer.Option(help="Account table: .csv, .jsonl or .parquet.")
    ] = None,
    log_format: Annotated[
        str, typer.Option("--format", help="Log format; see [cyan]revenuer formats[/cyan].")
    ] = "auto",
    mapping: Annotated[
        Path | None, typer.Option(help="TOML mapping for a format of your own.")
    ] = None,
    reference: Annotated[
        Path | None,
        typer.Option(help="Folder of your own vetted benign traffic to calibrate against."),
    ] = None,
    fdr: Annotated[float, typer.Option(help="False discovery rate over candidate groups.")] = 0.01,
    out: Annotated[Path, typer.Option(help="Output folder.")] = Path("revenuer-out"),
    resume: Annotated[
        bool, typer.Option("--resume", help="Take up an interrupted scan where it stopped.")
    ] = False,
    workers: Annotated[int, typer.Option(help="Processes; 0 for one a core.")] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
) -> None:
    """Which accounts are one operator, which of that traffic is a harvest, and how sure.

    Writes campaigns.json, report.html, membership.parquet, accounts.parquet, quarantine.jsonl and
    manifest.json to the output folder. Exits with 0 when finished (found or not), 2 for input that
    cannot be used, 3 when interrupted and resumable.
    """
    request = ScanRequest(
        sources=tuple(sources),
        out=out,
        accounts=accounts,
        format=log_format,
        mapping=mapping,
        reference=reference,
        settings=ScanSettings(fdr=fdr),
        resume=resume,
        workers=workers,
        quiet=quiet,
    )
    print_summary(run(request))
