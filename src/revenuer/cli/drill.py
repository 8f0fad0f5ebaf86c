"""`revenuer drill`."""

from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from revenuer.drill.scenarios import CATALOGUE
from revenuer.scan.progress import Progress
from revenuer.trial import SUITES, Trial, run, suite
from revenuer.trial.tables import tables_of

app = typer.Typer(
    no_args_is_help=True,
    help="Stage campaigns and look-alikes, and measure what a scan says of them.",
)


@app.command("list")
def list_all() -> None:
    """Every suite and every scenario there is."""
    console = Console(highlight=False)
    suites = Table("Suite", "Seeds", "Exchanges at scale 1", "What is in it", box=box.SIMPLE_HEAD)
    for one in SUITES:
        suites.add_row(one.name, str(one.seeds), one.size, one.about)
    console.print(suites)
    scenarios = Table("Scenario", "Kind", "Story", box=box.SIMPLE_HEAD)
    for scenario in sorted(CATALOGUE, key=lambda s: (s.kind, s.name)):
        scenarios.add_row(scenario.name, scenario.kind, scenario.story)
    console.print(scenarios)


@app.command("run")
def run_suite(
    name: Annotated[str, typer.Argument(metavar="SUITE", help="A suite's name.")],
    seeds: Annotated[
        int | None, typer.Option(help="How many seeds; the suite's own number if not given.")
    ] = None,
    scale: Annotated[float, typer.Option(help="Size of the logs.")] = 1.0,
    first_seed: Annotated[
        int | None, typer.Option(help="Another first seed, for tuning: reported ones stay unseen.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Output folder; drill-out/SUITE if not given.")
    ] = None,
    keep_logs: Annotated[
        bool, typer.Option("--keep-logs", help="Keep the staged logs and scans.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
) -> None:
    """Stage a suite's logs, scan each, score it, and write results.json.

    A run that was stopped goes on where it stopped: finished seeds are kept in the output folder.
    """
    chosen = suite(name)
    folder = out or Path("drill-out") / name
    trial = Trial(chosen, folder, seeds, scale, first_seed, keep_logs)
    with Progress(quiet) as progress, progress.step(name, len(trial.numbers)) as tick:
        document = run(trial, lambda _: tick())
    console = Console(highlight=False)
    for table in tables_of(document):
        console.print(f"\n{table.about}")
        shown = Table(*table.headings, box=box.SIMPLE_HEAD)
        for row in table.cells():
            shown.add_row(*row)
        console.print(shown)
    console.print(f"Results: {folder / 'results.json'}", soft_wrap=True)
