"""`revenuer drill`."""

from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from revenuer.drill.scenarios import CATALOGUE
from revenuer.drill.scenarios.harvests import HARVESTS
from revenuer.problems import Problem
from revenuer.scan.progress import Progress
from revenuer.trial import SUITES, Injection, Trial, harvest_named, inject, run, suite
from revenuer.trial.pictures import power_picture
from revenuer.trial.result_table import ResultTable
from revenuer.trial.tables import power, tables_of

N = TypeVar("N", int, float)

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
    plantable = {harvest.name for harvest in HARVESTS}
    scenarios = Table("Scenario", "Kind", "For inject", "Story", box=box.SIMPLE_HEAD)
    for scenario in sorted(CATALOGUE, key=lambda s: (s.kind, s.name)):
        inject_too = "yes" if scenario.name in plantable else ""
        scenarios.add_row(scenario.name, scenario.kind, inject_too, scenario.story)
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
    workers: Annotated[int, typer.Option(help="Processes of a scan; 0 for one a core.")] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
) -> None:
    """Stage a suite's logs, scan each, score it, and write results.json.

    A run that was stopped goes on where it stopped: finished seeds are kept in the output folder.
    """
    chosen = suite(name)
    folder = out or Path("drill-out") / name
    trial = Trial(chosen, folder, seeds, scale, first_seed, keep_logs, workers)
    with Progress(quiet) as progress, progress.step(name, len(trial.numbers)) as tick:
        document = run(trial, lambda _: tick())
    console = Console(highlight=False)
    for table in tables_of(document):
        _print(console, table)
    console.print(f"Results: {folder / 'results.json'}", soft_wrap=True)


@app.command("inject")
def inject_campaign(
    scenario: Annotated[str, typer.Argument(help="A campaign's name.")],
    into: Annotated[list[str], typer.Option(help="Your log, in any format that scan reads.")],
    account_table: Annotated[
        Path | None, typer.Option("--account-table", help="Your account table.")
    ] = None,
    log_format: Annotated[str, typer.Option("--format", help="Log format.")] = "auto",
    mapping: Annotated[
        Path | None, typer.Option(help="TOML mapping for a format of your own.")
    ] = None,
    reference: Annotated[
        Path | None, typer.Option(help="Folder of your own vetted traffic, as for a scan.")
    ] = None,
    accounts: Annotated[str, typer.Option(help="Numbers of accounts.")] = "20,60,180",
    each: Annotated[str, typer.Option(help="Requests an account.")] = "4,20,80",
    mixed: Annotated[
        str, typer.Option(help="Shares of real customers' exchanges in the same accounts.")
    ] = "0,0.8",
    seeds: Annotated[int, typer.Option(help="Campaigns planted of each size.")] = 2,
    fdr: Annotated[float, typer.Option(help="False discovery rate of the scan.")] = 0.01,
    every_size: Annotated[
        bool, typer.Option("--every-size", help="Try sizes below one that was never caught, too.")
    ] = False,
    keep_logs: Annotated[
        bool, typer.Option("--keep-logs", help="Keep the copies with the planted campaign.")
    ] = False,
    workers: Annotated[int, typer.Option(help="Processes of a scan; 0 for one a core.")] = 0,
    out: Annotated[Path, typer.Option(help="Output folder.")] = Path("drill-out/inject"),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
) -> None:
    """Plant a campaign into a copy of your own traffic: the smallest that a scan would catch.

    Accounts, requests and real customers are as asked for; ban waves and standby pools are not
    staged. A run that was stopped goes on where it stopped.

    Your log is only read. Writes power.json and power.svg.
    """
    injection = Injection(
        harvest=harvest_named(scenario),
        sources=tuple(into),
        out=out,
        account_table=account_table,
        format=log_format,
        mapping=mapping,
        reference=reference,
        accounts=_numbers(
            int, accounts, "--accounts", "20,60,180; a table goes to --account-table"
        ),
        each=_numbers(float, each, "--each", "4,20,80"),
        mixed=_numbers(float, mixed, "--mixed", "0,0.8"),
        seeds=seeds,
        fdr=fdr,
        descend=not every_size,
        keep_logs=keep_logs,
        workers=workers,
    )
    scans = len(injection.accounts) * len(injection.each) * len(injection.mixed) * seeds
    with Progress(quiet) as progress, progress.step(scenario, scans) as tick:
        document = inject(injection, lambda _: tick())
    console = Console(highlight=False)
    _print(console, power(document))
    written = [out / "power.json"]
    if any(row["tried"] for row in document["rows"]):
        written.append(out / "power.svg")
        written[-1].write_text(power_picture(document), encoding="utf-8")
    console.print(f"Results: {', '.join(map(str, written))}", soft_wrap=True)


def _numbers(kind: type[N], text: str, where: str, such: str) -> tuple[N, ...]:
    try:
        return tuple(kind(part) for part in text.split(","))
    except ValueError:
        whole = "whole numbers" if kind is int else "numbers"
        raise Problem(
            f"{text!r} is not a list of {whole}.", where=where, hint=f"such as {such}"
        ) from None


def _print(console: Console, table: ResultTable) -> None:
    console.print(f"\n{table.about}")
    shown = Table(*table.headings, box=box.SIMPLE_HEAD)
    for row in table.cells():
        shown.add_row(*row)
    console.print(shown)
