"""The `revenuer` command."""

import sys

import typer
from rich.console import Console

from revenuer.cli.on_demand import Verb, group_of
from revenuer.problems import Problem

DETECT = "Detect"
PROVE = "Prove"
REVIEW = "Review"

VERBS = (
    Verb(
        "scan", DETECT, "Which accounts are one operator, which of that traffic is a harvest, and"
        " how sure.", "scan",
    ),
    Verb(
        "demo", DETECT, "Write a fortnight of made-up traffic with staged campaigns inside, and"
        " scan it.", "demo",
    ),
    Verb(
        "formats", DETECT, "List the log formats that can be read, and an example line of each.",
        "formats",
    ),
    Verb("version", DETECT, "Print the version.", "version"),
    Verb(
        "drill", DETECT, "Stage campaigns and look-alikes, and measure what a scan says of them.",
        "drill",
    ),
    Verb("serve", REVIEW, "Review cases in a browser: judge, act, and make dossiers.", "serve"),
    Verb("cases", REVIEW, "Findings as cases that people judge.", "cases"),
    Verb("actions", REVIEW, "Graded, reversible actions on confirmed cases.", "actions"),
    Verb("dossier", REVIEW, "A case for counsel, with a pack to verify.", "dossier"),
    Verb("audit", REVIEW, "Who did what, and whether the record is whole.", "audit"),
    Verb("policy", REVIEW, "The provider's terms, and what touches them.", "policy"),
    Verb("indicators", REVIEW, "STIX 2.1 indicators, given and taken.", "indicators"),
    Verb("mark", PROVE, "Choose and mark answers before they are served.", "mark"),
    Verb("ledger", PROVE, "The record of coined answers, and its proofs.", "ledger"),
    Verb("prove", PROVE, "Test whether a suspect learned from what was served.", "prove"),
    Verb(
        "lab", PROVE, "Train, shrink, serve and test real students (needs the extra lab).", "lab",
    ),
)  # fmt: skip

app = typer.Typer(
    name="revenuer",
    cls=group_of(VERBS),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help=(
        "Finds industrial-scale distillation in the traffic of a language-model API, "
        "and proves what came of it.\n\n"
        "[bold]New here?[/bold] [cyan]revenuer demo[/cyan] writes a fortnight of made-up traffic, "
        "scans it and leaves a report to open in a browser."
    ),
    epilog="Every number comes with its error rate. Nothing here accuses anyone: a person decides.",
)


@app.callback()
def _verbs() -> None:
    # Without a callback typer takes a command line whose verbs it cannot count for a single one.
    pass


def main() -> None:
    """Run the command line; a `Problem` is printed as text and decides the exit status."""
    try:
        app()
    except Problem as problem:
        console = Console(stderr=True, highlight=False)
        console.print(f"revenuer: {problem}", style="red", markup=False, soft_wrap=True)
        sys.exit(problem.exit_status)
