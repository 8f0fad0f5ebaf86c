"""`revenuer demo`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from revenuer.cli.summary import print_summary
from revenuer.drill.demo import write
from revenuer.scan import ScanRequest, scan


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the log and the scan.")] = Path("demo-out"),
    seed: Annotated[int, typer.Option(help="Seed of the made-up traffic.")] = 7,
    scale: Annotated[float, typer.Option(help="Size; 1 is about 3,000 accounts.")] = 1.0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
) -> None:
    """Write a fortnight of made-up traffic with staged campaigns inside, and scan it."""
    console = Console(highlight=False, stderr=True, quiet=quiet)
    with console.status("Writing a fortnight of traffic …"):
        truth = write(out / "traffic", seed=seed, scale=scale)
    request = ScanRequest(
        sources=(str(truth.log),), out=out / "scan", accounts=truth.accounts, quiet=quiet
    )
    print_summary(scan(request))
    Console(highlight=False).print(
        f"What was staged: {truth.truth.parent / 'truth.json'}", soft_wrap=True
    )
